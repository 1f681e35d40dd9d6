/*
 * reject_csv.h - rejected rows as CSV, to be corrected and read again.
 *
 * Those of delimited files are written in the file's own dialect, by
 * rows_delimited.  Those of formats without lines of text are plain CSV: a
 * header, the columns, and why.
 */
#ifndef EXTRACT_REJECT_CSV_H
#define EXTRACT_REJECT_CSV_H

#include "extract/rows.h"

/*
 * Appends one field: in quotes where it needs them; in a dialect without
 * quotes with blanks in place of separators and line ends.
 */
void reject_csv_field(struct buf *b, struct slice text,
    const struct csvin_dialect *d);

/* Appends the three fields of a reject, each with a separator in front. */
void reject_csv_why(struct buf *b, const struct rows_reject *reject,
    const struct csvin_dialect *d);

/*
 * How many fields of a row, as it was given back, are its own: all, or all but
 * three that say where and why it was rejected.  Where `width` are left, the
 * place alone tells; else the reason must be one, too.
 */
size_t reject_csv_own(const struct csvin_row *row, size_t width);

/* Appends the header of plain CSV; fits rows_format's reject_head. */
void reject_csv_head(const struct rows *r, struct buf *b);

/* Appends a row of it: the texts of the format's columns, and why. */
void reject_csv_add(const struct rows *r, struct buf *b,
    const struct slice *texts, const struct rows_reject *reject);

#endif
