/*
 * compare.h - two records with one key: what changed, in an engineer's words.
 */
#ifndef DIFF_COMPARE_H
#define DIFF_COMPARE_H

#include "diff/equality.h"
#include "model/record.h"
#include "model/scope.h"

/* What both records were read from, and where results live. */
struct compare_sides {
	const struct scope *old;
	const struct scope *new;
	const struct equality *equality; /* NULL: everything, exactly */
	const struct unit_table *units;  /* NULL: the built-in ones only */
	struct arena *arena;
};

/* So many further tags may be put to a change. */
#define COMPARE_TAGS_MOST 8

/*
 * Makes of `new` the record that is to be: members that not both sides supply
 * keep the old value.  What differs then is put into *c: tags and `was`.
 * False when nothing does.  Results live in the arena or are borrowed from
 * the records.
 *
 * The keys may differ, where a line was found again under another one: their
 * old members are in `was` too.
 *
 * Tags: bom_line find_number, quantity, uom, revision, refdes+, refdes-,
 * effectivity; header for what names its BOM; item:NAME for an item's members;
 * substitute, aml, avl, route, doc, header for records of these; attr:NAME for
 * all else, attrs.NAME for site fields.
 */
bool compare_records(struct change *c, const struct compare_sides *sides,
    const struct record *old, struct record *new);

bool compare_has_tag(const struct change *c, const char *tag);

/* Puts further tags to those of a change; they are borrowed. */
void compare_add_tags(struct change *c, const struct slice *tags, size_t count,
    struct arena *a);

#endif
