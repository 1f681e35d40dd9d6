/* resultlines_test.c - which entries a comparison gives, and in which order. */
#include "base/base.h"

#include <setjmp.h>

#include <cmocka.h>

#include "reconcile/resultlines.h"
#include "reconcile/sketch_story.h"

static struct buf text = BUF_INIT(100000);
static int left; /* calls until one fails */

static int
gather(void *ctx, const char *entry, struct slice members, struct err *e)
{
	(void)ctx;
	buf_printf(&text, "%s ", entry);
	buf_add_slice(&text, members);
	buf_add_byte(&text, '\n');
	return left-- ? 0 : err_set(e, ERR_AGAIN, "enough");
}

static void
entries_come_by_type_and_have_only_classes_that_there_are(void **state)
{
	struct sketch_summary k;
	struct err e = ERR_INIT;

	(void)state;
	sketch_open(&k);
	sketch_findings(&k);
	sketch_judged(&k);
	k.r.counts[TYPE_BOM].plm = 1;
	left = 100;
	buf_clear(&text);
	assert_int_equal(resultlines_each(&k.r, gather, NULL, &e), 0);
	assert_string_equal(buf_text(&text),
	    "counts \"type\":\"bom\",\"plm\":1,\"erp\":0\n"
	    "counts \"type\":\"item\",\"plm\":8,\"erp\":8,\"match\":4,"
	    "\"differ\":3,\"unknown_in_erp\":1\n"
	    "findings \"total\":3,\"accepted\":1,\"missing_in_erp\":1,"
	    "\"differ\":2\n");
	sketch_close(&k);
}

static void
what_fails_ends_it(void **state)
{
	struct sketch_summary k;
	struct err e = ERR_INIT;

	(void)state;
	sketch_open(&k);
	sketch_judged(&k);
	left = 0;
	buf_clear(&text);
	assert_int_equal(resultlines_each(&k.r, gather, NULL, &e), -1);
	assert_string_equal(e.text, "enough");
	assert_null(strstr(buf_text(&text), "findings "));
	sketch_close(&k);
}

static int
leave(void **state)
{
	(void)state;
	buf_release(&text);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		entries_come_by_type_and_have_only_classes_that_there_are),
	    cmocka_unit_test(what_fails_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, leave);
}
