/*
 * ancestry.h - the path from the root of an outline to the latest row.
 *
 * steps[0] is the root, steps[d + 1] the latest row of depth d.  Each keeps
 * the texts that rows below it want of their parent.
 */
#ifndef EXTRACT_ANCESTRY_H
#define EXTRACT_ANCESTRY_H

#include "base/text.h"

enum step_state {
	STEP_SURE,     /* its own parent is known */
	STEP_REJECTED, /* the row is there, but cannot be used */
	STEP_MISSING,  /* no row of this depth came */
	STEP_DOUBTED,  /* behind it came a row that may stand anywhere */
};

struct step {
	enum step_state state;
	uint64_t ordinal; /* of the row; 0: the root */
	unsigned long line;
	uint64_t children;
	uint64_t last;    /* the latest child's own number, or 0 */
	long level;       /* as it was written, or the indentation */
	struct buf path;  /* its positions, with U+0001 between them */
	struct buf texts; /* one behind the other */
	size_t *lens;     /* of each of these */
};

struct ancestry {
	struct step *steps;
	size_t count, size; /* count: those on the path */
	size_t text_count;  /* of each step */
};

void ancestry_init(struct ancestry *a, size_t text_count);
/* Accepts one of zeros. */
void ancestry_release(struct ancestry *a);

/*
 * Makes the step the last of the path, empty and in this state; what stands
 * between it and the end of the path so far must be put first.
 */
struct step *ancestry_put(struct ancestry *a, size_t at,
    enum step_state state);

/* The next of its texts, in order. */
void step_add_text(struct step *s, size_t at, struct slice text);
/* The step above the last one that has the same texts, or NULL. */
const struct step *ancestry_again(const struct ancestry *a);
/* Its texts, borrowed; a NULL pointer for an empty one. */
void ancestry_texts(const struct ancestry *a, const struct step *s,
    struct slice *texts);

#endif
