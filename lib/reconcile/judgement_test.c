/*
 * judgement_test.c - planted differences are all found, and nothing else.
 *
 * Random BOMs are equal on both sides but for one thing in some lines.  Of
 * each kind as many findings must come as were planted; put right by the
 * corrections, nothing may be left.
 */
#include "reconcile/sketch_run.h"

#include <setjmp.h>

#include <cmocka.h>

#define BOMS 40
#define LINES 6
#define ROUNDS 30

enum { SAME, QUANTITY, RENUMBERED, ABSENT_IN_ERP, ABSENT_IN_PLM, KINDS };

static uint64_t seed = 1;

static unsigned
random_below(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

struct planted {
	char texts[2][BOMS * LINES][64];
	const char *records[2][BOMS * LINES + 1];
	unsigned counts[2], kinds[KINDS];
};

static void
plant(struct planted *p)
{
	unsigned bom, line, kind, side;

	memset(p, 0, sizeof(*p));
	for (bom = 0; bom < BOMS; bom++)
		for (line = 0; line < LINES; line++) {
			/* each line has a component of its own */
			kind = random_below(12);
			kind = kind < KINDS ? kind : SAME;
			p->kinds[kind]++;
			for (side = 0; side < 2; side++) {
				unsigned *n = &p->counts[side];

				if ((kind == ABSENT_IN_ERP && side) ||
				    (kind == ABSENT_IN_PLM && !side))
					continue;
				snprintf(p->texts[side][*n], 64,
				    "A%02u/B %u P%u %u", bom, line * 10 +
				    (side && kind == RENUMBERED ? 5 : 0),
				    line, side && kind == QUANTITY ? 7 : 3);
				p->records[side][*n] = p->texts[side][*n];
				*n += 1;
			}
		}
}

static unsigned
count_of(const char *text, const char *what)
{
	unsigned n = 0;

	while ((text = strstr(text, what))) {
		text++;
		n++;
	}
	return n;
}

static void
what_is_planted_is_found_and_nothing_else(void **state)
{
	static struct planted p;
	struct sketch_run s;
	unsigned round;

	(void)state;
	sketch_run_open(&s);
	for (round = 0; round < ROUNDS; round++) {
		plant(&p);
		sketch_run(&s, "types: {bom_line: {erp_only: remove}}\n",
		    p.records[0], p.records[1]);
		assert_int_equal(count_of(buf_text(&s.found), "\n"),
		    p.kinds[QUANTITY] + p.kinds[RENUMBERED] +
		    p.kinds[ABSENT_IN_ERP] + p.kinds[ABSENT_IN_PLM]);
		assert_int_equal(count_of(buf_text(&s.found), " quantity "),
		    p.kinds[QUANTITY]);
		assert_int_equal(count_of(buf_text(&s.found),
		    " find_number "), p.kinds[RENUMBERED]);
		assert_int_equal(count_of(buf_text(&s.found),
		    "missing_in_erp"), p.kinds[ABSENT_IN_ERP]);
		assert_int_equal(count_of(buf_text(&s.found),
		    "missing_in_plm"), p.kinds[ABSENT_IN_PLM]);
	}
	sketch_run_close(&s);
}

/* The corrected ERP's digest must be that of PLM. */
static void
corrections_make_the_erp_what_plm_is(void **state)
{
	static struct planted p;
	struct sketch_run s;
	unsigned round;

	(void)state;
	sketch_run_open(&s);
	for (round = 0; round < ROUNDS; round++) {
		plant(&p);
		sketch_stream(s.paths[0], NULL, p.records[0]);
		sketch_stream(s.paths[1], NULL, p.records[1]);
		sketch_run_judge(&s, "types: {bom_line: {erp_only: remove}}\n");
		assert_int_equal(s.r.corrections.changed, p.kinds[QUANTITY] +
		    p.kinds[RENUMBERED]);
		assert_true(hash_equal(s.r.corrections.result,
		    s.r.pair.left.in.figures.digest));
		sketch_run_end(&s);
	}
	sketch_run_close(&s);
}

static void
judging_once_more_finds_the_same(void **state)
{
	static struct planted p;
	const struct reconcile_outs none = {{NULL}};
	struct buf first = BUF_INIT(SKETCH_TEXT);
	struct err e = ERR_INIT;
	struct sketch_run s;

	(void)state;
	sketch_run_open(&s);
	plant(&p);
	sketch_stream(s.paths[0], NULL, p.records[0]);
	sketch_stream(s.paths[1], NULL, p.records[1]);
	sketch_run_judge(&s, "structure: yes\n"
	    "exists: [{when: \"1\", plants: [x]}]\n");
	buf_add_text(&first, sketch_run_text(&s));
	sketch_must(reconciliation_rewind(&s.r, &e), &e);
	sketch_must(reconciliation_judge(&s.r, &none, 1000, &e), &e);
	assert_string_equal(buf_text(&first), sketch_run_text(&s));
	assert_true(first.len > 1000);
	buf_release(&first);
	sketch_run_end(&s);
	sketch_run_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_planted_is_found_and_nothing_else),
	    cmocka_unit_test(corrections_make_the_erp_what_plm_is),
	    cmocka_unit_test(judging_once_more_finds_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
