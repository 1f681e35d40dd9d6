/*
 * viewscope.h - what a view may claim, and the head that says so.
 *
 * Nothing may read as removed because a view leaves it out: the scope has
 * only the view's types, members and plants, and its filter is the name of
 * the view with a digest of the rules that made it, since their words would
 * tell an audience what is kept from it.  For the same reason the head says
 * nothing of the tools before, their arguments and their filters.
 */
#ifndef TRANSFORM_VIEWSCOPE_H
#define TRANSFORM_VIEWSCOPE_H

#include "model/head.h"
#include "transform/viewrules.h"

/*
 * Narrows the scope, in place; texts live in the arena.  `unclear` are the
 * types whose removals the view cannot tell.
 */
void viewscope_apply(struct scope *s, const struct viewrules *rules,
    const struct viewrules_view *view, const bool *unclear, struct arena *a);

/* The head of a view, of that of the stream; its scope is not narrowed yet. */
void viewscope_head(struct head *h, const struct head *from, bool bare,
    struct arena *a);

/* True if a residency rule keeps the plant from the view. */
bool viewscope_kept(const struct viewrules *rules,
    const struct viewrules_view *view, struct slice plant);

/* True if records of this plant ("": of none) may be in the view. */
bool viewscope_plant(const struct viewrules *rules,
    const struct viewrules_view *view, struct slice plant);

#endif
