/*
 * rows_json.h - rows out of JSON: the values that a path names, in a document
 * or in lines.
 */
#ifndef EXTRACT_ROWS_JSON_H
#define EXTRACT_ROWS_JSON_H

#include "extract/rows.h"

/* A whole document is held in memory, up to this; over it is ERR_INPUT. */
#define ROWS_JSON_MOST ((size_t)1024 * 1024 * 1024)

/* What rows_format asks for; see bom-profile(5), "XML and JSON". */
extern const struct rows_format rows_json_format;
extern const struct rows_format rows_json_lines_format;

/*
 * Rejects of both: one object a line, the row under "row", and beside it
 * "reject:where", "reject:column", "reject:reason".  Where columns look
 * around the row they are CSV of the columns instead.
 */
extern const struct rows_format rows_json_rejects_format;

#endif
