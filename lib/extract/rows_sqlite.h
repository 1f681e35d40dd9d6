/*
 * rows_sqlite.h - rows of a query on a SQLite database, read defensively.
 *
 * The file is somebody's ERP: it is opened read-only, and the query of the
 * profile may read tables and call built-in functions, nothing else.  One
 * read transaction spans all passes, so that they see the same rows.
 */
#ifndef EXTRACT_ROWS_SQLITE_H
#define EXTRACT_ROWS_SQLITE_H

#include "extract/rows.h"

/* What rows_format asks for; see bom-profile(5), "SQLite databases". */
extern const struct rows_format rows_sqlite_format;

#endif
