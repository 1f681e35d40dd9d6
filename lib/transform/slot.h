/*
 * slot.h - a place in a record that a rule names: a member or a site field.
 *
 * `drawing` is the member of that name, `attrs.drawing` the site field, and
 * `attrs` all site fields, which can only be removed or kept as a whole.
 */
#ifndef TRANSFORM_SLOT_H
#define TRANSFORM_SLOT_H

#include "model/record.h"

#define SLOT_ATTRS SCHEMA_MEMBERS_MOST /* the index that scope.h uses */

struct slot {
	unsigned member;   /* its index, or SLOT_ATTRS */
	struct slice attr; /* the site field's name; empty: the member */
};

/* False when the type has no such member.  Borrows the name. */
bool slot_find(struct slot *s, enum record_type type, struct slice name);

/* The member of the schema, NULL for site fields. */
const struct schema_member *slot_member(const struct slot *s,
    enum record_type type);

/* True for a member of the key. */
bool slot_in_key(const struct slot *s, enum record_type type);

/* The value, borrowed from the record; VALUE_ABSENT where there is none. */
const struct value *slot_get(const struct slot *s, const struct record *r);

/*
 * Puts a value that fits; an absent one empties the slot.  The list of site
 * fields, if it is one, is made anew, so that records may share lists.
 */
void slot_put(const struct slot *s, struct record *r, struct value v,
    struct arena *a);

/*
 * Makes a value of the slot's kind from text; "" is absent.  Returns NULL, or
 * a constant that says why the text does not fit ("is not a number"); a key
 * member that must not be empty takes no "".
 */
const char *slot_fit(struct value *v, const struct slot *s,
    enum record_type type, struct slice text, struct arena *a);

/* The text of a scalar value ("true" for a flag); false for sets. */
bool slot_text(struct slice *text, const struct value *v);

#endif
