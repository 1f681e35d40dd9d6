/*
 * weigh.h - one record: its line in the input beside its row in the ledger.
 *
 * What shall be over there, and whether that differs from what the target has
 * acknowledged.  What becomes of the unit that the record belongs to is
 * plan.h's.
 */
#ifndef LOAD_WEIGH_H
#define LOAD_WEIGH_H

#include "load/channel.h"
#include "load/course.h"
#include "load/sent.h"
#include "model/spool.h"
#include "store/lease.h"
#include "store/ledger.h"

struct plan_source {
	const struct spool *spool;
	struct db *db; /* NULL: there is no ledger yet */
	const struct target_profile *profile;
	bool resend[TYPE_COUNT];
	const struct lease *lease; /* NULL: nobody is kept away */
};

/* A record of a unit; all borrowed until the next unit. */
struct weigh_record {
	enum record_type type;
	enum channel_part_is is; /* GONE: line is empty */
	struct slice key;   /* encoded prefix */
	struct slice input; /* the line of the input; empty: it has none */
	struct slice line;  /* as it shall be; empty: not at all */
	struct slice acked; /* as it was acknowledged; empty: never */
	struct hash128 digest; /* of NEW and CHANGED */
	const struct ledger_row *row; /* NULL: there is none */
	bool changed; /* the input's line is of a delta: always sent */
	bool adds;    /* and its change is an addition */
	bool waits;   /* it was sent and has no answer yet */
	bool tidy;    /* as acknowledged, but the row is to say so anew */
	bool drop;    /* a refusal of what is gone now: to be forgotten */
};

struct weigh {
	const struct plan_source *source;
	const struct target_section *section;
	bool complete; /* absence from the input may mean something */
	struct arena arena; /* of the unit */
	/* The root, parsed, and its columns, if weigh_root says so. */
	struct record record;
	struct column_value values[TARGET_COLUMNS_MOST];
	/* --- inside --- */
	struct record part;
	struct record acked;
	struct column_value acked_values[TARGET_COLUMNS_MOST];
	struct buf merged;
	struct buf scratch;
	struct buf old_key; /* that a changed record had before, or empty */
	struct ledger_found old;
};

void weigh_init(struct weigh *w, const struct plan_source *source,
    const struct target_section *section);
void weigh_release(struct weigh *w);

/* A record with type, key, input, row and acked set, as borrowed. */
struct weigh_record weigh_begin(enum record_type type,
    const struct course_entry *entry);
/* The same copied: the lane goes on before the unit is judged. */
struct weigh_record weigh_begin_kept(enum record_type type,
    const struct course_entry *entry, struct arena *a);

/*
 * Fills a record of which type, key, input, row and acked are set.  Leaves
 * the key that it had before in old_key.
 */
int weigh_record(struct weigh *w, struct weigh_record *r, struct err *e)
    MUST_USE;

/* The root's line once more, as it is to be sent: parsed, with its values. */
int weigh_root(struct weigh *w, struct weigh_record *root, struct err *e)
    MUST_USE;

/*
 * A record that the target has in another form than anybody knows: it was
 * found there and not sent.  Its row has a digest of zeros.
 */
bool weigh_unknown(const struct ledger_row *row);

#endif
