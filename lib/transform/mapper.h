/*
 * mapper.h - a record through the rules.
 *
 * The steps of its type are done in order.  The record passes, is dropped by
 * a rule, or is rejected: then the first value that did not fit says why, and
 * the other steps are still done, so that the key is known under which the
 * record is missed downstream.
 */
#ifndef TRANSFORM_MAPPER_H
#define TRANSFORM_MAPPER_H

#include "transform/rules.h"

enum mapper_fate { MAPPER_PASSED, MAPPER_DROPPED, MAPPER_REJECTED };

struct mapper {
	const struct rules *rules;
	uint64_t *hits;    /* by rule: records dropped or changed */
	uint64_t *unknown; /* by rule: conditions that were NULL */
	uint64_t vanished; /* changes of which nothing was left */
	size_t rule;       /* of the last drop or rejection */
	struct buf why;    /* of the last rejection */
	bool key_lost;     /* its key, mapped, is not known */
	struct buf more;   /* what did not fit after the first */
};

void mapper_init(struct mapper *m, const struct rules *r);
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
