/*
 * rows_delimited.h - rows of delimited files, with and without a header.
 */
#ifndef EXTRACT_ROWS_DELIMITED_H
#define EXTRACT_ROWS_DELIMITED_H

#include "extract/rows.h"

/* What rows_format asks for; see bom-profile(5), "Delimited files". */
extern const struct rows_format rows_delimited_format;

/*
 * The form that rejects of formats without a text of their own have: comma,
 * double quotes, a header.
 */
extern const struct rows_format rows_delimited_rejects_format;

#endif
