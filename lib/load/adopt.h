/*
 * adopt.h - what is over there already, taken into the ledger.
 *
 * A first load onto a target that is filled must not create what is there.
 * Each unit of the input that the ledger does not know is looked up by its
 * natural key: what is as it shall be is posted; what is there in another
 * form is known from now on, and is updated by the next load; what is not
 * there is left to the next load, too.  Nothing is sent.
 */
#ifndef LOAD_ADOPT_H
#define LOAD_ADOPT_H

#include "load/outcome.h"

struct adopt_counts {
	uint64_t known;  /* by the ledger, before */
	uint64_t equal;  /* taken over as they are */
	uint64_t differ; /* there in another form */
	uint64_t absent;
};

int adopt_run(struct batch_place *place, const struct plan_source *source,
    struct adopt_counts *counts, struct err *e) MUST_USE;

#endif
