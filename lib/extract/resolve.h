/*
 * resolve.h - the records of one key looked at together.
 *
 * A key passes whole or not at all: where one of its rows was rejected, or
 * rows contradict each other, all of them are rejected and the key is
 * withheld.  Identical records fold.  Lines of a BOM that share all key
 * members but the occurrence are numbered.  Memory is flat, but for the
 * origins of rows that fold into one record.
 */
#ifndef EXTRACT_RESOLVE_H
#define EXTRACT_RESOLVE_H

#include "extract/gather.h"
#include "extract/outgoing.h"

/*
 * Reads the records, and gives what goes out, withheld records with it, in
 * the order of a stream; puts the others among the rejects; adds to
 * counts[entry].  Call once, when all is gathered.
 */
int resolve_run(struct gather *g, struct resolve_count *counts,
    outgoing_to to, void *ctx, struct err *e) MUST_USE;

#endif
