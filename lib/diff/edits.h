/*
 * edits.h - the delta as it grows: additions, removals, changes.
 *
 * Changes come in any order and leave in that of their keys.  What each of
 * them does to the digest is added up, so that in the end `result` is the
 * digest of the old stream with the delta applied.
 */
#ifndef DIFF_EDITS_H
#define DIFF_EDITS_H

#include "base/map.h"
#include "diff/compare.h"
#include "diff/moves.h"
#include "diff/slicemap.h"
#include "io/sort.h"
#include "model/figures.h"

struct diff_counts {
	uint64_t added;
	uint64_t changed;
	uint64_t removed;
	uint64_t kept; /* absent from the new side, which cannot say removed */
	uint64_t unknown; /* quantities too long to be compared */
};

/* What is known of a change beside the two records; all may be empty. */
struct edit_words {
	struct slice tags[COMPARE_TAGS_MOST];
	size_t tag_count;
	struct slice match;
	struct slice group;
};

struct edits {
	struct sort *delta;
	struct sort *further; /* of edits that have joined, or NULL */
	struct slice next[2]; /* of delta and further; a NULL pointer: end */
	int given; /* which of them came last, from 1 */
	struct moves moves;
	struct hash128 plus, minus; /* of the records put in and taken out */
	struct diff_counts counts;
	const struct scope *scopes[2]; /* of the old and the new side */
	const struct equality *equality; /* as in compare_sides */
	const struct unit_table *units;
	/*
	 * BOM lines that got another key: the old one's prefix to the new
	 * one's, only where `follow` is set; and those that were kept.  For
	 * those that hang on them.
	 */
	bool follow;
	struct slicemap moved;
	struct map kept; /* of BOMs and lines that stay as they are */
	struct arena texts;
	struct arena arena;
	struct buf line;
};

void edits_init(struct edits *x, const struct scope *old,
    const struct scope *new);
void edits_release(struct edits *x);

/*
 * A canonical line that only one side has.  Without words its one tag is
 * "add" or "remove"; words add to that.
 */
int edits_add(struct edits *x, struct slice line,
    const struct edit_words *words, struct err *e) MUST_USE;
int edits_remove(struct edits *x, struct slice line,
    const struct edit_words *words, struct err *e) MUST_USE;

/*
 * One record, as it was and as it is; the keys may differ.  Nothing is put
 * where no member differs that both sides supply.
 */
int edits_change(struct edits *x, struct slice old, struct slice new,
    const struct edit_words *words, struct err *e) MUST_USE;

/*
 * A record that only the old side has, a BOM or a line, stays nevertheless,
 * and what hangs on it too.  It is counted; `count` is that of the records.
 */
void edits_keep(struct edits *x, const struct key *k, uint64_t count);
/* True if one of a bom's or a bom_line's key was kept, by itself. */
bool edits_kept(const struct edits *x, const struct key *k);

/*
 * Takes over the edits of *other, which another thread may have made, and
 * leaves nothing in it.  Once, and not where edits `follow`.
 */
int edits_join(struct edits *x, struct edits *other, struct err *e) MUST_USE;

/* No more edits: those that are moves are tied together. */
int edits_finish(struct edits *x, struct err *e) MUST_USE;

/* 1 and the next line of the delta, in order of keys; 0; -1. */
int edits_next(struct edits *x, struct slice *line, struct err *e) MUST_USE;

/*
 * The line of a record of the delta with further tags, borrowed until the
 * next call.  The record must not borrow from the edits.
 */
struct slice edits_tag(struct edits *x, const struct record *r,
    const struct slice *tags, size_t count);

/* True if the canonical lines have one key. */
bool edits_same_key(struct slice a, struct slice b);

/* The new key prefix of a BOM line that has another one, or NULL pointer. */
struct slice edits_moved(const struct edits *x, struct slice prefix);

#endif
