/*
 * cut.h - the part of a side that is compared: --as-of, --plant, --usage,
 * --map, --sum.
 *
 * A cut stands between a stream and the merge.  First keys are rewritten
 * (--map), then what is not asked for is left out, then lines are summed.
 * What keeps the order costs flat memory; a map or a sum goes through a sort.
 *
 * As of a date records hold from `effective_from` until before
 * `effective_to`; lines and substitutes go with their BOM.  Of the BOMs of a
 * parent that differ in the revision only, and whose headers all hold at the
 * date, the one that began last stays, those without a beginning having begun
 * first; where several began together all of them stay.  Dates of a
 * change_order say when it takes effect, so they leave nothing out.  Memory
 * is then that of the keys of BOMs and lines that were left out.
 */
#ifndef DIFF_CUT_H
#define DIFF_CUT_H

#include "model/rekey.h"

struct cut_header;

struct cut {
	struct slice as_of;      /* a date; empty: all times */
	const struct value *plants; /* sets; NULL: all */
	const struct value *usages;
	struct rekey rekey; /* its map, sum and memory */
	/* Of this parent only this revision; NULL pointer: all. */
	struct slice root, revision;
	/* --- inside --- */
	uint64_t undecided;  /* revisions that began together */
	bool has_plant, has_usage; /* a record of those that are asked for */
	struct map gone;     /* BOMs and lines that were left out */
	struct cut_header *headers; /* of one parent */
	size_t header_count, header_size, header_next;
	struct stream_line ahead;
	bool has_ahead;
	struct buf ahead_text;
	struct arena headers_text, arena;
	struct buf text;
};

/* True if anything is asked of it. */
bool cut_needed(const struct cut *c);

/* Makes ready for a stream, also for a second try. */
void cut_begin(struct cut *c);
void cut_release(struct cut *c);

/* A pairing_source; `ctx` is the cut. */
int cut_next(struct stream_in *in, struct stream_line *line, struct err *e,
    void *ctx) MUST_USE;

#endif
