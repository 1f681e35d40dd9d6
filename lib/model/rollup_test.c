/* rollup_test.c - totals, against tables and against the walk of all paths. */
#include "model/rollup.h"

#include <setjmp.h>

#include <cmocka.h>

static struct decimal
number(const char *text)
{
	struct decimal d;

	if (!decimal_parse(&d, slice_of(text)))
		fail_msg("%s is no number", text);
	return d;
}

/* "A B 2.5": one use a line. */
static void
draw(struct structure *s, const char *const *lines)
{
	for (; *lines; lines++) {
		struct slice rest = slice_of(*lines);
		uint32_t parent = structure_node(s, slice_cut(&rest, ' '));
		uint32_t component = structure_node(s, slice_cut(&rest, ' '));

		structure_add(s, parent, component, number(rest.at), 0);
	}
	structure_index(s);
}

/* "name=quantity/level", "." behind ends, "!" for an overflow. */
static void
write_totals(struct buf *out, const struct structure *s,
    const struct rollup *r)
{
	size_t i;

	for (i = 0; i < r->count; i++) {
		const struct rollup_total *t = &r->totals[i];
		char quantity[DECIMAL_TEXT_SIZE];

		decimal_print(quantity, t->quantity);
		buf_printf(out, "%.*s=%s/%u%s ",
		    SLICE_ARGS(structure_name(s, t->node)),
		    t->overflow ? "!" : quantity, t->level,
		    t->end ? "." : "");
	}
	if (r->loop != STRUCTURE_NONE)
		buf_printf(out, "loop %.*s",
		    SLICE_ARGS(structure_name(s, r->loop)));
}

static const char *const bicycle[] = {"bike wheel 2", "bike frame 1",
    "wheel spoke 32", "wheel hub 1", "hub bolt 4", "frame bolt 0.5",
    "frame paint -0.25", "cart wheel 4", "hub bolt 1", NULL};
static const char *const loop[] = {"A B 2", "B C 3", "C B 5", "C D 7",
    "E D 1", NULL};
/* 10^19 squared has 39 digits; what goes round it is not touched */
static const char *const great[] = {"A B 10000000000000000000",
    "B C 10000000000000000000", "C D 0", "A E 1", "E F 3", "F D 1", NULL};

static void
totals_add_up_over_all_paths(void **state)
{
	static const struct {
		const char *const *lines;
		const char *root;
		enum rollup_way way;
		const char *expected;
	} table[] = {
	    {bicycle, "bike", ROLLUP_COMPONENTS, "bike=1/0 wheel=2/1 "
	    "spoke=64/2. hub=2/2 frame=1/1 bolt=10.5/3. paint=-0.25/2. "},
	    {bicycle, "hub", ROLLUP_COMPONENTS, "hub=1/0 bolt=5/1. "},
	    {bicycle, "bolt", ROLLUP_COMPONENTS, "bolt=1/0. "},
	    {bicycle, "bolt", ROLLUP_PARENTS, "bolt=1/0 frame=0.5/1 "
	    "hub=5/1 wheel=5/2 bike=10.5/3. cart=20/3. "},
	    {bicycle, "bike", ROLLUP_PARENTS, "bike=1/0. "},
	    {loop, "A", ROLLUP_COMPONENTS, "loop B"},
	    {loop, "B", ROLLUP_PARENTS, "loop B"},
	    {loop, "D", ROLLUP_PARENTS, "loop C"},
	    {loop, "A", ROLLUP_PARENTS, "A=1/0. "},
	    {loop, "E", ROLLUP_COMPONENTS, "E=1/0 D=1/1. "},
	    {great, "A", ROLLUP_COMPONENTS, "A=1/0 "
	    "B=10000000000000000000/1 C=!/2 E=1/1 F=3/2 D=!/3. "},
	    {great, "D", ROLLUP_PARENTS, "D=1/0 C=0/1 B=0/2 F=1/1 E=3/2 "
	    "A=3/3. "},
	};
	struct rollup r = ROLLUP_INIT;
	struct buf text = BUF_INIT(1000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct structure s = STRUCTURE_INIT;
		bool acyclic;

		draw(&s, table[i].lines);
		acyclic = rollup_run(&r, &s, structure_find(&s,
		    slice_of(table[i].root)), table[i].way);
		buf_clear(&text);
		write_totals(&text, &s, &r);
		assert_string_equal(buf_text(&text), table[i].expected);
		assert_int_equal(acyclic, r.loop == STRUCTURE_NONE);
		structure_release(&s);
	}
	buf_release(&text);
	rollup_release(&r);
	rollup_release(&r);
}

