/*
 * operation.h - one thing that a rule does to a record.
 *
 * All but OPERATION_COMPUTE run without an expression.  A value that does not
 * fit its place is not forced: the operation says why, the record keeps what
 * it had there, and whoever applies the rules rejects it.
 */
#ifndef TRANSFORM_OPERATION_H
#define TRANSFORM_OPERATION_H

#include "base/decimal.h"
#include "base/err.h"
#include "expr/expr.h"
#include "transform/slot.h"
#include "transform/valuemap.h"

enum operation_kind {
	OPERATION_RENAME,  /* from -> to, from is empty then */
	OPERATION_COPY,    /* from -> to */
	OPERATION_SET,     /* constant */
	OPERATION_DEFAULT, /* constant where absent */
	OPERATION_REMOVE,
	OPERATION_SELECT,  /* all but the key and `selected` go */
	OPERATION_MAP,
	OPERATION_SCALE,   /* times an exact factor */
	OPERATION_TRIM,
	OPERATION_UPPER,   /* the letters a to z */
	OPERATION_LOWER,
	OPERATION_COMPUTE,
};

struct operation {
	enum operation_kind kind;
	struct slot from; /* what is read, where that is not `to` */
	struct slot to;
	struct value constant;      /* of the slot's kind */
	const struct valuemap *map; /* borrowed from the rules */
	struct decimal factor;
	struct expr *expr;          /* borrowed from the rules */
	const bool *selected;       /* by member; SLOT_ATTRS: site fields */
};

/*
 * 1: done.  0: a value does not fit, *why says which (added to); the record
 * is unchanged.  -1: the expression failed for good.  What it puts into the
 * record lives in the arena, the rules or the record's own texts.
 */
int operation_apply(const struct operation *o, struct record *r,
    struct arena *a, struct buf *why, struct err *e) MUST_USE;

/* True if it writes a key member of the type. */
bool operation_touches_key(const struct operation *o, enum record_type type);

/* True if what it writes into the slot depends on that slot alone. */
bool operation_native(const struct operation *o);

/*
 * What the operation makes of one text in its slot `to`, where it is native.
 * False: the text has no image, a record with it is rejected.
 */
bool operation_image(struct slice *to, const struct operation *o,
    struct slice from, struct arena *a);

/* "rename", "set", ...: the word of the rules file. */
const char *operation_word(enum operation_kind kind);

#endif
