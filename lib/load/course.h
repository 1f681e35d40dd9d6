/*
 * course.h - the lines of one record type beside their rows in the ledger.
 *
 * A merge of the input and the ledger, both in key order, cut into units: a
 * root's key is what its parts' keys begin with, and the lanes of a root and
 * of its parts, asked for the same unit, give all that belongs together.  The
 * ledger is walked along with the input, or asked for one unit after another.
 */
#ifndef LOAD_COURSE_H
#define LOAD_COURSE_H

#include "load/target.h"
#include "model/spool.h"
#include "store/ledger.h"

/* What lanes read. */
struct course_source {
	const struct spool *spool;
	struct db *db; /* NULL: there is no ledger yet */
	const char *target;
	enum record_type root;
	bool walks; /* the ledger from end to end, not unit by unit */
};

enum course_side { COURSE_WANTED, COURSE_HAS, COURSE_ENDED };

struct course {
	const struct course_source *source;
	enum record_type type;
	/* --- inside --- */
	struct spool_cursor cursor;
	struct stream_line line;
	enum course_side line_is;
	struct slice line_unit;
	uint64_t line_at; /* where the line begins */
	struct ledger_cursor ledger;
	struct ledger_row row;
	enum course_side row_is;
	struct slice row_unit;
	bool asked; /* the ledger cursor is open */
	int order;  /* of line and row, where both are there */
};

/* A line without a row, a row without a line, or both of one key. */
struct course_entry {
	const struct stream_line *line;
	const struct ledger_row *row;
};

/* `source` is borrowed; close with course_close. */
void course_open(struct course *l, const struct course_source *source,
    enum record_type type);
void course_close(struct course *l);

/*
 * The unit of the next line or row, whichever is first; of a lane that does
 * not walk, of the next line.  1 and the unit, borrowed until the next call
 * of this lane; 0: there is none; -1.
 */
int course_unit(struct course *l, struct slice *unit, struct err *e) MUST_USE;

/* Of a lane that does not walk: asks for the rows of this unit. */
void course_ask(struct course *l, struct slice unit);

/* 1 and the next entry of this unit, borrowed as above; 0 there is none. */
int course_next(struct course *l, struct slice unit, struct course_entry *entry,
    struct err *e) MUST_USE;

/* The same of rows alone: lines are left for later. */
int course_next_row(struct course *l, const struct ledger_row **row,
    struct err *e) MUST_USE;

/* Where the line that comes next begins, once course_unit has been asked. */
uint64_t course_place(const struct course *l);

/* Of a lane that does not walk: goes on at a place that was line_at. */
void course_seek(struct course *l, uint64_t at);

/* The unit of a key: what stands behind the type, as far as a root's goes. */
struct slice course_unit_of(struct slice key, enum record_type type,
    enum record_type root);

/*
 * A copy of a row that outlives its cursor, under a key that does; without
 * what nobody asks of a part (answer, op).
 */
const struct ledger_row *course_keep_row(const struct ledger_row *row,
    struct slice key, struct arena *a);

/* The type of an encoded key prefix; false if it is none. */
bool course_type_of(enum record_type *type, struct slice key);

/*
 * Of a lane that walks: is the next line just as its row has it?  Then *entry
 * is that, and the lane goes on; else nothing is taken.  1, 0, -1.
 */
int course_twin(struct course *l, struct course_entry *entry, struct err *e)
    MUST_USE;

/* Appends the beginning of the keys of this type in the unit. */
void course_add_prefix(struct buf *b, enum record_type type,
    enum record_type root, struct slice unit);

#endif
