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
#include "transform/converting.h"
#include "transform/enriching.h"
#include "transform/pattern.h"

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
	OPERATION_PATTERN, /* taken apart and put together */
	OPERATION_JOIN,    /* several members become one text */
	OPERATION_SPLIT,   /* one text becomes several members */
	OPERATION_CONVERT, /* a quantity, with its unit */
	OPERATION_ENRICH,  /* from a table's row */
};

/* What to do with a text that a pattern does not match, or as a map says. */
struct operation_pattern {
	struct pattern *pattern;
	enum valuemap_unmapped unmatched;
};

/* Members and the text between them. */
struct operation_parts {
	struct slotin_list members;
	struct slice between;
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
	const struct operation_pattern *pattern; /* these are borrowed too */
	const struct operation_parts *parts; /* of join; of split */
	unsigned part;              /* of split: which of them `to` is */
	const struct converting *converting;
	const struct enriching *enriching;
	unsigned fill;              /* which of the row's cells */
};

/* Where operations are done. */
struct operating {
	struct arena *arena; /* for what is put into the record */
	struct buf *why;     /* is added to where a value does not fit */
	unsigned lane;       /* of expressions and tables, see expr.h */
	bool held;           /* set with a 0: hold the record, not reject it */
	const struct enriching *enriched; /* whose row was found last */
	struct enriching_found found;
};

/*
 * 1: done.  0: a value does not fit, w->why says which; the record is
 * unchanged.  -1: the expression failed for good.  What it puts into the
 * record lives in the arena, the rules or the record's own texts.
 */
int operation_apply(const struct operation *o, struct record *r,
    struct operating *w, struct err *e) MUST_USE;

/* True if it may hold a record. */
bool operation_may_hold(const struct operation *o);

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
