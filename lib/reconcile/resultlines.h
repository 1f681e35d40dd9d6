/*
 * resultlines.h - what a comparison gave, entry by entry, for the manifest of
 * evidence and for the check of it.
 *
 *	counts    one a record type: records by class
 *	total     one a control total
 *	findings  how many of each class, and how many are accepted
 *
 * One function writes them for both, so that two comparisons agree when their
 * texts do.  A class of which there is none is left out: so a program that
 * knows more classes can still check what one that knew fewer has written.
 */
#ifndef RECONCILE_RESULTLINES_H
#define RECONCILE_RESULTLINES_H

#include "reconcile/reconciliation.h"

/* Gets an entry's name and its members as canonical JSON without braces. */
typedef int (*resultlines_put)(void *ctx, const char *entry,
    struct slice members, struct err *e);

/* All entries in their order; what `put` returns ends it unless it is 0. */
int resultlines_each(const struct reconcile *r, resultlines_put put, void *ctx,
    struct err *e) MUST_USE;

/* Members of such an entry, with a comma in front but for the first. */
void resultlines_text(struct buf *b, const char *name, struct slice text);
void resultlines_count(struct buf *b, const char *name, uint64_t n);
void resultlines_hash(struct buf *b, const char *name, struct hash128 hash);

#endif
