/*
 * rows_postgres.h - rows of a query on a PostgreSQL database.
 *
 * By a cursor on the server, some rows at a time, in flat memory.  All
 * sources of one database, and all passes over them, are read in one moment
 * of it; see bom-profile(5), "PostgreSQL databases".
 */
#ifndef EXTRACT_ROWS_POSTGRES_H
#define EXTRACT_ROWS_POSTGRES_H

#include "extract/rows.h"

/* What rows_format asks for. */
extern const struct rows_format rows_postgres_format;

#endif
