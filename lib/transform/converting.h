/*
 * converting.h - a quantity and its unit changed together.
 *
 * Exact, or rounded once as the rules say.  Where there is no way from the one
 * unit to the other, or two, the record is not guessed at but rejected.
 */
#ifndef TRANSFORM_CONVERTING_H
#define TRANSFORM_CONVERTING_H

#include "model/unit.h"
#include "transform/shared.h"
#include "transform/slotin.h"

struct converting {
	struct slot unit;    /* is read and written */
	struct slot item;    /* whose conversions hold ... */
	bool has_item;
	struct slice to;     /* the unit wanted, or ... */
	struct slot to_slot; /* ... where it stands */
	bool to_is_slot;
	bool rounds;
	unsigned digits;
	enum decimal_rounding how;
	const struct unit_table *table; /* the rules' */
};

extern const char *const converting_keys[];

/* Reads {unit, to | to_member, item, digits, rounding}; NULL: *e is filled. */
const struct converting *converting_read(struct shared *s,
    enum record_type type, const struct ydoc_node *n, struct err *e) MUST_USE;

/* A quantity and what it is converted by. */
struct converting_wish {
	struct slice quantity;
	struct slice from;
	struct slice to;
	struct slice item;
	bool rounds;
	unsigned digits;
	enum decimal_rounding how;
};

/* NULL and *out; else a constant that says why not. */
const char *converting_quantity(struct decimal *out,
    const struct unit_table *t, const struct converting_wish *w);

/*
 * Changes the record: 1; 0: *why is added to.  `to` is the quantity's place.
 */
int converting_apply(const struct converting *c, const struct slot *to,
    struct record *r, struct arena *a, struct buf *why);

/*
 * Adds convert(quantity, from, to[, item[, digits]]) to the expressions and
 * reads `conversions:` (NULL: only the built-in units), a table's name, or
 * `input`: then *from_input is set, and converting_take is to get the
 * uom_conversion records of the input before any other is mapped.
 */
int converting_load(struct shared *s, const struct ydoc_node *n,
    bool *from_input, struct err *e) MUST_USE;
int converting_take(struct shared *s, struct slice line, struct err *e)
    MUST_USE;

#endif
