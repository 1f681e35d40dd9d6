/*
 * convert.h - one row made one record, or the reason why not.
 *
 * Everything that data can do wrong ends here as a reject with a reason.
 */
#ifndef EXTRACT_CONVERT_H
#define EXTRACT_CONVERT_H

#include "extract/step.h"

void convert_init(struct convert *c, const struct profile *p,
    const struct keytables *tables);
void convert_release(struct convert *c);

/*
 * 1: *out is the record, borrowed from row and arena; 0: rejected, or skipped,
 * and *out has at least the key members that are known; -1: an error
 * that is none of the row's.
 */
int convert_row(struct convert *c, struct record *out,
    const struct profile_entry *entry, const struct row *row, struct err *e)
    MUST_USE;

#endif
