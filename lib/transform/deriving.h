/*
 * deriving.h - a record of another type made from a record.
 */
#ifndef TRANSFORM_DERIVING_H
#define TRANSFORM_DERIVING_H

#include "transform/changein.h"

/* A place in the new record, and one of three sources. */
struct deriving_part {
	struct slot to;
	bool copies;
	struct slot from;      /* in the old one */
	struct expr *expr;     /* over the old one, or NULL */
	struct value constant; /* of the slot's kind */
};

struct deriving {
	enum record_type to;
	struct deriving_part *parts;
	size_t count;
};

extern const char *const deriving_keys[];

/* Reads a `derive` step for records of `type`; NULL: *e is filled. */
const struct deriving *deriving_read(struct shared *s, enum record_type type,
    const struct ydoc_node *n, struct err *e) MUST_USE;

/* Makes the record: 1; 0: w->why is added to; -1. */
int deriving_make(const struct deriving *d, const struct record *from,
    struct record *made, struct operating *w, struct err *e) MUST_USE;

#endif
