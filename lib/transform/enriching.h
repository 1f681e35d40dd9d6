/*
 * enriching.h - members filled from the row of a table that fits a record.
 *
 * What is to be done where no row fits, or several do, is said with it.
 */
#ifndef TRANSFORM_ENRICHING_H
#define TRANSFORM_ENRICHING_H

#include "transform/shared.h"
#include "transform/slotin.h"

enum enriching_none {
	ENRICHING_NONE_REJECT,
	ENRICHING_NONE_HOLD,
	ENRICHING_NONE_ABSENT,  /* the members become absent */
	ENRICHING_NONE_KEEP,    /* they stay as they are */
	ENRICHING_NONE_DEFAULT, /* they become those of `default` */
};
enum enriching_many {
	ENRICHING_MANY_REJECT,
	ENRICHING_MANY_HOLD,
	ENRICHING_MANY_FIRST, /* in the table's order */
};

/* A member, the column that fills it, and what stands for none. */
struct enriching_fill {
	struct slot to;
	unsigned column;
	struct value otherwise;
	bool has_otherwise;
};

struct enriching {
	struct lookup *table;
	struct slot *keys; /* in order of the table's key */
	struct enriching_fill *fills;
	size_t count;
	enum enriching_none none;
	enum enriching_many many;
};

extern const char *const enriching_keys[];

/* Reads an `enrich` step; NULL: *e is filled. */
const struct enriching *enriching_read(struct shared *s,
    enum record_type type, const struct ydoc_node *n, struct err *e) MUST_USE;

/* What was found for a record. */
struct enriching_found {
	const struct slice *row; /* NULL: none, as `none` says */
	const char *refused;     /* a constant, or NULL */
	bool held;               /* refused: hold it, not reject it */
};

/* Looks for the record's row; -1 where the table cannot be read. */
int enriching_find(struct enriching_found *f, const struct enriching *x,
    const struct record *r, unsigned lane, struct err *e) MUST_USE;

#endif
