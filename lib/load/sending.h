/*
 * sending.h - the plan acted upon: what is created and updated in the order
 * of references, then what is removed in the reverse order.
 *
 * It may be stopped between two units, by a signal or when its time is over;
 * what was begun is finished.
 */
#ifndef LOAD_SENDING_H
#define LOAD_SENDING_H

#include "load/batch.h"
#include "load/survey.h"

#include <signal.h>

struct sending {
	struct batch_place *place;
	const struct plan_source *source;
	const struct survey *survey;
	struct batch batch; /* batch_init and batch_release it */
	struct plan plan;
	const volatile sig_atomic_t *stop; /* NULL: nobody stops it */
	uint64_t deadline; /* of clock_ticks(); 0: none */
	struct buf because; /* why a record is held */
};

/* Has a signal come, or is the time over? */
bool sending_stopped(const struct sending *s);

/*
 * Sends all.  ERR_AGAIN where it was stopped, saying how far it is, or
 * where answers were lost.
 */
int sending_run(struct sending *s, struct err *e) MUST_USE;

#endif
