/*
 * rows_json.h - rows out of JSON: elements of an array, or of a file with
 * one a line; columns by JSON Pointers relative to the element.
 */
#ifndef EXTRACT_ROWS_JSON_H
#define EXTRACT_ROWS_JSON_H

#include "extract/rows.h"

/* A whole document is held in memory, up to this; over it is ERR_INPUT. */
#define ROWS_JSON_MOST ((size_t)1024 * 1024 * 1024)

/* What rows_format asks for; see bom-profile(5), "JSON". */
extern const struct rows_format rows_json_format;
extern const struct rows_format rows_json_lines_format;

/*
 * Rejects of both: one object a line, the element under "row", and beside it
 * "reject:where", "reject:column", "reject:reason".
 */
extern const struct rows_format rows_json_rejects_format;

#endif
