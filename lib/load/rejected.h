/*
 * rejected.h - the records that the target refused, as an input of their own.
 *
 * The ledger has the line that was refused beside the one that stands; all
 * rows in state rejected, with what was to be done, make a bare stream, which
 * is then loaded as any other.
 */
#ifndef LOAD_REJECTED_H
#define LOAD_REJECTED_H

#include "load/target.h"
#include "model/spool.h"

struct db;

/* Release with spool_release in both cases. */
int rejected_spool(struct spool *s, struct db *db,
    const struct target_profile *profile, struct err *e) MUST_USE;

#endif
