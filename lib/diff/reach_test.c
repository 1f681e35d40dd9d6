/* reach_test.c - tops from lists against tops from a roll-up. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/reach.h"
#include "diff/sapling.h"
#include "model/rollup.h"

#define BOMS 40

/* The next of a row of numbers below `most` (Knuth's constants). */
static unsigned
draw(uint64_t *seed, unsigned most)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*seed >> 33) % most;
}

/* A structure without cycles: lines lead to higher numbers only. */
static void
grow(struct forest *f, uint64_t seed)
{
	const struct unit_table none = UNIT_TABLE_INIT;
	char words[64];
	unsigned i, j;

	forest_init(f);
	for (i = 0; i < BOMS; i++)
		for (j = 0; j < 3; j++) {
			snprintf(words, sizeof(words), "N%02u N%02u %u.%u", i,
			    i + 1 + draw(&seed, 12), 1 + draw(&seed, 9),
			    draw(&seed, 9));
			sapling_put(f, words);
		}
	forest_end(f, &none);
}

/* What the roll-up says of a top; false: the node does not reach it. */
static bool
total_of(const struct rollup *r, uint32_t top, struct decimal *quantity)
{
	size_t i;

	for (i = 0; i < r->count; i++)
		if (r->totals[i].node == top && r->totals[i].end) {
			*quantity = r->totals[i].quantity;
			return true;
		}
	return false;
}

/* The first `most` tops in order of names, each with its total. */
static void
check(const struct forest *f, struct reach *reach, size_t most)
{
	struct rollup r = ROLLUP_INIT;
	uint32_t nodes = (uint32_t)structure_node_count(&f->structure), i;
	const struct reach_list *list;
	struct reach_total total;
	struct decimal wanted;
	size_t tops, j, rank;

	for (i = 0; i < nodes; i++) {
		assert_true(rollup_run(&r, &f->structure, i, ROLLUP_PARENTS));
		list = reach_of(reach, i);
		assert_false(list->loop);
		for (j = rank = tops = 0; j < r.count; j++)
			tops += r.totals[j].end;
		assert_int_equal(list->count, tops < most ? tops : most);
		assert_int_equal(list->more, tops > most);
		for (j = 0; j < list->count; j++) {
			for (; !total_of(&r, reach->tops[rank], &wanted);
			    rank++)
				;
			reach_total(reach, &list->tops[j], &total);
			assert_int_equal(total.top, rank++);
			assert_int_equal(decimal_compare(total.quantity,
			    wanted), 0);
		}
	}
	rollup_release(&r);
}

static void
lists_are_those_of_a_roll_up_and_cut_ones_their_beginning(void **state)
{
	static const size_t mosts[] = {SIZE_MAX, 5, 1};
	struct forest f;
	struct reach r;
	unsigned seed;
	size_t i;

	(void)state;
	for (seed = 1; seed <= 50; seed++) {
		grow(&f, seed);
		for (i = 0; i < COUNT_OF(mosts); i++) {
			reach_init(&r, &f, mosts[i]);
			check(&f, &r, mosts[i]);
			reach_release(&r);
		}
		forest_release(&f);
	}
}

static void
what_is_in_a_part_that_contains_itself_has_no_list(void **state)
{
	static const char *const lines[] = {"A B 1", "B A 1", "B P 2",
	    "T P 3", "U Q 3", NULL};
	struct forest forests[2];
	struct reach r;

	(void)state;
	sapling_grow(forests, lines, lines);
	reach_init(&r, &forests[0], 10);
	assert_true(reach_of(&r, forest_first_use(&forests[0],
	    SLICE("P")))->loop);
	assert_true(reach_of(&r, forest_first_use(&forests[0],
	    SLICE("A")))->loop);
	assert_false(reach_of(&r, forest_first_use(&forests[0],
	    SLICE("Q")))->loop);
	reach_release(&r);
	forest_release(&forests[0]);
	forest_release(&forests[1]);
}

static void
long_quantities_stay_exact_and_too_long_ones_are_said(void **state)
{
	static const char *const lines[] = {"T M 100000000000000000000.5",
	    "M S 3", "S Z 1000000000000000000", NULL};
	struct forest forests[2];
	const struct reach_list *list;
	struct reach_total total;
	char text[DECIMAL_TEXT_SIZE];
	struct reach r;

	(void)state;
	sapling_grow(forests, lines, lines);
	reach_init(&r, &forests[0], 10);
	list = reach_of(&r, forest_first_use(&forests[0], SLICE("S")));
	assert_int_equal(list->count, 1);
	reach_total(&r, &list->tops[0], &total);
	decimal_print(text, total.quantity);
	assert_string_equal(text, "300000000000000000001.5");
	list = reach_of(&r, forest_first_use(&forests[0], SLICE("Z")));
	reach_total(&r, &list->tops[0], &total);
	assert_true(total.overflow);
	reach_release(&r);
	forest_release(&forests[0]);
	forest_release(&forests[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		lists_are_those_of_a_roll_up_and_cut_ones_their_beginning),
	    cmocka_unit_test(
		what_is_in_a_part_that_contains_itself_has_no_list),
	    cmocka_unit_test(
		long_quantities_stay_exact_and_too_long_ones_are_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
