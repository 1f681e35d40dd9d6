/*
 * intake.h - both streams read, and kept of them what is to be judged.
 */
#ifndef RECONCILE_INTAKE_H
#define RECONCILE_INTAKE_H

#include "reconcile/dossier.h"

/*
 * Reads both to their verified ends: fills the pairing, the counts of what was
 * read and of what matches, totals, units, and what is kept.  Behind -1
 * pairing_wants_resort may ask for another reading with STREAM_RESORTED.
 */
int intake_read(struct reconcile *r, const char *const paths[2],
    enum stream_order order, struct err *e) MUST_USE;

#endif
