/*
 * compare.h - two records with one key: what changed, in an engineer's words.
 */
#ifndef DIFF_COMPARE_H
#define DIFF_COMPARE_H

#include "model/record.h"
#include "model/scope.h"

/*
 * Makes of `b` the record that is to be: members that not both sides supply
 * keep a's value.  What differs then is put into *c: tags and `was`.  False
 * when nothing does.  Everything lives in the arena or is borrowed from the
 * records.
 *
 * Tags: bom_line quantity, uom, revision, refdes+, refdes-, effectivity;
 * item:NAME for an item's members; substitute, aml, avl, route, doc, header
 * for records of these; attr:NAME for all else, attrs.NAME for site fields.
 */
bool compare_records(struct change *c, const struct record *a,
    const struct scope *a_scope, struct record *b,
    const struct scope *b_scope, struct arena *arena);

#endif
