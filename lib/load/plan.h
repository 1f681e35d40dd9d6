/*
 * plan.h - what is to be done with the records of one type.
 *
 * An ordered merge of the input and the ledger, both by key: no table, no
 * list, memory for one record of each.  The same input and ledger give the
 * same steps however often they are asked for; so the plan is walked once to
 * count, and again to act.
 */
#ifndef LOAD_PLAN_H
#define LOAD_PLAN_H

#include "load/column.h"
#include "model/spool.h"
#include "store/lease.h"
#include "store/ledger.h"

enum plan_what {
	PLAN_SAME,   /* acknowledged as it is: nothing to send */
	PLAN_CREATE,
	PLAN_UPDATE,
	PLAN_REMOVE,
	PLAN_REPORT, /* gone from the source; the profile says: only tell */
	PLAN_WAIT,   /* sent before and not answered: nothing can be sent */
	PLAN_DROP,   /* a refusal of what is gone now: the ledger forgets it */
};

struct plan_source {
	const struct spool *spool;
	struct db *db; /* NULL: there is no ledger yet */
	const struct target_profile *profile;
	bool resend[TYPE_COUNT];
	const struct lease *lease; /* NULL: nobody is kept away */
};

struct plan_step {
	enum plan_what what;
	bool known;  /* the target has acknowledged the record */
	bool tidy;   /* SAME, but the row is to say so anew */
	bool moved;  /* REMOVE: the key that a changed record had before */
	struct slice key;   /* encoded prefix */
	struct slice input; /* the line of the input; empty: it has none */
	struct slice line;  /* what is sent; of a removal what was */
	const struct record *record;       /* CREATE, UPDATE */
	const struct column_value *values; /* these and REMOVE */
	struct hash128 digest;             /* CREATE, UPDATE */
	const struct ledger_row *row;      /* NULL: there is none */
	const struct ledger_row *arrived;  /* moved: the row of the new key */
};

enum plan_side { PLAN_WANTED, PLAN_HAS, PLAN_ENDED };

struct plan {
	const struct plan_source *source;
	const struct target_section *section;
	/* --- inside --- */
	bool complete; /* absence from the input may mean something */
	struct spool_cursor cursor;
	struct stream_line line;
	enum plan_side line_is;
	struct ledger_cursor ledger; /* only of complete inputs */
	struct ledger_row row;
	enum plan_side row_is;
	const struct ledger_row *beside; /* of the line given last */
	struct ledger_found found; /* `row` where it was looked up by key */
	struct ledger_found old;   /* that of a key it had before */
	struct arena arena; /* of the step */
	struct record record;
	struct record acked;
	struct column_value values[TARGET_COLUMNS_MOST];
	struct column_value acked_values[TARGET_COLUMNS_MOST];
	struct buf merged;
	struct buf scratch;
	struct buf old_key; /* a step of its own, if not empty */
};

/* The steps of one type that the profile takes; close with plan_close. */
void plan_open(struct plan *p, const struct plan_source *source,
    enum record_type type);

/*
 * 1 and the next step, borrowed until the next call; 0; -1.  Rows of the
 * ledger may be changed between calls for keys that have been given.
 */
int plan_next(struct plan *p, struct plan_step *step, struct err *e) MUST_USE;
void plan_close(struct plan *p);

#endif
