/*
 * guess_rows.h - rows of files that are not delimited, for a table to look
 * at: read by the very readers that will extract them.
 */
#ifndef EXTRACT_GUESS_ROWS_H
#define EXTRACT_GUESS_ROWS_H

#include "extract/guess_table.h"

/*
 * Fills the table with the rows that a source with these keys (YAML, each
 * line behind four blanks) gives of the file.  Release the table in any case.
 */
int guess_rows_read(struct guess_table *t, const char *path,
    const char *reading, struct err *e) MUST_USE;

#endif
