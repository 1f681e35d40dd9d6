/*
 * compare.h - two records with one key: what changed, in an engineer's words.
 */
#ifndef DIFF_COMPARE_H
#define DIFF_COMPARE_H

#include "model/record.h"
#include "model/scope.h"

/* What both records were read from, and where results live. */
struct compare_sides {
	const struct scope *old;
	const struct scope *new;
	struct arena *arena;
};

/*
 * Makes of `new` the record that is to be: members that not both sides supply
 * keep the old value.  What differs then is put into *c: tags and `was`.
 * False when nothing does.  Results live in the arena or are borrowed from
 * the records.
 *
 * Tags: bom_line quantity, uom, revision, refdes+, refdes-, effectivity;
 * item:NAME for an item's members; substitute, aml, avl, route, doc, header
 * for records of these; attr:NAME for all else, attrs.NAME for site fields.
 */
bool compare_records(struct change *c, const struct compare_sides *sides,
    const struct record *old, struct record *new);

#endif
