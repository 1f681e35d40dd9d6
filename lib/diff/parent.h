/*
 * parent.h - the differences in the BOMs of one parent.
 *
 * BOMs are paired first: those with one key; then, of those that only one side
 * has, those equal but for the revision, when there is one on each side, or
 * when the old one's revision is the next before the new one's by the sequence
 * in the revision records.  The lines of a pair are bompair's work; those of a
 * BOM without a partner are added or removed.
 *
 * Memory is that of the lines of one parent that differ.
 */
#ifndef DIFF_PARENT_H
#define DIFF_PARENT_H

#include "diff/bompair.h"
#include "diff/raw.h"

struct parent_bom;

/* A line that differs; a NULL pointer where a side has none. */
struct parent_line {
	struct slice text[2]; /* old, new */
};

/* Why two BOMs are a pair. */
enum parent_by {
	PARENT_BY_KEY,      /* they are one */
	PARENT_BY_SEQUENCE, /* of their revisions */
	PARENT_BY_REST,     /* no other revision is left on either side */
	PARENT_ALONE,       /* there is no pair */
};

/* A pair whose lines were paired; who looks on copies what it needs. */
struct parent_sight {
	const struct key *boms[2]; /* old, new; NULL: none */
	enum parent_by by;
	const struct bompair *pair;
};

/* Who looks on, for explanations; a NULL pointer: nobody. */
struct parent_watch {
	void (*see)(void *ctx, const struct parent_sight *sight);
	void *ctx;
};

struct parent {
	struct edits *edits;
	const struct raw *raw;
	struct parent_watch watch;
	const struct heldback *held; /* by the new side; NULL: nothing */
	struct bompair pair;
	/* --- of the parent at hand --- */
	struct parent_bom *boms;
	size_t bom_count, bom_size;
	struct map keys; /* of BOMs, to indexes */
	struct parent_line *lines; /* those of a BOM stand together */
	size_t line_count, line_size;
	struct arena arena;
	struct buf key;
};

void parent_init(struct parent *p, struct edits *edits, const struct raw *raw);
void parent_release(struct parent *p);

/* A difference in its headers or lines; texts are copied. */
void parent_add(struct parent *p, const struct raw_item *item);

/*
 * Pairs what was added, puts the changes among the edits, and is empty again
 * for another parent.
 */
int parent_end(struct parent *p, struct err *e) MUST_USE;

#endif
