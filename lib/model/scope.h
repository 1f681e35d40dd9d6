/*
 * scope.h - what a stream speaks about: only there absence means anything.
 *
 * A snapshot is complete for its scope.  Nothing is removed or called missing
 * on the word of a stream that is no snapshot, whose scope does not hold the
 * record, whose filter may have left it out, or that has withheld it; and no
 * member is compared or blanked that the source does not supply.  Each part
 * that a scope leaves out is without limit.
 */
#ifndef MODEL_SCOPE_H
#define MODEL_SCOPE_H

#include "base/err.h"
#include "model/key.h"
#include "model/value.h"

struct scope {
	bool limits_types;
	bool types[TYPE_COUNT];
	bool limits_plants;
	struct value plants; /* a set; "" stands for records without a plant */
	bool limits_usages;
	struct value usages;
	struct slice filter; /* in words: "released only"; "" is none */
	/* For each type: the members that the source supplies, if it says. */
	bool limits_members[TYPE_COUNT];
	bool members[TYPE_COUNT][SCHEMA_MEMBERS_MOST + 1]; /* last: attrs */
	bool no_removals[TYPE_COUNT]; /* removals:false */
	/*
	 * A further scope, or NULL: the stream holds the union of them all.
	 * A scope is a product (these types, in these plants, of these
	 * usages), which the union of two seldom is.
	 */
	struct scope *more;
};

/* Without any limit. */
void scope_init(struct scope *s);

/*
 * Reads the value of the head's `scope`, an object or an array of objects;
 * texts and further scopes live in the reader's arena.
 */
int scope_read(struct scope *s, struct json *j, struct err *e) MUST_USE;

/* True if the scope speaks about records with this key. */
bool scope_holds(const struct scope *s, const struct key *k);

/*
 * True if the absence of a record with this key may mean that it is gone, as
 * far as types, plants, usages and removals say.
 */
bool scope_removes(const struct scope *s, const struct key *k);

/*
 * True if the source supplies this member (an index, or attrs when it is
 * SCHEMA_MEMBERS_MOST); of several scopes all must.  Key members always.
 */
bool scope_supplies(const struct scope *s, enum record_type type,
    unsigned member);
/* True if the members that are supplied of the type are listed. */
bool scope_names_members(const struct scope *s, enum record_type type);

/* A copy that can be changed; further scopes live in the arena. */
void scope_copy(struct scope *to, const struct scope *from, struct arena *a);

#endif
