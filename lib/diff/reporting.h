/*
 * reporting.h - a comparison given out as a report for people.
 *
 * The delta is put into the order in which people read it, then into words:
 * the changes, and what the structure says beside them.
 */
#ifndef DIFF_REPORTING_H
#define DIFF_REPORTING_H

#include "diff/job.h"
#include "diff/render.h"

/*
 * The format that was said (NULL: text on a terminal, else a delta), and
 * whether it has colours.  ERR_USAGE where there is none of that name.
 */
int reporting_choose(struct report *how, const char *format, bool terminal,
    struct err *e) MUST_USE;

/* Writes the report of a comparison that has run; its delta is used up. */
int reporting_write(const struct report *how, struct job *j,
    struct zio_out *out, struct err *e) MUST_USE;

/* What the structure says, where it was asked for: in a note only. */
int reporting_note(const struct report *how, struct job *j, struct err *e)
    MUST_USE;

#endif
