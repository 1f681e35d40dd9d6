/*
 * judgement.h - what was kept of two streams, judged.
 */
#ifndef RECONCILE_JUDGEMENT_H
#define RECONCILE_JUDGEMENT_H

#include "reconcile/dossier.h"

/*
 * Fills counts, findings (of which `most` are to be listed) and corrections,
 * and writes records to the outputs.
 */
int judgement_run(struct reconcile *r, const struct reconcile_outs *outs,
    uint64_t most, struct err *e) MUST_USE;

#endif
