/*
 * inquiry.h - how the records of one key were matched and compared: --explain.
 *
 * While a comparison runs, what bears on the key is kept: its lines, of a BOM
 * line all lines of its parent, the pair of BOMs that it stands in, and its
 * change.  Then it is told in words.  Memory is that of one parent's lines.
 */
#ifndef DIFF_INQUIRY_H
#define DIFF_INQUIRY_H

#include "diff/diff.h"
#include "model/ladder.h"

/* A line of the parent, on one side. */
struct inquiry_line {
	struct slice text;
	struct ladder_line line; /* its partner is an index on the other side */
};

struct inquiry_side {
	struct inquiry_line *list;
	size_t count, size;
	struct map keys; /* their prefixes, to indexes */
};

struct inquiry {
	struct key key;
	struct buf prefix; /* of it */
	struct slice found[2]; /* its lines, old and new; NULL: none */
	/* Keys of its type next to it, in order. */
	struct buf before, after;
	struct buf lead; /* with which lines of the parent begin */
	struct inquiry_side sides[2];
	/* The pair of BOMs. */
	bool paired;
	bool has_bom[2];
	struct key boms[2];
	enum parent_by by;
	bool own; /* lines have their sources' own numbers */
	struct buf change; /* the key's line of the delta; empty: none */
	struct arena texts, arena;
};

/* The text form of the key.  ERR_USAGE; release also then. */
int inquiry_read(struct inquiry *x, const char *text, struct err *e) MUST_USE;
/* Accepts one of zeros. */
void inquiry_release(struct inquiry *x);

/* What passes by: lines of both sides, pairs, and lines of the delta. */
int inquiry_take(struct inquiry *x, const struct stream_line *old,
    const struct stream_line *new, struct err *e) MUST_USE;
void inquiry_see(void *inquiry, const struct parent_sight *sight);
void inquiry_seen(struct inquiry *x, struct slice line);
/* Both sides will be read again. */
void inquiry_again(struct inquiry *x);

/* All has passed by.  ERR_USAGE, with keys near it, where no side has it. */
int inquiry_end(struct inquiry *x, struct err *e) MUST_USE;

#endif
