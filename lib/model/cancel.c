/* cancel.c - one reading for all lines, one for those that are left over. */
#include "model/cancel.h"

#include <stdlib.h>

#include "base/relay.h"
#include "model/match.h"
#include "io/span.h"

/* Prints of a share of one side: with its table it fits into a cache. */
#define SHARE ((uint64_t)24 * 1024)
#define LINE_LEAST 128 /* bytes a line, to guess how many there are */
#define BITS_LEAST 4
#define BITS_MOST 12
/* What is held for a line that is left over, tables included. */
#define LEFT_COST 64

/* --- the first reading --- */

struct reading {
	struct cancel_side *side;
	struct prints *prints;
	bool good;
};

static uint64_t
bom_of(const struct scan *scan, struct slice line)
{
	uint64_t bom;

	if (residue_wants(scan->type))
		return MATCH_WANTED;
	if (scan->type != TYPE_BOM_LINE)
		return 0;
	line = scan_bom(scan, line);
	bom = hash_64(line.at, line.len) >> (64 - PRINTS_BOM_BITS);
	return bom < PRINTS_BOM_LEAST ? PRINTS_BOM_LEAST : bom;
}

static int
read_lines(struct reading *r, struct span *span, struct err *e)
{
	struct slice line;
	struct hash128 hash;
	struct scan scan;
	int got;

	memset(&scan, 0, sizeof(scan));
	while ((got = span_line(span, &line, e)) > 0) {
		if (!scan_next_key(&scan, line, 0))
			return err_set(e, ERR_INPUT, "not as expected");
		hash = hash_128(line.at, line.len);
		figures_add(&r->side->sum, scan.type, hash);
		if (r->side->tap)
			r->side->tap(r->side->tap_ctx, line, &scan);
		if (prints_put(r->prints, print_of(
		    hash_64(line.at, scan.key_length), hash.low,
		    bom_of(&scan, line), span_offset(span)), e) < 0)
			return -1;
		span_take(span, line.len + 1);
	}
	return got < 0 ? -1 : prints_finish(r->prints, e);
}

static void
run_reading(void *ctx)
{
	struct reading *r = ctx;
	struct err e = ERR_INIT;
	struct span span;

	span_init(&span, r->side->fd, r->side->start, r->side->stop);
	r->good = read_lines(r, &span, &e) == 0;
	span_release(&span);
}

/* --- the second reading --- */

struct rereading {
	struct cancel_side *side;
	int number;           /* 0 the old side */
	struct lefts *lefts;
	struct lefts *shared; /* witnesses of a BOM */
	struct hash128 sum;   /* of the lines that are left over */
	bool good;
};

/* In order of offsets; of witnesses the BOM stays, of lines it is dropped. */
static int
compare_lefts(const void *a, const void *b)
{
	const struct left *x = a, *y = b;

	return (x->offset > y->offset) - (x->offset < y->offset);
}

static int
read_left(struct rereading *r, struct span *span, const struct left *left,
    struct err *e)
{
	struct slice line;
	struct scan scan;

	span_seek(span, left->offset);
	if (span_line(span, &line, e) <= 0)
		return -1;
	if (!left->bom) {
		if (!scan_line(&scan, line))
			return -1;
		r->sum = hash_plus(r->sum, hash_128(line.at, line.len));
		return residue_put(r->side->residue, line, r->number, e);
	}
	if (!scan_key(&scan, line) || scan.type != TYPE_BOM_LINE)
		return -1;
	return residue_put_shared(r->side->residue, scan_bom(&scan, line), e);
}

static void
run_rereading(void *ctx)
{
	struct rereading *r = ctx;
	struct err e = ERR_INIT;
	struct span span;
	size_t i;

	for (i = 0; i < r->lefts->count; i++)
		r->lefts->list[i].bom = 0;
	lefts_append(r->lefts, r->shared);
	if (r->lefts->count)
		qsort(r->lefts->list, r->lefts->count,
		    sizeof(*r->lefts->list), compare_lefts);
	span_init(&span, r->side->fd, r->side->start, r->side->stop);
	r->good = true;
	for (i = 0; i < r->lefts->count && r->good; i++)
		r->good = read_left(r, &span, &r->lefts->list[i], &e) == 0;
	span_release(&span);
	/* also a changed file may hold lines that are none */
	r->good = r->good && residue_finish(r->side->residue, &e) == 0;
}

/* --- all of it --- */

static bool
read_first(struct cancel_side sides[2], struct prints *const prints[2])
{
	struct reading r[2] = {{&sides[0], prints[0], false},
	    {&sides[1], prints[1], false}};

	relay_both(run_reading, &r[0], &r[1]);
	return r[0].good && r[1].good;
}

static bool
read_again(struct cancel_side sides[2], struct lefts lefts[2],
    struct lefts found[2])
{
	struct rereading r[2];
	int i;

	memset(r, 0, sizeof(r));
	for (i = 0; i < 2; i++) {
		r[i].side = &sides[i];
		r[i].number = i;
		r[i].lefts = &lefts[i];
		r[i].shared = &found[i];
	}
	relay_both(run_rereading, &r[0], &r[1]);
	return r[0].good && r[1].good && hash_equal(
	    hash_minus(sides[0].sum.digest, r[0].sum),
	    hash_minus(sides[1].sum.digest, r[1].sum));
}

static unsigned
bits_for(const struct cancel_side sides[2])
{
	uint64_t bytes = 0;
	unsigned bits = BITS_LEAST;
	int i;

	for (i = 0; i < 2; i++)
		if (sides[i].stop - sides[i].start > bytes)
			bytes = sides[i].stop - sides[i].start;
	while (bits < BITS_MOST && bytes / LINE_LEAST / SHARE >> bits)
		bits++;
	return bits;
}

int
cancel_run(struct cancel_side sides[2], size_t memory)
{
	const unsigned bits = bits_for(sides);
	const size_t most = (memory / 4 + SORT_MEMORY_LEAST * 2) / LEFT_COST /
	    2;
	struct lefts lefts[2], found[2];
	struct prints *prints[2];
	bool good;
	int i;

	memset(lefts, 0, sizeof(lefts));
	memset(found, 0, sizeof(found));
	if (sides[0].stop > PRINTS_OFFSET_MOST ||
	    sides[1].stop > PRINTS_OFFSET_MOST)
		return 0;
	for (i = 0; i < 2; i++)
		prints[i] = prints_new(bits, memory / 8 * 3);
	good = read_first(sides, prints) &&
	    match_prints(prints, bits, most, lefts, found);
	for (i = 0; i < 2; i++)
		prints_free(prints[i]);
	good = good && read_again(sides, lefts, found);
	for (i = 0; i < 2; i++) {
		mem_free(lefts[i].list);
		mem_free(found[i].list);
	}
	return good;
}