static void
sixty_doublings_have_their_paths_counted_and_not_walked(void **state)
{
	struct structure s = STRUCTURE_INIT;
	struct rollup r = ROLLUP_INIT;
	char text[DECIMAL_TEXT_SIZE];
	uint32_t i;

	(void)state;
	for (i = 0; i <= 60; i++) {
		char name[16];
		int n = snprintf(name, sizeof(name), "%u", i);

		structure_node(&s, slice_from(name, (size_t)n));
		if (!i)
			continue;
		structure_add(&s, i - 1, i, number("0.5"), 0);
		structure_add(&s, i - 1, i, number("1.5"), 0);
	}
	structure_index(&s);
	assert_true(rollup_run(&r, &s, 0, ROLLUP_COMPONENTS));
	assert_int_equal(r.count, 61);
	decimal_print(text, r.totals[60].quantity);
	assert_string_equal(text, "1152921504606846976");
	assert_int_equal(r.totals[60].level, 60);
	rollup_release(&r);
	structure_release(&s);
}

/* A structure without cycles: uses go from lower to higher numbers. */
static void
random_structure(struct structure *s, uint64_t seed, uint32_t nodes)
{
	uint32_t i;

	for (i = 0; i < nodes; i++) {
		char name[16];
		int n = snprintf(name, sizeof(name), "%u", i);

		structure_node(s, slice_from(name, (size_t)n));
	}
	for (i = 0; i < nodes * 2; i++) {
		uint32_t a, b;

		seed = seed * 6364136223846793005U + 1442695040888963407U;
		a = (uint32_t)(seed >> 33) % nodes;
		b = (uint32_t)(seed >> 13 & 0xfffff) % nodes;
		if (a == b)
			continue;
		structure_add(s, a < b ? a : b, a < b ? b : a,
		    decimal_of((int64_t)(seed >> 60) - 3), i);
	}
	structure_index(s);
}

static enum structure_go
add_use(const struct structure_use *use, void *ctx)
{
	struct decimal *sums = ctx;
	struct decimal *sum = &sums[use->edge->component];

	assert_false(use->overflow);
	assert_true(decimal_add(sum, *sum, use->quantity));
	return STRUCTURE_GO;
}

static struct decimal
total_of(const struct rollup *r, uint32_t node)
{
	size_t i;

	for (i = 0; i < r->count; i++)
		if (r->totals[i].node == node)
			return r->totals[i].quantity;
	return decimal_of(0);
}

static void
totals_equal_the_sums_of_an_explosion_both_ways(void **state)
{
	enum { NODES = 18 };
	struct rollup down = ROLLUP_INIT, up = ROLLUP_INIT;
	uint64_t seed;
	uint32_t i;

	(void)state;
	for (seed = 1; seed <= 200; seed++) {
		struct decimal sums[NODES] = {DECIMAL_ZERO};
		struct structure s = STRUCTURE_INIT;

		random_structure(&s, seed, NODES);
		sums[0] = decimal_of(1);
		assert_true(structure_explode(&s, 0, add_use, sums));
		assert_true(rollup_run(&down, &s, 0, ROLLUP_COMPONENTS));
		for (i = 0; i < NODES; i++) {
			assert_true(rollup_run(&up, &s, i, ROLLUP_PARENTS));
			assert_int_equal(decimal_compare(sums[i],
			    total_of(&down, i)), 0);
			assert_int_equal(decimal_compare(sums[i],
			    total_of(&up, 0)), 0);
		}
		structure_release(&s);
	}
	rollup_release(&down);
	rollup_release(&up);
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(totals_add_up_over_all_paths),
	    TEST(sixty_doublings_have_their_paths_counted_and_not_walked),
	    TEST(totals_equal_the_sums_of_an_explosion_both_ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
