/* verify_test.c - each damage is named, and a sound state has none. */
#include "load/verify.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/form.h"
#include "load/trial.h"
#include "store/findings.h"

static char said[2048];

static void
say(const char *text, void *ctx)
{
	(void)ctx;
	snprintf(said + strlen(said), sizeof(said) - strlen(said), "%s\n",
	    text);
}

static void
damage_is_named(void **state)
{
	static const struct {
		const char *sql, *want; /* "" : sound */
	} cases[] = {
	    {"SELECT 1", ""},
	    {"DELETE FROM ledger WHERE type = 'bom'",
	     "ledger erp: bom_line:A/////1/P/: its bom is not acknowledged\n"},
	    {"UPDATE ledger SET state = 'rejected', op = 'add',"
	     " idempotency = 'k'", ""},
	    {"UPDATE ledger SET state = 'rejected', op = 'add',"
	     " idempotency = CASE type WHEN 'item' THEN 'k' ELSE 'l' END", ""},
	    {"INSERT INTO xref SELECT 'erp', 'item', 'X', '1', run FROM run",
	     "xref erp: item:X: is not in the ledger\n"},
	    {"INSERT INTO xref SELECT 'erp', 'bom', 'A////', '1', run"
	     " FROM run", "xref erp: bom:A////: is 1, but  in the ledger\n"},
	    {"INSERT INTO xref SELECT 'erp', 'bom', 'A', '1', run FROM run",
	     "xref erp: bom:A: is no key\n"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct findings f = FINDINGS_INIT(say, NULL);
		bool resend[TYPE_COUNT] = {false};
		struct form form = {.resend = resend};
		struct err e = ERR_INIT;
		struct trial t;

		trial_open(&t, TRIAL_UNITS);
		form.db = t.scratch.db;
		form.profile = &t.profile;
		assert_int_equal(form_place(&form, "here", t.place.group.run,
		    &e), 0);
		trial_known(&t, TRIAL_BOM("A", ""));
		trial_known(&t, TRIAL_LINE("A", "1", "P", ""));
		scratch_exec(&t.scratch, cases[i].sql);
		said[0] = '\0';
		assert_int_equal(verify_check(t.scratch.db, &f, &e), 0);
		assert_string_equal(said, cases[i].want);
		trial_close(&t);
	}
}

static void
one_request_is_of_one_unit(void **state)
{
	struct findings f = FINDINGS_INIT(say, NULL);
	struct err e = ERR_INIT;
	struct trial t;

	(void)state;
	trial_open(&t, TRIAL_UNITS);
	trial_known(&t, TRIAL_BOM("A", ""));
	trial_known(&t, TRIAL_BOM("B", ""));
	scratch_exec(&t.scratch, "UPDATE ledger SET state = 'rejected',"
	    " op = 'add', idempotency = 'k'");
	said[0] = '\0';
	assert_int_equal(verify_check(t.scratch.db, &f, &e), 0);
	assert_string_equal(said, "ledger erp: bom:B////: has the idempotency "
	    "key of another unit\n");
	trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(damage_is_named),
	    cmocka_unit_test(one_request_is_of_one_unit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
