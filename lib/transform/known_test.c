/* known_test.c - spool and ledger side by side. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/gatescratch.h"
#include "transform/known.h"

#define ITEM(i, name) \
	"{\"type\":\"item\",\"item\":\"" i "\",\"name\":\"" name "\"}"

static struct gatescratch scratch;
static struct buf told;

static int
set_up(void **state)
{
	(void)state;
	gatescratch_open(&scratch);
	buf_init(&told, 4096);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	buf_release(&told);
	gatescratch_close(&scratch);
	return 0;
}

static int
tell(void *ctx, struct slice line, struct err *e)
{
	(void)ctx, (void)e;
	buf_add_slice(&told, line);
	buf_add_byte(&told, '\n');
	return 0;
}

static const char *const stream[] = {ITEM("A", "same"), ITEM("B", "now"),
    ITEM("C", "new"), "{\"type\":\"plant_item\",\"item\":\"A\","
    "\"plant\":\"1\"}", NULL};
static const char *const acknowledged[] = {ITEM("A", "same"),
    ITEM("A0", "gone"), ITEM("B", "then"), ITEM("Z", "gone"), NULL};

static void
each_record_is_as_acknowledged_or_not_or_new(void **state)
{
	static const enum known_as expected[] = {KNOWN_SAME, KNOWN_OTHER,
	    KNOWN_NEW, KNOWN_NEW};
	const struct known_tell gone = {tell, NULL};
	struct known_ledger ledger = {NULL, "erp"};
	struct known k;
	struct err e = ERR_INIT;
	unsigned i;

	(void)state;
	gatescratch_spool(&scratch, stream);
	gatescratch_acknowledge(&scratch, acknowledged);
	ledger.db = scratch.state.db;
	assert_int_equal(known_init(&k, &scratch.spool, &ledger, &gone, &e),
	    0);
	assert_int_equal(k.count, 4);
	for (i = 0; i < 4; i++)
		assert_int_equal(known_get(&k, i), expected[i]);
	assert_string_equal(buf_text(&told), ITEM("A0", "gone") "\n"
	    ITEM("Z", "gone") "\n");
	assert_true(k.sent[TYPE_ITEM]);
	assert_false(k.sent[TYPE_PLANT_ITEM]);
	known_release(&k);
}

static void
without_a_ledger_all_is_new_and_all_types_count(void **state)
{
	const struct known_ledger none = {NULL, ""};
	const struct known_ledger empty = {scratch.state.db, "other"};
	const struct known_ledger *const ledgers[] = {&none, &empty};
	struct known k;
	struct err e = ERR_INIT;
	unsigned i, n;

	(void)state;
	gatescratch_spool(&scratch, stream);
	gatescratch_acknowledge(&scratch, acknowledged);
	for (n = 0; n < COUNT_OF(ledgers); n++) {
		assert_int_equal(known_init(&k, &scratch.spool, ledgers[n],
		    NULL, &e), 0);
		for (i = 0; i < 4; i++)
			assert_int_equal(known_get(&k, i), KNOWN_NEW);
		assert_true(k.sent[TYPE_REVISION]);
		known_release(&k);
	}
}

static void
what_is_withheld_is_not_gone(void **state)
{
	static const char *const held[] = {"{\"type\":\"withheld\","
	    "\"record_type\":\"item\",\"record_key\":\"Z\","
	    "\"reason\":\"rejected\"}", NULL};
	const struct known_tell gone = {tell, NULL};
	const struct known_ledger ledger = {scratch.state.db, "erp"};
	struct known k;
	struct err e = ERR_INIT;

	(void)state;
	gatescratch_spool(&scratch, held);
	gatescratch_acknowledge(&scratch, acknowledged);
	assert_int_equal(known_init(&k, &scratch.spool, &ledger, &gone, &e),
	    0);
	assert_null(strstr(buf_text(&told), "\"Z\""));
	assert_non_null(strstr(buf_text(&told), "\"B\""));
	known_release(&k);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(each_record_is_as_acknowledged_or_not_or_new),
	    T(without_a_ledger_all_is_new_and_all_types_count),
	    T(what_is_withheld_is_not_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
