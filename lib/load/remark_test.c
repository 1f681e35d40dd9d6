/* remark_test.c - one effect, one row. */
#include "load/remark.h"

#include <setjmp.h>

#include <cmocka.h>

#include "io/log.h"
#include "load/trial.h"

#define KEY "{\"type\":\"bom\",\"parent\":\"A\",\"parent_revision\":\"\"," \
	"\"plant\":\"1000\",\"usage\":\"\",\"alternative\":\"\""

static void
an_exception_knows_its_key_and_plant(void **state)
{
	static const char sql[] = "SELECT count(*) FROM exception WHERE about ="
	    " 'bom:A//1000//' AND plant = '1000' AND target = 'erp'";
	struct err e = ERR_INIT;
	struct trial t;
	bool accepted = true;

	(void)state;
	trial_open(&t, TRIAL_UNITS);
	assert_int_equal(remark_exception(&t.place, SLICE(KEY),
	    (struct exceptions_note){.class = SLICE("load_refused")},
	    &accepted, &e), 0);
	assert_false(accepted);
	assert_int_equal(scratch_number(&t.scratch, sql), 1);
	trial_close(&t);
}

static void
removals_and_conflicts_leave_audit_rows(void **state)
{
	static const char removed[] = "SELECT count(*) FROM audit WHERE action"
	    " = 'load.remove' AND detail LIKE '%\"was\"%'";
	static const char decided[] = "SELECT count(*) FROM audit WHERE action"
	    " = 'load.conflict' AND detail LIKE '%overwrite%'";
	struct channel_call call = {.key = SLICE_INIT(KEY),
	    .line = SLICE_INIT(KEY "}")};
	struct err e = ERR_INIT;
	struct trial t;

	(void)state;
	trial_open(&t, TRIAL_UNITS);
	call.section = &t.profile.sections[TYPE_BOM];
	assert_int_equal(remark_removal(&t.place, &call, &e), 0);
	assert_int_equal(remark_conflict(&t.place, &call, "overwrite", &e), 0);
	assert_int_equal(scratch_number(&t.scratch, removed), 1);
	assert_int_equal(scratch_number(&t.scratch, decided), 1);
	trial_close(&t);
}

/* The lines of a unit that are given back, as the rejects have them. */
static void
all_lines_of_a_unit_are_given_back(void **state)
{
	struct weigh_record parts[] = {
	    {.key = SLICE_INIT("k"), .type = TYPE_BOM_LINE},
	    {.input = SLICE_INIT(TRIAL_LINE("A", "1", "P", ""))}};
	struct plan_step step = {.key = SLICE_INIT(KEY),
	    .input = SLICE_INIT(KEY "}"), .parts = parts, .part_count = 2,
	    .inputs = 2};
	struct err e = ERR_INIT;
	struct trial t;

	(void)state;
	trial_open(&t, TRIAL_UNITS);
	parts[1].key = slice_from(parts[1].input.at, parts[1].input.len - 1);
	assert_int_equal(remark_held(&t.place, &step, "waits", &e), 0);
	assert_int_equal(t.place.counts.held, 2);
	assert_int_equal(t.out.lacking.count, 1);
	assert_int_equal(remark_orphan(&t.place, &step, &e), 0);
	assert_int_equal(t.place.counts.rejected, 2);
	assert_int_equal(t.place.counts.refused, 1);
	trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_exception_knows_its_key_and_plant),
	    cmocka_unit_test(removals_and_conflicts_leave_audit_rows),
	    cmocka_unit_test(all_lines_of_a_unit_are_given_back),
	};

	log_init("test", LOG_ERROR, LOG_TEXT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
