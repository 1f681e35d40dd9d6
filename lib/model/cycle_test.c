/* cycle_test.c - cycles drawn as text, and random ones against brute force. */
#include "model/cycle.h"

#include <setjmp.h>

#include <cmocka.h>

/* "AB BC": one use a pair of letters. */
static void
draw(struct structure *s, const char *pairs)
{
	struct slice rest = slice_of(pairs);

	while (rest.at && rest.len) {
		struct slice pair = slice_cut(&rest, ' ');
		uint32_t parent = structure_node(s, slice_from(pair.at, 1));
		uint32_t part = structure_node(s, slice_from(pair.at + 1, 1));

		structure_add(s, parent, part, decimal_of(1), 0);
	}
	structure_index(s);
}

struct report {
	const struct structure *s;
	struct buf out;
	size_t edges; /* of all cycles */
};

static void
write_down(const uint32_t *edges, size_t count, void *ctx)
{
	struct report *x = ctx;
	size_t i;

	for (i = 0; i < count; i++)
		assert_int_equal(x->s->edges[edges[i]].component,
		    x->s->edges[edges[(i + 1) % count]].parent);
	if (x->out.len)
		buf_add_text(&x->out, "; ");
	cycle_print(&x->out, x->s, edges, count);
	x->edges += count;
}

static void
each_knot_shows_one_shortest_cycle(void **state)
{
	static const char *const table[][2] = {
	    {"", ""},
	    {"AB BC AC CD", ""},
	    {"AA", "A > A"},
	    {"AB BB BC", "B > B"},
	    {"AB BC CA", "A > B > C > A"},
	    {"CA AB BC", "C > A > B > C"},
	    /* behind a long cycle a short one */
	    {"AB BC CD DA CB", "B > C > B"},
	    {"AB BC CD DA DD", "D > D"},
	    /* two of the same length: that of the earlier node */
	    {"AB BA BC CB", "A > B > A"},
	    {"XB BA BC CB AX CD DC", "B > C > B"},
	    /* two knots, the second reached from the first */
	    {"AB BA BC CD DC", "A > B > A; C > D > C"},
	    /* two knots, the second numbered within the first */
	    {"AB CC BD DA", "A > B > D > A; C > C"},
	    {"AB AB BA", "A > B > A"},
	    {"TA AB BC CD DE EA TC EC", "C > D > E > C"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct structure s = STRUCTURE_INIT;
		struct report x = {&s, BUF_INIT(1000), 0};

		draw(&s, table[i][0]);
		cycle_find(&s, write_down, &x);
		assert_string_equal(buf_text(&x.out), table[i][1]);
		buf_release(&x.out);
		structure_release(&s);
	}
}

enum { NODES = 8 };

/* Shortest ways by Floyd and Warshall; distance[i][i] is i's cycle. */
static void
distances(unsigned d[NODES][NODES], const struct structure *s)
{
	size_t i, j, k;

	for (i = 0; i < NODES; i++)
		for (j = 0; j < NODES; j++)
			d[i][j] = 1000;
	for (i = 0; i < s->edge_count; i++)
		d[s->edges[i].parent][s->edges[i].component] = 1;
	for (k = 0; k < NODES; k++)
		for (i = 0; i < NODES; i++)
			for (j = 0; j < NODES; j++)
				if (d[i][k] + d[k][j] < d[i][j])
					d[i][j] = d[i][k] + d[k][j];
}

static void
random_graphs_agree_with_brute_force(void **state)
{
	uint64_t seed = 7;
	unsigned round;

	(void)state;
	for (round = 0; round < 2000; round++) {
		struct structure s = STRUCTURE_INIT;
		struct report x = {&s, BUF_INIT(10000), 0};
		unsigned d[NODES][NODES];
		size_t i, j, knots = 0, edges = 0;

		for (i = 0; i < NODES; i++)
			structure_node(&s, slice_from(&"abcdefgh"[i], 1));
		for (i = 0; i < 3 + round % 10; i++) {
			seed = seed * 6364136223846793005U + 1;
			structure_add(&s, (uint32_t)(seed >> 40) % NODES,
			    (uint32_t)(seed >> 50) % NODES, decimal_of(1), i);
		}
		structure_index(&s);
		distances(d, &s);
		for (i = 0; i < NODES; i++) {
			unsigned best = d[i][i];
			bool first = best < 1000;

			for (j = 0; j < NODES; j++) {
				if (d[i][j] >= 1000 || d[j][i] >= 1000)
					continue;
				first = first && i <= j;
				best = d[j][j] < best ? d[j][j] : best;
			}
			knots += first;
			edges += first ? best : 0;
		}
		assert_int_equal(cycle_find(&s, write_down, &x), knots);
		assert_int_equal(x.edges, edges);
		buf_release(&x.out);
		structure_release(&s);
	}
}

static void
count_edges(const uint32_t *edges, size_t count, void *ctx)
{
	size_t *sum = ctx;

	(void)edges;
	*sum += count;
}

static void
a_ring_of_100000_ends_within_its_budget(void **state)
{
	struct structure s = STRUCTURE_INIT;
	uint32_t i, count = 100000;
	size_t sum = 0;

	(void)state;
	for (i = 0; i < count; i++) {
		char name[16];
		int n = snprintf(name, sizeof(name), "%u", i);

		structure_node(&s, slice_from(name, (size_t)n));
	}
	for (i = 0; i < count; i++)
		structure_add(&s, i, (i + 1) % count, decimal_of(1), 0);
	structure_index(&s);
	assert_int_equal(cycle_find(&s, count_edges, &sum), 1);
	assert_int_equal(sum, count);
	structure_release(&s);
}

static void
nodes_of_one_knot_have_its_number(void **state)
{
	static const struct {
		const char *pairs, *knots; /* by node, in order of insertion */
	} table[] = {
	    {"AB BC", "000"}, {"AA AB", "10"}, {"AB BA BC", "110"},
	    {"AB BA BC CD DC", "2211"}, {"TA AB BC CA", "0111"},
	};
	char text[8];
	size_t i, j, count;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct structure s = STRUCTURE_INIT;
		uint32_t *knots;

		draw(&s, table[i].pairs);
		knots = cycle_knots(&s);
		count = structure_node_count(&s);
		for (j = 0; j < count; j++)
			text[j] = (char)('0' + (int)knots[j]); /* one digit */
		text[count] = '\0';
		assert_string_equal(text, table[i].knots);
		mem_free(knots);
		structure_release(&s);
	}
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(each_knot_shows_one_shortest_cycle),
	    TEST(random_graphs_agree_with_brute_force),
	    TEST(nodes_of_one_knot_have_its_number),
	    TEST(a_ring_of_100000_ends_within_its_budget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
