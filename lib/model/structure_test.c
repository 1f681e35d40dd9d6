/* structure_test.c - small structures drawn as text, and great ones. */
#include "model/structure.h"

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

/* "A B 2.5": one use a line, "A": a node; tags count the uses from 1. */
static void
draw(struct structure *s, const char *const *lines)
{
	uint64_t tag = 0;

	for (; *lines; lines++) {
		struct slice rest = slice_of(*lines);
		uint32_t parent = structure_node(s, slice_cut(&rest, ' '));
		uint32_t component;

		if (!rest.at)
			continue;
		component = structure_node(s, slice_cut(&rest, ' '));
		structure_add(s, parent, component, number(rest.at), ++tag);
	}
	structure_index(s);
}

static uint32_t
node(const struct structure *s, const char *name)
{
	uint32_t found = structure_find(s, slice_of(name));

	assert_int_not_equal(found, STRUCTURE_NONE);
	return found;
}

/* The walk as text, and where it is to turn. */
struct script {
	const struct structure *s;
	struct buf out;
	const char *skip;
	const char *stop;
};

static enum structure_go
write_down(const struct structure_use *use, void *ctx)
{
	struct script *x = ctx;
	struct slice name = structure_name(x->s, use->edge->component);
	char quantity[DECIMAL_TEXT_SIZE];

	decimal_print(quantity, use->quantity);
	buf_printf(&x->out, "%u%.*s%s%s%s ", use->level, SLICE_ARGS(name),
	    use->overflow ? "!" : "=", use->overflow ? "" : quantity,
	    use->loop ? "@" : "");
	if (x->skip && slice_is(name, x->skip))
		return STRUCTURE_SKIP;
	if (x->stop && slice_is(name, x->stop))
		return STRUCTURE_STOP;
	return STRUCTURE_GO;
}

static void
nodes_are_numbered_in_order_of_insertion(void **state)
{
	static const char *const names[] = {"b", "a", "", "\xc3\xa9", "a "};
	struct structure s = STRUCTURE_INIT;
	uint32_t i;

	(void)state;
	assert_int_equal(structure_find(&s, SLICE("a")), STRUCTURE_NONE);
	for (i = 0; i < COUNT_OF(names); i++)
		assert_int_equal(structure_node(&s, slice_of(names[i])), i);
	for (i = 0; i < COUNT_OF(names); i++) {
		assert_int_equal(structure_node(&s, slice_of(names[i])), i);
		assert_int_equal(node(&s, names[i]), i);
		assert_true(slice_is(structure_name(&s, i), names[i]));
	}
	assert_int_equal(structure_node_count(&s), COUNT_OF(names));
	assert_int_equal(structure_node(&s, slice_from("a\0b", 3)), 5);
	structure_release(&s);
}

static void
quantities_of_every_length_survive(void **state)
{
	static const char *const table[] = {
	    "0", "1", "-1", "2.5", "-0.0000000001",
	    "288230376151711743",          /* 2^58 - 1 */
	    "288230376151711744",          /* 2^58 */
	    "-288230376151711743", "-288230376151711744",
	    "0.000000000000000000000000000001",  /* scale 30 */
	    "0.0000000000000000000000000000001", /* scale 31 */
	    "99999999999999999999999999999999999999",
	    "-0.99999999999999999999999999999999999999",
	};
	struct structure s = STRUCTURE_INIT;
	uint32_t top = structure_node(&s, SLICE("top"));
	uint32_t part = structure_node(&s, SLICE("part"));
	const struct structure_edge *edges;
	size_t i, count;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++)
		structure_add(&s, top, part, number(table[i]), UINT64_MAX - i);
	structure_index(&s);
	edges = structure_components(&s, top, &count);
	assert_int_equal(count, COUNT_OF(table));
	for (i = 0; i < count; i++) {
		char text[DECIMAL_TEXT_SIZE];

		decimal_print(text, structure_quantity(&s, &edges[i]));
		assert_string_equal(text, table[i]);
		assert_true(edges[i].tag == UINT64_MAX - i);
	}
	structure_release(&s);
}

