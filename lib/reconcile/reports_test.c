/* reports_test.c - several forms from one list of findings. */
#include "base/base.h"

#include <setjmp.h>

#include <cmocka.h>

#include "reconcile/reports.h"
#include "reconcile/sketch_story.h"

static void
forms_have_names_and_lists_of_their_own_length(void **state)
{
	enum reports_format format = REPORTS_TEXT;
	struct reports r;
	unsigned i;

	(void)state;
	for (i = 0; i < REPORTS_FORMATS; i++) {
		assert_true(reports_parse(&format, reports_formats[i]));
		assert_int_equal(format, i);
	}
	assert_false(reports_parse(&format, "pdf"));
	assert_int_equal(format, REPORTS_HTML);
	reports_init(&r, -1);
	assert_int_equal(reports_listed(&r), 0);
	reports_want(&r, REPORTS_TEXT, "a");
	assert_int_equal(reports_listed(&r), 20);
	reports_want(&r, REPORTS_JSON, "b");
	assert_int_equal(reports_listed(&r), 1000);
	reports_want(&r, REPORTS_CSV, "c");
	assert_true(reports_listed(&r) == UINT64_MAX);
	r.most = 3;
	assert_int_equal(reports_listed(&r), 3);
}

static void
all_are_written_and_none_is_there_before_it_is_published(void **state)
{
	static const char *const paths[] = {"reports_test.text",
	    "reports_test.json", "reports_test.csv", "reports_test.html"};
	static const char *const starts[] = {"3 findings", "{\"report\":",
	    "class,", "<!DOCTYPE html>"};
	struct zio_out *outs[REPORTS_MOST];
	struct buf is = BUF_INIT((size_t)1024 * 1024);
	struct sketch_summary k;
	struct err e = ERR_INIT;
	struct reports r;
	unsigned i;

	(void)state;
	sketch_open(&k);
	sketch_findings(&k);
	sketch_judged(&k);
	reports_init(&r, -1);
	for (i = 0; i < REPORTS_FORMATS; i++)
		reports_want(&r, (enum reports_format)i, paths[i]);
	assert_int_equal(reports_open(&r, &e), 0);
	assert_int_equal(reports_write(&r, &k.s, &e), 0);
	assert_int_equal(reports_outs(&r, outs, 0), REPORTS_FORMATS);
	for (i = 0; i < REPORTS_FORMATS; i++)
		assert_int_equal(access(paths[i], F_OK), -1);
	assert_int_equal(zio_out_publish_all(outs, REPORTS_FORMATS, &e), 0);
	for (i = 0; i < REPORTS_FORMATS; i++) {
		buf_clear(&is);
		assert_int_equal(file_load(&is, paths[i], is.most, &e), 0);
		assert_int_equal(strncmp(buf_text(&is), starts[i],
		    strlen(starts[i])), 0);
		unlink(paths[i]);
	}
	reports_abandon(&r);
	sketch_close(&k);
	buf_release(&is);
}

static void
what_is_abandoned_leaves_nothing(void **state)
{
	struct err e = ERR_INIT;
	struct reports r;

	(void)state;
	reports_init(&r, -1);
	reports_want(&r, REPORTS_TEXT, "reports_test.none");
	assert_int_equal(reports_open(&r, &e), 0);
	reports_abandon(&r);
	assert_int_equal(access("reports_test.none", F_OK), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(forms_have_names_and_lists_of_their_own_length),
	    cmocka_unit_test(
		all_are_written_and_none_is_there_before_it_is_published),
	    cmocka_unit_test(what_is_abandoned_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
