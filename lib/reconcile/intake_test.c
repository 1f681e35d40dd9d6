/*
 * intake_test.c - what reading comes to, whichever way both are read.
 *
 * Sorted streams go through the sieve in halves, shuffled ones by their
 * hashes, and who looks on makes it pairs: counts, totals, findings and
 * corrections must be the same.
 */
#include "model/sketch_lines.h"
#include "reconcile/sketch_run.h"

#include <setjmp.h>

#include <cmocka.h>

static const char policy[] =
    "exists:\n"
    "  - {when: \"item like 'P-1%'\", plants: ['1']}\n"
    "types:\n"
    "  bom_line: {erp_only: remove, compare: {quantity: {tolerance: 1}}}\n";

static uint64_t seen;

static int
see(void *ctx, const struct reconcile_seen *one, struct err *e)
{
	(void)ctx;
	(void)one;
	(void)e;
	seen++;
	return 0;
}

static void
again(void *ctx)
{
	(void)ctx;
	seen = 0;
}

/* All that came out, as text. */
static void
tell(struct buf *b, struct sketch_run *s)
{
	char sums[2][DECIMAL_TEXT_SIZE];
	struct slice line;
	struct err e = ERR_INIT;
	unsigned i, c;

	buf_clear(b);
	buf_add_text(b, sketch_run_text(s));
	for (i = 0; i < TYPE_COUNT; i++)
		for (c = 0; c < RECONCILE_CLASSES; c++)
			buf_printf(b, "%" PRIu64 " %" PRIu64 " %" PRIu64 "\n",
			    s->r.counts[i].plm, s->r.counts[i].erp,
			    s->r.counts[i].of[c]);
	for (i = 0; i < s->r.totals.count; i++) {
		const struct totals_group *g = &s->r.totals.list[i];

		decimal_print(sums[0], g->sides[0].sum);
		decimal_print(sums[1], g->sides[1].sum);
		buf_printf(b, "%d %u %.*s %.*s %s %s\n", (int)g->type,
		    g->member, SLICE_ARGS(g->plant), SLICE_ARGS(g->unit),
		    sums[0], sums[1]);
	}
	while (corrections_next(&s->r.corrections, &line, &e) > 0)
		buf_printf(b, "%.*s\n", SLICE_ARGS(line));
}

static void
all_ways_of_reading_come_to_the_same(void **state)
{
	struct sketch_lines lines = {12000, 5, 0, 30, true};
	struct buf first = BUF_INIT(SKETCH_TEXT), other = BUF_INIT(SKETCH_TEXT);
	struct sketch_run s;
	int way;

	(void)state;
	sketch_run_open(&s);
	for (way = 0; way < 4; way++) {
		lines.sorted = way % 2 == 0;
		lines.side = 1;
		sketch_write(s.paths[0], &lines);
		lines.side = 2;
		sketch_write(s.paths[1], &lines);
		seen = 0;
		if (way >= 2) {
			s.r.watch.see = see;
			s.r.watch.again = again;
		}
		sketch_run_judge(&s, policy);
		tell(way ? &other : &first, &s);
		sketch_run_end(&s);
		assert_true(first.len > 10000);
		if (way && strcmp(buf_text(&first), buf_text(&other)) != 0)
			fail_msg("way %d is another one", way);
		assert_int_equal(seen > 50000, way >= 2);
	}
	buf_release(&first);
	buf_release(&other);
	sketch_run_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_ways_of_reading_come_to_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
