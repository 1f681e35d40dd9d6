/* guess_shape_test.c - kinds of tables, and what names their parts. */
#include "extract/guess_shape.h"

#include <setjmp.h>

#include <cmocka.h>

#include "extract/guess_trial.h"

struct trial {
	struct guess_table table;
	struct guess_columns columns;
	struct guess_shape shape;
};

static void
look_at(struct trial *x, const char *text)
{
	struct err e = ERR_INIT;

	if (guess_table_read(&x->table, trial_file(text), &e) < 0)
		fail_msg("%s", e.text);
	guess_columns_find(&x->columns, &x->table);
	guess_shape_find(&x->shape, &x->columns);
}

static void
forget(struct trial *x)
{
	guess_shape_release(&x->shape);
	guess_columns_release(&x->columns);
	guess_table_release(&x->table);
}

static void
tables_are_lists_pairs_levels_or_flat(void **state)
{
	static const struct {
		const char *text;
		enum guess_kind kind;
		const char *style;
		bool rooted;
	} cases[] = {
	    {"Part,Name\nA,x\nB,y\n", GUESS_LIST, NULL, false},
	    {"Parent,Part,Qty\nA,B,1\nA,C,2\n", GUESS_PAIRS, NULL, false},
	    {"Part,Qty\nA,1\nB,2\n", GUESS_FLAT, NULL, false},
	    {"Part,Refs\nA,R1\nB,R2\n", GUESS_FLAT, NULL, false},
	    {"Level,Part,Qty\n0,A,1\n1,B,2\n2,C,1\n", GUESS_LEVELS, "level",
	     false},
	    {"Level,Part,Qty\n1,A,1\n1,B,2\n2,C,1\n", GUESS_LEVELS, "level",
	     true},
	    {"Level,Part,Qty\n1,A,1\n.2,B,2\n..3,C,1\n", GUESS_LEVELS,
	     "dots", false},
	    {"Pos,Part,Qty\n1,A,1\n1.1,B,2\n1.2,C,1\n2,D,1\n", GUESS_LEVELS,
	     "dotted", true},
	    {"Part,Qty\nA,1\n  B,2\n    C,1\n  D,1\n", GUESS_LEVELS,
	     "indent", false},
	    /* a level that is missing somewhere would stop everything */
	    {"Level,Part,Qty\n1,A,1\n,B,2\n2,C,1\n", GUESS_FLAT, NULL, false},
	};
	struct trial x;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		look_at(&x, cases[i].text);
		if (x.shape.kind != cases[i].kind ||
		    x.shape.rooted != cases[i].rooted)
			fail_msg("%s: %d", cases[i].text, (int)x.shape.kind);
		if (cases[i].style)
			assert_string_equal(x.shape.style, cases[i].style);
		else
			assert_null(x.shape.style);
		forget(&x);
	}
}

static void
a_part_is_known_by_the_first_name_that_is_there(void **state)
{
	struct trial x;

	(void)state;
	look_at(&x, "Refs,Value,Footprint,Qty,MPN\nR1,1k,0603,1,X1\n"
	    "R2,2k,0603,1,\nR3,,,1,\n");
	assert_int_equal(x.shape.chain_count, 3);
	assert_true(slice_is(guess_shape_part(&x.shape, 1), "X1"));
	assert_true(slice_is(guess_shape_part(&x.shape, 2), "2k 0603"));
	assert_true(slice_is(guess_shape_part(&x.shape, 3), "R3"));
	assert_int_equal(x.shape.unnamed, 0);
	forget(&x);
	look_at(&x, "Part,Name\nA,x\n,\nB,\n");
	assert_int_equal(x.shape.chain_count, 1);
	assert_int_equal(x.shape.unnamed, 0);
	forget(&x);
}

static void
what_all_rows_of_a_part_say_depends_on_it(void **state)
{
	struct trial x;

	(void)state;
	look_at(&x, "Parent,Part,Name,Qty\nA,P,bolt,1\nB,P,bolt,2\n"
	    "B,Q,nut,1\n");
	assert_true(guess_shape_functional(&x.shape, 2));
	assert_false(guess_shape_functional(&x.shape, 3));
	forget(&x);
}

static void
one_row_a_placement_is_seen(void **state)
{
	static const struct {
		const char *text;
		bool placements;
	} cases[] = {
	    {"Ref,Part\nR1,A\nR2,A\nR3,A\nC1,B\n", true},
	    {"Ref,Part,Qty\nR1,A,1\nR2,A,1\nR3,A,1\nC1,B,1\n", true},
	    {"Ref,Part,Qty\nR1,A,1\nR2,A,2\nR3,A,1\nC1,B,1\n", false},
	    {"Ref,Part\n\"R1,R2\",A\nR3,B\nC1,C\n", false},
	    {"Ref,Part\nR1,A\nR2,B\nR3,C\nC1,D\n", false},
	};
	struct trial x;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		look_at(&x, cases[i].text);
		assert_int_equal(x.shape.placements, cases[i].placements);
		forget(&x);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tables_are_lists_pairs_levels_or_flat),
	    cmocka_unit_test(a_part_is_known_by_the_first_name_that_is_there),
	    cmocka_unit_test(what_all_rows_of_a_part_say_depends_on_it),
	    cmocka_unit_test(one_row_a_placement_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, trial_remove);
}
