/*
 * reread.h - a record out of a line that is known to be canonical.
 *
 * Readers of streams make every line canonical; whoever then looks into it
 * need not check it again.  Half the work of the record's slow reader, which
 * takes any spelling, is checking.
 */
#ifndef MODEL_REREAD_H
#define MODEL_REREAD_H

#include "model/record.h"

/*
 * Fills the record from a canonical line, from which it borrows; lists live in
 * the arena.  False for what it does not know: escapes, unknown members,
 * changes; then recin_parse is to be asked.
 */
bool reread_record(struct record *r, struct slice line, struct arena *a)
    MUST_USE;

#endif
