/*
 * rows_sqlite.h - rows of a query on a SQLite database, read defensively.
 *
 * The file is somebody's ERP: it is opened read-only, and the query of the
 * profile may read tables and call built-in functions, nothing else, and of
 * these none that gives something else at another time.  One read transaction
 * spans all passes and all sources of the file (those in the list rows->open),
 * so that items and lines of BOMs are from the same moment.
 */
#ifndef EXTRACT_ROWS_SQLITE_H
#define EXTRACT_ROWS_SQLITE_H

#include "extract/rows.h"

/* What rows_format asks for; see bom-profile(5), "SQLite databases". */
extern const struct rows_format rows_sqlite_format;

#endif
