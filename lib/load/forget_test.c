/* forget_test.c - types and beginnings of keys, and what goes with them. */
#include "load/forget.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/trial.h"
#include "store/xref.h"

static void
a_word_is_a_type_or_the_beginning_of_a_key(void **state)
{
	static const struct {
		const char *text, *prefix; /* NULL: refused */
	} cases[] = {
	    {"item", "{\"type\":\"item\","},
	    {"item:A-1", "{\"type\":\"item\",\"item\":\"A-1\""},
	    {"bom_line:A%2F1/B", "{\"type\":\"bom_line\",\"parent\":\"A/1\","
	     "\"parent_revision\":\"B\""},
	    {"items", NULL},
	    {"item:A/B", NULL},
	    {"item:A%", NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct forget_what what;
		struct err e = ERR_INIT;
		int rc = forget_parse(&what, cases[i].text, &e);

		if (cases[i].prefix && rc < 0)
			fail_msg("%s", e.text);
		assert_int_equal(rc, cases[i].prefix ? 0 : -1);
		if (cases[i].prefix)
			assert_string_equal(buf_text(&what.prefix),
			    cases[i].prefix);
		else
			assert_int_equal(e.kind, ERR_USAGE);
		buf_release(&what.prefix);
	}
}

static const char sql_rows[] = "SELECT count(*) FROM ledger";
static const char sql_xrefs[] = "SELECT count(*) FROM xref";
static const char sql_audit[] =
    "SELECT count(*) FROM audit WHERE action = 'ledger.forget'";

static void
a_unit_is_forgotten_whole_with_its_cross_reference(void **state)
{
	struct trial t;
	struct err e = ERR_INIT;
	struct forget_what what;
	struct forget_place place;
	uint64_t count = 0;

	(void)state;
	trial_open(&t, TRIAL_UNITS);
	trial_known(&t, TRIAL_BOM("A", ""));
	trial_known(&t, TRIAL_LINE("A", "1", "P", ""));
	trial_known(&t, TRIAL_LINE("A-1", "1", "P", ""));
	scratch_exec(&t.scratch, "UPDATE ledger SET external_id = '7'"
	    " WHERE type = 'bom'");
	scratch_exec(&t.scratch, "INSERT INTO xref SELECT 'erp', 'bom',"
	    " 'A////', '7', run FROM run");
	place = (struct forget_place){t.scratch.db, &t.profile, &t.place.by};
	assert_int_equal(forget_parse(&what, "bom:A", &e), 0);
	assert_int_equal(forget_run(&place, &what, &count, &e), 0);
	assert_int_equal(count, 2);
	assert_int_equal(scratch_number(&t.scratch, sql_rows), 1);
	assert_int_equal(scratch_number(&t.scratch, sql_xrefs), 0);
	assert_true(scratch_number(&t.scratch, sql_audit) > 0);
	scratch_exec(&t.scratch, "UPDATE ledger SET state = 'sent',"
	    " op = 'add', idempotency = 'k', attempts = 1");
	buf_release(&what.prefix);
	assert_int_equal(forget_parse(&what, "bom_line", &e), 0);
	assert_int_equal(forget_run(&place, &what, &count, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	buf_release(&what.prefix);
	trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_word_is_a_type_or_the_beginning_of_a_key),
	    cmocka_unit_test(
		a_unit_is_forgotten_whole_with_its_cross_reference),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
