/*
 * recover.h - what was on its way when a run ended: asked of the target.
 *
 * Under the lease and before anything is sent.  What the target has is
 * acknowledged now; what it has not is taken back, and planned anew from the
 * input.  What a target has accepted and will confirm later is asked for
 * here, too, at the start and at the end of a run.
 */
#ifndef LOAD_RECOVER_H
#define LOAD_RECOVER_H

#include "load/outcome.h"

/*
 * Settles every row that is in doubt.  Rows of a type that the profile does
 * not take any more cannot be looked up: they stay, with a warning.
 */
int recover_run(struct batch_place *place,
    const struct target_profile *profile, struct err *e) MUST_USE;

/* Asks once for all that was accepted; *open: so many units still are. */
int recover_poll(struct batch_place *place,
    const struct target_profile *profile, uint64_t *open, struct err *e)
    MUST_USE;

#endif
