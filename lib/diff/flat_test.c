/* flat_test.c - rolled-up quantities side by side. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/flat.h"
#include "diff/sapling.h"
#include "model/recin.h"

/* "+P 3 MTR", "~P 3" (what is new), "-P#2 3": the delta in few words. */
static void
add_words(struct buf *out, struct slice line)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct record r;

	assert_int_equal(recin_parse(&r, line, JSON_AT("", 0), &a, &e), 0);
	buf_printf(out, "%c%.*s", "+~-"[r.change->op],
	    SLICE_ARGS(record_text(&r, BOM_LINE_COMPONENT)));
	if (record_text(&r, BOM_LINE_OCCURRENCE).len)
		buf_printf(out, "#%.*s",
		    SLICE_ARGS(record_text(&r, BOM_LINE_OCCURRENCE)));
	buf_printf(out, " %.*s%.*s;",
	    SLICE_ARGS(record_text(&r, BOM_LINE_QUANTITY)),
	    SLICE_ARGS(record_text(&r, BOM_LINE_UOM)));
	arena_release(&a);
}

static int
run(const char *const *old, const char *const *new, struct buf *out,
    struct err *e)
{
	const struct unit_table none = UNIT_TABLE_INIT;
	struct forest forests[2];
	struct scope all;
	struct edits edits;
	struct root r;
	struct slice line;
	int rc;

	buf_clear(out);
	scope_init(&all);
	edits_init(&edits, &all, &all);
	sapling_grow(forests, old, new);
	assert_int_equal(root_read(&r, "A", "flat", e), 0);
	r.forests = forests;
	rc = flat_write(&r, &none, &edits, true, e);
	if (rc == 0)
		assert_int_equal(edits_finish(&edits, e), 0);
	while (rc == 0 && edits_next(&edits, &line, e) > 0)
		add_words(out, line);
	root_release(&r);
	edits_release(&edits);
	forest_release(&forests[0]);
	forest_release(&forests[1]);
	return rc;
}

static void
compares_totals_over_all_paths(void **state)
{
	static const struct {
		const char *old[5], *new[5], *wanted;
	} cases[] = {
	    {{"A S 2", "S P 3"}, {"A S 2", "S P 3"}, ""},
	    /* other paths, the same total */
	    {{"A S 2", "S P 3"}, {"A S 2", "S P 2", "A P 2"}, ""},
	    {{"A S 2", "S P 3"}, {"A S 2", "S P 0.5"}, "~P 1;"},
	    {{"A P 1"}, {"A Q 1"}, "-P 1;+Q 1;"},
	    {{"A/1 P 1"}, {"A/2 P 2"}, "~P 2;"},
	    {{"A/1 P 1", "A/2 P 5"}, {"A/2 P 5"}, ""},
	    {{"A P 1 MTR", "A P 50 CMT"}, {"A P 150 CMT"}, ""},
	    {{"A P 1 MTR", "A P 2 EA"}, {"A P 150 CMT"},
		"~P 150CMT;-P#2 1MTR;"},
	};
	struct err e = ERR_INIT;
	struct buf out = BUF_INIT(10000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(run(cases[i].old, cases[i].new, &out, &e),
		    0);
		assert_string_equal(out.len ? buf_text(&out) : "",
		    cases[i].wanted);
	}
	buf_release(&out);
}

static void
leaves_a_sum_of_more_than_38_digits_out(void **state)
{
	static const char *const old[] = {"A S 10", "S P 1", NULL};
	static const char *const new[] = {"A S 10", "S P "
	    "99999999999999999999999999999999999999", NULL};
	struct err e = ERR_INIT;
	struct buf out = BUF_INIT(10000);

	(void)state;
	assert_int_equal(run(old, new, &out, &e), 0);
	assert_string_equal(buf_text(&out), "~P ;");
	buf_release(&out);
}

static void
names_the_cycle_that_has_no_quantities(void **state)
{
	static const char *const old[] = {"A P 1", NULL};
	static const char *const new[] = {"A S 1", "S T 1", "T S 1", NULL};
	struct err e = ERR_INIT;
	struct buf out = BUF_INIT(10000);

	(void)state;
	assert_int_equal(run(old, new, &out, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_string_equal(e.text, "--level flat: a part contains itself: "
	    "S > T > S");
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(compares_totals_over_all_paths),
	    cmocka_unit_test(leaves_a_sum_of_more_than_38_digits_out),
	    cmocka_unit_test(names_the_cycle_that_has_no_quantities),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
