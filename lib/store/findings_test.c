/* findings_test.c - what checks of the state say. */
#include "store/findings.h"

#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

static void
keep(const char *text, void *ctx)
{
	struct buf *all = ctx;

	buf_printf(all, "%s\n", text);
}

static void
a_sound_file_has_no_findings(void **state)
{
	struct findings f = FINDINGS_INIT(NULL, NULL);
	struct scratch s;
	struct err e = ERR_INIT;

	(void)state;
	scratch_open(&s);
	assert_int_equal(findings_file(&f, s.db, &e), 0);
	assert_int_equal(f.count, 0);
	scratch_close(&s);
}

static void
rows_that_refer_to_nothing_and_wrong_values_are_named(void **state)
{
	struct buf all = BUF_INIT(65536);
	struct findings f = FINDINGS_INIT(keep, &all);
	struct scratch s;
	struct err e = ERR_INIT;

	(void)state;
	scratch_open(&s);
	scratch_exec(&s, "PRAGMA foreign_keys = OFF;"
	    "PRAGMA ignore_check_constraints = ON;"
	    "INSERT INTO stage VALUES('none', 's', 1, '', '', 0, 0, 0, 0, 0, 0,"
	    " 0, 0, 0, 0, 0, 0, 0, -1);"
	    "PRAGMA ignore_check_constraints = OFF");
	assert_int_equal(findings_file(&f, s.db, &e), 0);
	assert_int_equal(f.count, 2);
	assert_non_null(strstr(buf_text(&all),
	    "stage: row 1 refers to a row of run that is not there\n"));
	assert_non_null(strstr(buf_text(&all),
	    "file: CHECK constraint failed in stage\n"));
	buf_release(&all);
	scratch_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_sound_file_has_no_findings),
	    cmocka_unit_test(
		rows_that_refer_to_nothing_and_wrong_values_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
