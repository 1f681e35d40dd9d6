/*
 * bompair.h - two versions of a BOM: which line became which, and what that
 * is called.
 *
 * The lines that differ are put in, lines of one key together and others for
 * the ladder.  What comes out are changes with their words: replace, split,
 * merge, and what became of reference designators.
 */
#ifndef DIFF_BOMPAIR_H
#define DIFF_BOMPAIR_H

#include "diff/edits.h"
#include "model/heldback.h"
#include "model/ladder.h"

struct bompair_edit;

struct bompair {
	struct edits *edits;
	/* What the new side withholds, and the new BOM; NULL: nothing. */
	const struct heldback *held;
	const struct key *bom;
	/* Old and new lines, and the texts that they were read from. */
	struct ladder_side sides[2];
	size_t sizes[2];
	struct slice *texts[2];
	uint32_t *edit_of[2]; /* by line: its edit, once there is one */
	struct bompair_edit *list; /* changes of lines of one key come first */
	size_t count, size;
	struct arena arena;
};

void bompair_init(struct bompair *p, struct edits *edits);
void bompair_release(struct bompair *p);

/* Empty again. */
void bompair_begin(struct bompair *p);

/*
 * A line of the old version, of the new one (the other NULL pointer), or one
 * that both have under one key.  Texts must live until bompair_end.
 */
int bompair_add(struct bompair *p, struct slice old, struct slice new,
    struct err *e) MUST_USE;

/* Pairs the lines and puts the changes among the edits. */
int bompair_end(struct bompair *p, struct err *e) MUST_USE;

#endif
