/* run_test.c - runs, stages with counts that add up, checkpoints. */
#include "store/run.h"

#include "store/findings.h"
#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

static int
set_up(void **state)
{
	static struct scratch s;

	scratch_open(&s);
	*state = &s;
	return 0;
}

static int
tear_down(void **state)
{
	scratch_close(*state);
	return 0;
}

static const struct run_info info = {SLICE_INIT("erp-load"),
    SLICE_INIT("0.1.0"), SLICE_INIT("sap"), SLICE_INIT("-b 100"),
    SLICE_INIT("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")};

static void
ids_are_time_and_count_and_never_come_again(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	char a[RUN_ID_SIZE], b[RUN_ID_SIZE];

	assert_int_equal(run_start(s->db, &info, a, &e), 0);
	assert_string_equal(a, "20261122T010203Z-000001");
	assert_int_equal(run_start(s->db, &info, b, &e), 0);
	assert_string_equal(b, "20261122T010203Z-000002");
	scratch_exec(s, "DELETE FROM run");
	assert_int_equal(run_start(s->db, &info, b, &e), 0);
	assert_string_equal(b, "20261122T010203Z-000003");
}

static void
a_run_is_read_back_newest_first(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	struct run_cursor c;
	struct run_row row;
	char run[RUN_ID_SIZE];
	int i;

	for (i = 0; i < 150; i++)
		assert_int_equal(run_start(s->db, &info, run, &e), 0);
	scratch_now("2026-11-22T02:00:00Z");
	assert_int_equal(run_end(s->db, run, 5, SLICE("too many"), &e), 0);
	run_open(&c, s->db);
	assert_int_equal(run_next(&c, &row, &e), 1);
	assert_true(slice_is(row.run, run));
	assert_true(slice_equal(row.tool, info.tool));
	assert_true(slice_equal(row.target, info.target));
	assert_true(slice_equal(row.arguments, info.arguments));
	assert_true(slice_equal(row.traceparent, info.traceparent));
	assert_true(slice_is(row.started, SCRATCH_NOW));
	assert_true(slice_is(row.ended, "2026-11-22T02:00:00Z"));
	assert_int_equal(row.status, 5);
	assert_true(slice_is(row.message, "too many"));
	assert_int_equal(run_next(&c, &row, &e), 1);
	assert_int_equal(row.status, -1);
	assert_int_equal(row.ended.len, 0);
	for (i = 2; run_next(&c, &row, &e) > 0; i++)
		assert_int_equal(row.sequence, 150 - i);
	assert_int_equal(i, 150);
	assert_int_equal(e.kind, ERR_NONE);
	run_close(&c);
}

static void
a_run_ends_once(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	char run[RUN_ID_SIZE];

	assert_int_equal(run_start(s->db, &info, run, &e), 0);
	assert_int_equal(run_end(s->db, run, 0, SLICE(""), &e), 0);
	assert_int_equal(run_end(s->db, run, 0, SLICE(""), &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.text, "or has ended"));
	err_clear(&e);
	assert_int_equal(run_end(s->db, "none", 0, SLICE(""), &e), -1);
}

static void
counts_that_do_not_add_up_are_named(void **state)
{
	static const struct {
		struct run_counts counts;
		const char *words; /* NULL: they do */
	} cases[] = {
	    {{.taken = 0}, NULL},
	    {{.taken = 15, .passed = 5, .held = 4, .rejected = 3, .dropped = 2,
		.folded = 1, .derived = 7, .given = 12}, NULL},
	    {{.taken = 16, .passed = 5, .held = 4, .rejected = 3, .dropped = 2,
		.folded = 1, .derived = 7, .given = 12},
		"16 records were read, but 15 have a fate"},
	    {{.taken = 5, .passed = 5, .given = 6},
		"6 records were written, but 5 passed and 0 derived"},
	    {{.derived = 1}, "0 records were written, but 0 passed and 1"},
	};
	struct scratch *s = *state;
	char run[RUN_ID_SIZE];
	size_t i;

	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;
		int rc;

		assert_int_equal(run_start(s->db, &info, run, &e), 0);
		rc = run_counts_check(&cases[i].counts, &e);
		assert_int_equal(rc, cases[i].words ? -1 : 0);
		if (cases[i].words)
			assert_non_null(strstr(e.text, cases[i].words));
		/* On the way counts may be off; at the end not. */
		err_clear(&e);
		assert_int_equal(run_stage_save(s->db, run, "map",
		    &cases[i].counts, &e), 0);
		rc = run_stage_end(s->db, run, "map", &cases[i].counts, &e);
		assert_int_equal(rc, cases[i].words ? -1 : 0);
	}
}

