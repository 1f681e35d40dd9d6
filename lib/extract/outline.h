/*
 * outline.h - rows that say how deep they stand, made rows that know their
 * parent.
 *
 * The path from the root to the row at hand is all that is remembered: memory
 * follows the depth, never the rows.  A row whose place is not sure gets no
 * parent but the reason, and so does whatever stands below it.
 */
#ifndef EXTRACT_OUTLINE_H
#define EXTRACT_OUTLINE_H

#include "extract/rows.h"

struct outline;

/*
 * For an open source with a structure; sets rows->raw_column.  ERR_USAGE
 * where it lacks a column, or style flat a root.  *out is yours, free with
 * outline_free; NULL after a failure.
 */
int outline_new(struct outline **out, struct rows *r, struct err *e)
    MUST_USE;
/* Accepts NULL. */
void outline_free(struct outline *o);

/*
 * Makes known to rows of the source's rejects, which have the columns too,
 * what of them must be kept as it stands.
 */
void outline_expect(const struct outline *o, struct rows *rejects);

/* The rows come from the start again. */
void outline_restart(struct outline *o);

/*
 * Places the next row (neither empty nor skipped), which `r` has at hand, the
 * source or its rejects: fills the derived fields,
 * row->parent, parent_line, top, and misplaced with a text that lives until
 * the next row.  -1 where the name of the file says no root.
 */
int outline_place(struct outline *o, struct rows *r, struct row *row,
    struct err *e) MUST_USE;

/*
 * The misplaced row at hand is not passed over by a filter: if it may stand
 * anywhere, so may what follows it.
 */
void outline_doubt(struct outline *o, const struct row *row);

#endif
