/*
 * aside.h - what a report says beside the changes: where they reach.
 *
 * In text and HTML a line for each top assembly, under the title of a BOM or
 * behind an item's change, at most ASIDE_MOST of them; in CSV a row for each,
 * called `where-used`, with the top as its field, its quantities as old and
 * new, and an item's unit in place of tags.
 */
#ifndef DIFF_ASIDE_H
#define DIFF_ASIDE_H

#include "diff/render.h"
#include "diff/upshot.h"
#include "diff/whereused.h"

#define ASIDE_MOST 20

struct aside {
	struct whereused used;
};

/* The forests are complete; of more tops than `most` only some are known. */
void aside_init(struct aside *a, struct forest *forests, size_t most);
void aside_release(struct aside *a);

/* ERR_USAGE where the format has no place for it. */
int aside_check(const struct report *how, struct err *e) MUST_USE;

/* A report's `more`; `ctx` is the aside. */
void aside_more(void *ctx, const struct report *how,
    const struct ordering_change *c, struct buf *out);

/*
 * Tells what the structure of the new side says: one by one in text, names,
 * CSV (rows called `structure`, with the kind as field and tag) and HTML, in
 * counts in stat, and everywhere in a note that counts.  The delta has been
 * given out.
 */
int aside_structure(struct upshot *u, const struct report *how,
    struct zio_out *out, struct err *e) MUST_USE;

#endif
