/*
 * mapper.h - a record through the rules.
 *
 * The steps of its type are done in order.  The record passes, is dropped by
 * a rule, or is rejected or held: then the first value that did not fit says
 * why, and the other steps are still done, so that the key is known under
 * which the record is missed downstream.
 */
#ifndef TRANSFORM_MAPPER_H
#define TRANSFORM_MAPPER_H

#include "transform/rules.h"

enum mapper_fate {
	MAPPER_PASSED,
	MAPPER_DROPPED,
	MAPPER_REJECTED,
	MAPPER_HELD,
};

/* A record made of the one that passes; in its arena. */
struct mapper_derived {
	struct record *record;
	size_t rule;
	enum mapper_fate fate; /* passed, or dropped by a later rule */
};

struct mapper {
	const struct rules *rules;
	unsigned lane;     /* 0, but of a second thread */
	uint64_t *hits;    /* by rule: records dropped or changed */
	uint64_t *unknown; /* by rule: conditions that were NULL */
	uint64_t vanished; /* changes of which nothing was left */
	size_t rule;       /* of the last drop, rejection or hold */
	struct buf why;    /* of the last rejection or hold */
	bool key_lost;     /* its key, mapped, is not known ... */
	unsigned key_known; /* ... but for so many of its first members */
	struct buf more;   /* what did not fit after the first */
	struct mapper_derived *derived; /* where the last one has passed */
	size_t derived_count;
	size_t derived_size;
};

void mapper_init(struct mapper *m, const struct rules *r);
/* Adds the figures of another one. */
void mapper_plus(struct mapper *m, const struct mapper *other);
/* All figures are 0 again. */
void mapper_clear(struct mapper *m);
void mapper_release(struct mapper *m);

/* The record is changed in place; what it needs lives in the arena. */
int mapper_record(struct mapper *m, struct record *r,
    enum mapper_fate *fate, struct arena *a, struct err *e) MUST_USE;

/*
 * The same for a record of a delta.  Old and new are mapped each for itself
 * and compared anew: a change may become an add or a removal, where only one
 * of them passes, or vanish.
 */
int mapper_change(struct mapper *m, struct record *r,
    enum mapper_fate *fate, struct arena *a, struct err *e) MUST_USE;

/*
 * A withheld record follows the records that it is about: it goes where the
 * rules drop their type, and its key is mapped where theirs is.  Where that
 * cannot be said from the key alone it stays as it is and key_lost is set: no
 * removal of its type may be concluded.
 */
int mapper_withheld(struct mapper *m, struct record *r,
    enum mapper_fate *fate, struct arena *a, struct err *e) MUST_USE;

/* The rule that drops all records of the type before any is looked into. */
bool mapper_drops_type(const struct mapper *m, enum record_type type,
    size_t *rule);

#endif