static void
components_and_users_come_in_order_of_insertion(void **state)
{
	static const char *const lines[] = {"A C 1", "B C 2", "A B 3",
	    "B D 4", "A C 5", "D E 6", "B C 7", "F", NULL};
	static const struct {
		const char *name;
		const char *components;
		const char *users;
	} table[] = {
	    {"A", "1 3 5 ", ""}, {"B", "2 4 7 ", "3 "}, {"C", "", "1 5 2 7 "},
	    {"D", "6 ", "4 "}, {"E", "", "6 "}, {"F", "", ""},
	};
	struct structure s = STRUCTURE_INIT;
	struct buf text = BUF_INIT(100);
	size_t i, n, count;

	(void)state;
	draw(&s, lines);
	for (i = 0; i < COUNT_OF(table); i++) {
		uint32_t at = node(&s, table[i].name);
		const struct structure_edge *edges;
		const uint32_t *users;

		buf_clear(&text);
		edges = structure_components(&s, at, &count);
		for (n = 0; n < count; n++) {
			assert_int_equal(edges[n].parent, at);
			buf_printf(&text, "%" PRIu64 " ", edges[n].tag);
		}
		assert_string_equal(buf_text(&text), table[i].components);
		buf_clear(&text);
		users = structure_users(&s, at, &count);
		for (n = 0; n < count; n++) {
			assert_int_equal(s.edges[users[n]].component, at);
			buf_printf(&text, "%" PRIu64 " ",
			    s.edges[users[n]].tag);
		}
		assert_string_equal(buf_text(&text), table[i].users);
		assert_int_equal(structure_top(&s, at), !*table[i].users);
		assert_int_equal(structure_orphan(&s, at),
		    slice_is(structure_name(&s, at), "F"));
	}
	buf_release(&text);
	structure_release(&s);
}

static const char *const bicycle[] = {"bike wheel 2", "bike frame 1",
    "wheel spoke 32", "wheel hub 1", "hub bolt 4", "frame bolt 0.5",
    "frame paint -0.25", NULL};

static void
an_explosion_walks_every_path(void **state)
{
	static const char *const loop[] = {"A B 2", "B C 3", "C A 5", "C D 7",
	    "B B 1", NULL};
	static const struct {
		const char *const *lines;
		const char *root;
		const char *skip;
		const char *stop;
		const char *expected;
	} table[] = {
	    {bicycle, "bike", NULL, NULL, "1wheel=2 2spoke=64 2hub=2 3bolt=8 "
	    "1frame=1 2bolt=0.5 2paint=-0.25 "},
	    {bicycle, "bike", "wheel", NULL, "1wheel=2 1frame=1 2bolt=0.5 "
	    "2paint=-0.25 "},
	    {bicycle, "bike", NULL, "hub", "1wheel=2 2spoke=64 2hub=2 "},
	    {bicycle, "hub", NULL, NULL, "1bolt=4 "},
	    {bicycle, "bolt", NULL, NULL, ""},
	    {loop, "A", NULL, NULL, "1B=2 2C=6 3A=30@ 3D=42 2B=2@ "},
	    {loop, "C", NULL, NULL, "1A=5 2B=10 3C=30@ 3B=10@ 1D=7 "},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct structure s = STRUCTURE_INIT;
		struct script x = {&s, BUF_INIT(1000), table[i].skip,
		    table[i].stop};

		draw(&s, table[i].lines);
		assert_int_equal(structure_explode(&s,
		    node(&s, table[i].root), write_down, &x),
		    !table[i].stop);
		assert_string_equal(buf_text(&x.out), table[i].expected);
		buf_release(&x.out);
		structure_release(&s);
	}
}

/* A chain of `levels` uses, of 2 each. */
static void
chain(struct structure *s, uint32_t levels)
{
	uint32_t i;

	for (i = 0; i <= levels; i++) {
		char name[16];
		int n = snprintf(name, sizeof(name), "%u", i);

		structure_node(s, slice_from(name, (size_t)n));
		if (i)
			structure_add(s, i - 1, i, decimal_of(2), i);
	}
	structure_index(s);
}

struct tally {
	uint64_t uses;
	uint32_t deepest;
	uint32_t first_overflow;
};

static enum structure_go
count_use(const struct structure_use *use, void *ctx)
{
	struct tally *x = ctx;

	x->uses++;
	if (use->level > x->deepest)
		x->deepest = use->level;
	if (use->overflow && !x->first_overflow)
		x->first_overflow = use->level;
	if (x->first_overflow)
		assert_true(use->overflow);
	return STRUCTURE_GO;
}

static void
a_chain_of_300_levels_overflows_where_38_digits_end(void **state)
{
	struct structure s = STRUCTURE_INIT;
	struct tally x = {0, 0, 0};

	(void)state;
	chain(&s, 300);
	assert_true(structure_explode(&s, 0, count_use, &x));
	assert_int_equal(x.uses, 300);
	assert_int_equal(x.deepest, 300);
	/* 2^126 has 38 digits, 2^127 has 39 */
	assert_int_equal(x.first_overflow, 127);
	structure_release(&s);
}

static void
a_chain_of_200000_levels_needs_no_stack(void **state)
{
	struct structure s = STRUCTURE_INIT;
	struct tally x = {0, 0, 0};
	int32_t *levels;

	(void)state;
	chain(&s, 200000);
	assert_true(structure_explode(&s, 0, count_use, &x));
	assert_int_equal(x.deepest, 200000);
	levels = structure_levels(&s);
	assert_int_equal(levels[200000], 200000);
	mem_free(levels);
	structure_release(&s);
}

