/*
 * record.h - one record in memory, and its canonical line.
 *
 * A record borrows everything: its texts live in the line it was read from or
 * in the arena of the record in flight, so a record is void once that arena is
 * reset.  Members are reached by the indexes of schema_ids.h, such as
 * BOM_LINE_QUANTITY, or by name.
 */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include "model/key.h"
#include "model/value.h"

enum change_op { CHANGE_ADD, CHANGE_CHANGE, CHANGE_REMOVE };

struct record;

/* What makes a record of a delta a change; see DELTA in bom-stream(5). */
struct change {
	enum change_op op;
	struct slice *tags; /* natural order, no duplicates */
	size_t tag_count;
	/*
	 * The old values of changed members: VALUE_NULL where the old record
	 * had none, VALUE_ABSENT where the member did not change.  NULL
	 * where there are none.
	 */
	struct record *was;
	struct slice match;
	struct slice group;
};

struct record {
	enum record_type type;
	struct value values[SCHEMA_MEMBERS_MOST]; /* by member index */
	struct extras attrs;
	bool attrs_null; /* in `was`: the old record had no attrs */
	struct extras others; /* unknown members, VALUE_RAW (or VALUE_NULL) */
	struct change *change; /* NULL but in deltas */
};

/* An empty record of the type: key members "", all else absent. */
void record_init(struct record *r, enum record_type type);

/* The text of a text, date, time or number member; empty when absent. */
struct slice record_text(const struct record *r, unsigned member);
bool record_flag(const struct record *r, unsigned member);
/* The exact number; false when absent. */
bool record_number(struct decimal *out, const struct record *r,
    unsigned member);

/* The key of the record; parts borrow from it. */
void record_key(struct key *k, const struct record *r);
/* Puts the key's members into the record. */
void record_set_key(struct record *r, const struct key *k);

/*
 * The same members with the same values, change left aside.  Canonical lines
 * of equal records are equal bytes.
 */
bool record_equal(const struct record *a, const struct record *b);

/* Appends the canonical line, without newline. */
void record_add_line(struct buf *b, const struct record *r);
/* Appends `,"change":{...}`, as it stands before a line's last `}`. */
void record_add_change(struct buf *b, const struct change *c);
/* "add", "change", "remove". */
const char *change_op_name(enum change_op op);

#endif