static void
stages_keep_their_order_and_their_last_counts(void **state)
{
	static const char *const names[] = {"read", "map", "gate"};
	struct scratch *s = *state;
	struct run_counts counts = {0};
	struct page page = PAGE_INIT;
	struct err e = ERR_INIT;
	struct run_stage stage;
	char run[RUN_ID_SIZE];
	uint64_t n;
	size_t i;

	assert_int_equal(run_start(s->db, &info, run, &e), 0);
	for (n = 1; n <= 3; n++)
		for (i = 0; i < COUNT_OF(names); i++) {
			counts = (struct run_counts){n, n, 0, 0, 0, 0, 1, n + 1,
			    11, 12, 13, 14, 15, 16};
			assert_int_equal(run_stage_save(s->db, run, names[i],
			    &counts, &e), 0);
		}
	assert_int_equal(run_stage_end(s->db, run, "gate", &counts, &e), 0);
	assert_int_equal(run_stages(s->db, &page, slice_of(run), &e), 0);
	for (i = 0; i < COUNT_OF(names); i++) {
		assert_true(run_stage_next(&page, &stage));
		assert_true(slice_is(stage.stage, names[i]));
		assert_memory_equal(&stage.counts, &counts, sizeof(counts));
		assert_int_equal(stage.ended.len != 0, i == 2);
	}
	assert_false(run_stage_next(&page, &stage));
	page_release(&page);
	/* A stage is of a run that is there. */
	assert_int_equal(run_stage_save(s->db, "none", "x", &counts, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
}

static void
a_checkpoint_is_the_last_value_that_was_committed(void **state)
{
	const struct run_checkpoint at = {"bom-extract", "windchill", "since"};
	const struct run_checkpoint other = {"bom-extract", "plm2", "since"};
	struct scratch *s = *state;
	struct arena arena = ARENA_INIT;
	struct err e = ERR_INIT;
	struct slice value;

	assert_int_equal(run_checkpoint_get(s->db, &at, &value, &arena, &e), 0);
	assert_int_equal(run_checkpoint_put(s->db, &at, SLICE("1"), "", &e), 0);
	assert_int_equal(run_checkpoint_put(s->db, &at, SLICE("2"), "", &e), 0);
	scratch_fault("db.before-commit");
	assert_int_equal(run_checkpoint_put(s->db, &at, SLICE("3"), "", &e),
	    -1);
	err_clear(&e);
	assert_int_equal(run_checkpoint_get(s->db, &at, &value, &arena, &e), 1);
	assert_true(slice_is(value, "2"));
	assert_int_equal(run_checkpoint_get(s->db, &other, &value, &arena, &e),
	    0);
	arena_release(&arena);
}

static void
keep(const char *text, void *ctx)
{
	struct buf *all = ctx;

	buf_printf(all, "%s\n", text);
}

static void
damaged_rows_are_named(void **state)
{
	struct scratch *s = *state;
	struct buf all = BUF_INIT(65536);
	struct findings f = FINDINGS_INIT(keep, &all);
	struct run_counts counts = {.taken = 3, .passed = 3, .given = 3};
	struct err e = ERR_INIT;
	char run[RUN_ID_SIZE];

	assert_int_equal(run_start(s->db, &info, run, &e), 0);
	assert_int_equal(run_stage_end(s->db, run, "map", &counts, &e), 0);
	assert_int_equal(run_end(s->db, run, 0, SLICE(""), &e), 0);
	assert_int_equal(run_check(s->db, &f, &e), 0);
	assert_int_equal(f.count, 0);
	scratch_exec(s, "PRAGMA ignore_check_constraints = ON;"
	    "UPDATE run SET ended = '2026-11-22T01:02:02Z';"
	    "UPDATE stage SET taken = 4, given = 5;"
	    "INSERT INTO run(run, tool, version, target, arguments,"
	    " traceparent, started) VALUES('odd', 't', '', '', '', '', '')");
	assert_int_equal(run_check(s->db, &f, &e), 0);
	assert_int_equal(f.count, 4);
	assert_non_null(strstr(buf_text(&all), "run 20261122T010203Z-000001: "
	    "ended 2026-11-22T01:02:02Z, before it started"));
	assert_non_null(strstr(buf_text(&all), "run odd: does not carry"));
	assert_non_null(strstr(buf_text(&all), "run 20261122T010203Z-000001, "
	    "stage map: 4 records read, 3 have a fate"));
	assert_non_null(strstr(buf_text(&all), "5 records written, 3 passed"));
	buf_release(&all);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(ids_are_time_and_count_and_never_come_again),
	    T(a_run_is_read_back_newest_first),
	    T(a_run_ends_once),
	    T(counts_that_do_not_add_up_are_named),
	    T(stages_keep_their_order_and_their_last_counts),
	    T(a_checkpoint_is_the_last_value_that_was_committed),
	    T(damaged_rows_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