static void
a_million_uses_of_few_nodes_are_all_walked(void **state)
{
	struct structure s = STRUCTURE_INIT;
	struct tally x = {0, 0, 0};
	uint32_t i, j;

	(void)state;
	for (i = 0; i <= 6; i++) {
		char name = (char)('a' + i);

		structure_node(&s, slice_from(&name, 1));
		for (j = 0; i && j < 10; j++)
			structure_add(&s, i - 1, i, number("0.1"), j);
	}
	structure_index(&s);
	assert_true(structure_explode(&s, 0, count_use, &x));
	assert_int_equal(x.uses, 1111110);
	assert_int_equal(x.first_overflow, 0);
	structure_release(&s);
}

static void
levels_are_the_longest_paths_from_the_tops(void **state)
{
	static const struct {
		const char *lines[12];
		const char *levels; /* by node, - for none */
	} table[] = {
	    {{"A B 1", "B C 1", "A C 1", "D C 1", "E"}, "01200"},
	    {{"C D 1", "A B 1", "B C 1", "A D 1"}, "2301"}, /* C D A B */
	    /* a cycle below a top, what is below it, what is beside it */
	    {{"A B 1", "B C 1", "C B 1", "C D 1", "A E 1", "E D 1", "E F 1"},
	    "0---12"},
	    {{"A A 1", "A B 1", "C B 1", "C D 1"}, "--01"},
	    {{NULL}, ""},
	};
	size_t i, n;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct structure s = STRUCTURE_INIT;
		int32_t *levels;

		draw(&s, table[i].lines);
		levels = structure_levels(&s);
		assert_int_equal(structure_node_count(&s),
		    strlen(table[i].levels));
		for (n = 0; n < structure_node_count(&s); n++)
			assert_int_equal(levels[n],
			    table[i].levels[n] == '-' ? -1 :
			    table[i].levels[n] - '0');
		mem_free(levels);
		structure_release(&s);
	}
}

static void
more_can_be_added_after_an_index(void **state)
{
	struct structure s = STRUCTURE_INIT;
	struct script x = {&s, BUF_INIT(1000), NULL, NULL};
	uint32_t bike;

	(void)state;
	draw(&s, bicycle);
	bike = node(&s, "bike");
	structure_add(&s, bike, structure_node(&s, SLICE("bell")),
	    decimal_of(1), 99);
	assert_false(s.indexed);
	structure_index(&s);
	x.skip = "wheel";
	assert_true(structure_explode(&s, bike, write_down, &x));
	assert_string_equal(buf_text(&x.out),
	    "1wheel=2 1frame=1 2bolt=0.5 2paint=-0.25 1bell=1 ");
	buf_release(&x.out);
	structure_release(&s);
	structure_release(&s);
}

/* Edges at random in a random order; structure_check looks in debug builds. */
static void
an_index_of_random_edges_keeps_each_and_their_order(void **state)
{
	struct structure s = STRUCTURE_INIT;
	uint64_t seed = 1;
	uint32_t i, nodes = 97, edges = 5000, seen = 0;

	(void)state;
	for (i = 0; i < nodes; i++) {
		char name[16];
		int n = snprintf(name, sizeof(name), "%u", i);

		structure_node(&s, slice_from(name, (size_t)n));
	}
	for (i = 0; i < edges; i++) {
		seed = seed * 6364136223846793005U + 1442695040888963407U;
		structure_add(&s, (uint32_t)(seed >> 33) % nodes,
		    (uint32_t)(seed >> 13 & 0xfffff) % nodes,
		    decimal_of(i), i);
	}
	structure_index(&s);
	for (i = 0; i < nodes; i++) {
		const struct structure_edge *at;
		size_t count, n;

		at = structure_components(&s, i, &count);
		for (n = 0; n < count; n++, seen++) {
			assert_int_equal(at[n].parent, i);
			assert_true(!n || at[n].tag > at[n - 1].tag);
			assert_int_equal(structure_quantity(&s,
			    &at[n]).coefficient, at[n].tag);
		}
	}
	assert_int_equal(seen, edges);
	structure_release(&s);
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(nodes_are_numbered_in_order_of_insertion),
	    TEST(quantities_of_every_length_survive),
	    TEST(components_and_users_come_in_order_of_insertion),
	    TEST(an_explosion_walks_every_path),
	    TEST(a_chain_of_300_levels_overflows_where_38_digits_end),
	    TEST(a_chain_of_200000_levels_needs_no_stack),
	    TEST(a_million_uses_of_few_nodes_are_all_walked),
	    TEST(levels_are_the_longest_paths_from_the_tops),
	    TEST(more_can_be_added_after_an_index),
	    TEST(an_index_of_random_edges_keeps_each_and_their_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
