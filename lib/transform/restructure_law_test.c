/*
 * restructure_law_test.c - what must hold for every structure: what goes into
 * one of a parent is the same before and after phantoms are replaced; the
 * order of the input makes no difference; twice is as once.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/rollup.h"
#include "transform/rehearsal.h"

#define STRUCTURES 10000
#define ITEMS 14
#define RECORDS 120

static uint64_t seed = 20261122;

static unsigned
below(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

/* A random structure, in words; items above `leaves` have BOMs. */
struct world {
	char words[RECORDS][160];
	const char *records[RECORDS + 1];
	size_t count;
};

static char *
room(struct world *w)
{
	assert_true(w->count < RECORDS);
	w->records[w->count] = w->words[w->count];
	return w->words[w->count++];
}

static void
grow_bom(struct world *w, unsigned parent)
{
	static const unsigned bases[] = {1, 1, 2, 4, 5, 8};
	unsigned lines = 1 + below(4), i;

	snprintf(room(w), 160, "I%u = base_quantity=%u", parent,
	    bases[below(COUNT_OF(bases))]);
	for (i = 0; i < lines; i++) {
		unsigned component = parent + 1 + below(ITEMS - parent - 1);

		snprintf(room(w), 160, "I%u %u I%u %s%u%s refdes=R%u,Q%u"
		    "%s", parent, i * 10, component, below(9) ? "" : "-",
		    below(30), below(3) ? "" : ".25", i, i,
		    below(12) ? "" : " phantom=true");
	}
}

static void
grow(struct world *w)
{
	unsigned i;

	w->count = 0;
	for (i = 0; i + 4 < ITEMS; i++) {
		grow_bom(w, i);
		if (i && below(3) == 0)
			snprintf(room(w), 160, "{\"type\":\"item\",\"item\":"
			    "\"I%u\",\"phantom\":true}", i);
	}
	w->records[w->count] = NULL;
}

/* --- totals --- */

/* Edges of the BOM lines among canonical lines, for one base of a parent. */
static void
build(struct structure *s, struct slice lines)
{
	struct map bases = MAP_INIT;
	struct slice rest = lines;
	struct rawline raw;

	while (rest.len) {
		struct slice line = slice_cut(&rest, '\n');
		struct scan found;
		struct decimal q;

		assert_true(scan_key(&found, line));
		if (found.type == TYPE_BOM) {
			rawline_cut(&raw, TYPE_BOM, line);
			assert_true(rawline_number(&q,
			    raw.raw[BOM_BASE_QUANTITY]));
			*map_put(&bases, raw.raw[BOM_PARENT], NULL) =
			    (uint64_t)q.coefficient;
		}
		if (found.type != TYPE_BOM_LINE)
			continue;
		rawline_cut(&raw, TYPE_BOM_LINE, line);
		assert_true(rawline_number(&q, raw.raw[BOM_LINE_QUANTITY]));
		assert_true(decimal_div(&q, q, decimal_of((int64_t)*map_find(
		    &bases, raw.raw[BOM_LINE_PARENT])), 38, DECIMAL_DOWN));
		structure_add(s, structure_node(s, raw.raw[BOM_LINE_PARENT]),
		    structure_node(s, raw.raw[BOM_LINE_COMPONENT]), q, 0);
	}
	structure_index(s);
	map_release(&bases);
}

/* What one of the parent needs of a bottom part in the end. */
static struct decimal
total(struct rollup *r, const struct structure *s, const char *parent,
    struct slice part)
{
	struct decimal none = DECIMAL_ZERO;
	uint32_t from = structure_find(s, slice_of(parent));
	uint32_t to = structure_find(s, part);
	size_t i;

	if (from == STRUCTURE_NONE || to == STRUCTURE_NONE)
		return none;
	assert_true(rollup_run(r, s, from, ROLLUP_COMPONENTS));
	for (i = 0; i < r->count; i++)
		if (r->totals[i].node == to) {
			assert_false(r->totals[i].overflow);
			return r->totals[i].quantity;
		}
	return none;
}

/* For all parents of which a BOM was made, and all bottom parts. */
static void
compare_totals(struct slice before, struct slice after)
{
	struct structure a = STRUCTURE_INIT, b = STRUCTURE_INIT;
	struct rollup x = ROLLUP_INIT, y = ROLLUP_INIT;
	unsigned i, k;

	build(&a, before);
	build(&b, after);
	for (i = 0; i + 4 < ITEMS; i++) {
		char parent[16], part[16];
		uint32_t node;
		size_t count;

		snprintf(parent, sizeof(parent), "\"I%u\"", i);
		node = structure_find(&b, slice_of(parent));
		if (node == STRUCTURE_NONE)
			continue;
		structure_components(&b, node, &count);
		for (k = ITEMS - 4; count && k < ITEMS; k++) {
			snprintf(part, sizeof(part), "\"I%u\"", k);
			assert_int_equal(decimal_compare(
			    total(&x, &a, parent, slice_of(part)),
			    total(&y, &b, parent, slice_of(part))), 0);
		}
	}
	rollup_release(&x);
	rollup_release(&y);
	structure_release(&a);
	structure_release(&b);
}

