/*
 * plan.h - what is to be done with the records of one section.
 *
 * An ordered merge of the input and the ledger, both by key, unit by unit: a
 * root with the records that go along with it, a single record where nothing
 * does.  No table, no list, memory for one unit.  The same input and ledger
 * give the same steps however often they are asked for; so the plan is walked
 * once to count, and again to act.
 */
#ifndef LOAD_PLAN_H
#define LOAD_PLAN_H

#include "load/course.h"
#include "load/weigh.h"

enum plan_what {
	PLAN_SAME,   /* acknowledged as it is: nothing to send */
	PLAN_CREATE,
	PLAN_UPDATE,
	PLAN_REMOVE,
	PLAN_REPORT, /* gone from the source; the profile says: only tell */
	PLAN_WAIT,   /* sent before and not answered: nothing can be sent */
	PLAN_ORPHAN, /* parts whose root is nowhere: they cannot be sent */
	PLAN_DROP,   /* a refusal of what is gone now: the ledger forgets it */
};

struct plan_step {
	enum plan_what what;
	const struct target_section *section;
	bool known;  /* the target has acknowledged the root */
	bool tidy;   /* rows of what is the same are to say so anew */
	bool moved;  /* REMOVE: the key that a changed record had before */
	bool detach; /* moved, and a part: see plan_detach */
	struct slice key;   /* of the root, encoded prefix */
	struct slice input; /* its line in the input; empty: it has none */
	struct slice line;  /* what is sent; of a removal what was */
	const struct record *record;       /* CREATE, UPDATE: the root */
	const struct column_value *values; /* these and REMOVE */
	struct hash128 digest;             /* CREATE, UPDATE */
	const struct ledger_row *row;      /* NULL: there is none */
	const struct ledger_row *arrived;  /* moved: the row of the new key */
	const struct weigh_record *root;   /* may be no record at all */
	const struct weigh_record *parts;  /* by type, then key; GONE, too */
	size_t part_count;
	size_t inputs; /* lines of the input in the unit */
	/* Where the unit's lines begin, in the lanes' order: plan_seek. */
	const uint64_t *places;
};

#define PLAN_LANES_MOST (1 + TARGET_PARTS_MOST)

struct plan_move {
	struct slice from; /* the key that it had before */
	struct slice to;
};

struct plan {
	const struct plan_source *source;
	const struct target_section *section;
	/* --- inside --- */
	struct weigh weigh;
	struct course_source course_source;
	struct course lanes[PLAN_LANES_MOST]; /* the root's first */
	size_t course_count;
	uint64_t places[PLAN_LANES_MOST];
	struct slice unit;
	struct slice sought; /* by plan_seek */
	struct weigh_record root;
	struct weigh_record *parts;
	size_t part_count;
	size_t part_size;
	size_t inputs;
	struct plan_move *moves; /* steps of their own, still to come */
	size_t move_count;
	size_t move_at;
	struct arena moved; /* of all moves */
	struct ledger_found found;   /* rows that are looked up by key */
	struct ledger_found arrived;
};

/* The steps of one section; close with plan_close. */
void plan_open(struct plan *p, const struct plan_source *source,
    enum record_type type);

/*
 * 1 and the next step, borrowed until the next call; 0; -1.  Rows of the
 * ledger may be changed between calls for keys that have been given.
 */
int plan_next(struct plan *p, struct plan_step *step, struct err *e) MUST_USE;
void plan_close(struct plan *p);

/*
 * The same, for single units that plan_seek goes to: plan_next then gives
 * the unit that was at those places; `unit`, where the input has no line of
 * it, else empty, is borrowed until then.
 */
void plan_open_units(struct plan *p, const struct plan_source *source,
    enum record_type type);
void plan_seek(struct plan *p, const uint64_t *places, struct slice unit);

/*
 * A part that moved into another unit: makes of the step that of its old
 * unit without it.  1; 0: the target does not have that unit; -1.  No row of
 * that unit may be on its way.
 */
int plan_detach(struct plan *p, struct plan_step *step, struct err *e)
    MUST_USE;

/* True if the step sends anything. */
static inline bool
plan_sends(const struct plan_step *s)
{
	return s->what == PLAN_CREATE || s->what == PLAN_UPDATE;
}

#endif