/* The input as canonical lines: restructuring of another usage passes it. */
static void
input_of(struct rehearsal *t, const struct world *w)
{
	rehearsal_run(t, "from: {usage: none}\n", w->records);
	assert_int_equal(t->r.counts.passed, w->count);
}

static const char *const rules[] = {
    "collapse: {}\nrounding: {digits: 30}\n",
    "collapse: {}\nroll: together\nrounding: {digits: 30}\n",
    "collapse: {find_number: own}\nroll: apart\nrounding: {digits: 30}\n"
    "renumber: {order: [component]}\n",
};

static void
totals_are_the_same_before_and_after(void **state)
{
	struct world w;
	unsigned i;

	(void)state;
	for (i = 0; i < STRUCTURES; i++) {
		struct rehearsal before, after;

		grow(&w);
		input_of(&before, &w);
		rehearsal_run(&after, rules[i % COUNT_OF(rules)], w.records);
		assert_int_equal(after.rejects.len, 0);
		compare_totals(buf_slice(&before.all), buf_slice(&after.all));
		rehearsal_release(&before);
		rehearsal_release(&after);
	}
}

static void
shuffle(struct world *w)
{
	size_t i;

	for (i = w->count - 1; i > 0; i--) {
		size_t k = below((unsigned)i + 1);
		const char *other = w->records[i];

		w->records[i] = w->records[k];
		w->records[k] = other;
	}
}

static void
the_order_of_the_input_makes_no_difference(void **state)
{
	struct world w;
	unsigned i;

	(void)state;
	for (i = 0; i < 500; i++) {
		struct rehearsal a, b;

		grow(&w);
		rehearsal_run(&a, rules[i % COUNT_OF(rules)], w.records);
		shuffle(&w);
		rehearsal_run(&b, rules[i % COUNT_OF(rules)], w.records);
		assert_string_equal(buf_text(&a.all), buf_text(&b.all));
		rehearsal_release(&a);
		rehearsal_release(&b);
	}
}

/*
 * Without a trace, BOMs of several plants that are the same but for their
 * keys are made once: the answer is that of making each.
 */
static void
made_once_for_all_plants_is_as_made_for_each(void **state)
{
	static const char *const views[] = {"",
	    "drop: [{name: d, where: {plant: \"2\", find_number: \"10\"}}]\n",
	    "change: [{where: {plant: \"30\"}, set: {note: x}}]\n"};
	struct world w;
	unsigned i;

	(void)state;
	for (i = 0; i < 500; i++) {
		struct buf words = BUF_INIT(1000);
		struct rehearsal a, b;

		grow(&w);
		snprintf(room(&w), 160, "{\"type\":\"plant_item\",\"item\":"
		    "\"I3\",\"plant\":\"2\",\"special_procurement\":"
		    "\"%s\"}", below(2) ? "50" : "30");
		if (below(2))
			w.count--;
		w.records[w.count] = NULL;
		buf_printf(&words, "plants: {by: list, list: [\"1\", \"2\", "
		    "\"30\"]}\n%s%s", views[below(COUNT_OF(views))],
		    rules[below(COUNT_OF(rules))]);
		rehearsal_run_so(&a, buf_text(&words), w.records, true);
		rehearsal_run_so(&b, buf_text(&words), w.records, false);
		assert_string_equal(buf_text(&a.all), buf_text(&b.all));
		assert_int_equal(a.r.counts.passed, b.r.counts.passed);
		assert_int_equal(a.r.counts.derived, b.r.counts.derived);
		rehearsal_release(&a);
		rehearsal_release(&b);
		buf_release(&words);
	}
}

/* Lines of a buf as records of a further run, ended by NULL. */
static const char **
lines_of(struct buf *all)
{
	struct slice rest = slice_of(buf_text(all));
	const char **list = mem_grow(NULL, RECORDS * 50, sizeof(*list));
	size_t n = 0;

	while (rest.len) {
		char *line = all->at + (slice_cut(&rest, '\n').at - all->at);
		char *end = strchr(line, '\n');

		*end = '\0';
		assert_true(n + 1 < RECORDS * 50);
		list[n++] = line;
	}
	list[n] = NULL;
	return list;
}

static void
twice_is_as_once(void **state)
{
	struct world w;
	unsigned i;

	(void)state;
	for (i = 0; i < 500; i++) {
		struct rehearsal a, b;
		struct buf again = BUF_INIT(1000), once =
		    BUF_INIT(REHEARSAL_TEXT);
		const char **lines;

		grow(&w);
		rehearsal_run(&a, rules[i % COUNT_OF(rules)], w.records);
		buf_add_slice(&once, buf_slice(&a.all));
		lines = lines_of(&a.all);
		buf_printf(&again, "from: {usage: mfg}\n%s",
		    rules[i % COUNT_OF(rules)]);
		rehearsal_run(&b, buf_text(&again), lines);
		assert_string_equal(buf_text(&once), buf_text(&b.all));
		mem_free(lines);
		buf_release(&again);
		buf_release(&once);
		rehearsal_release(&a);
		rehearsal_release(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(totals_are_the_same_before_and_after),
	    cmocka_unit_test(the_order_of_the_input_makes_no_difference),
	    cmocka_unit_test(made_once_for_all_plants_is_as_made_for_each),
	    cmocka_unit_test(twice_is_as_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
