/*
 * guess_format.h - what kind of file it is, by its first bytes.
 */
#ifndef EXTRACT_GUESS_FORMAT_H
#define EXTRACT_GUESS_FORMAT_H

#include "base/err.h"
#include "base/text.h"

enum guess_format {
	GUESS_DELIMITED,
	GUESS_JSON,
	GUESS_JSON_LINES,
	GUESS_XML,
	GUESS_SQLITE,
	GUESS_STEP,
};

/*
 * The format, and in *shipped the name of the shipped profile for it, or
 * NULL.
 */
int guess_format_find(enum guess_format *out, const char **shipped,
    const char *path, struct err *e) MUST_USE;

/*
 * The tables and views of a SQLite database, in byte order; the texts and the
 * list live in the arena.
 */
int guess_format_tables(struct slice **out, size_t *count, const char *path,
    struct arena *a, struct err *e) MUST_USE;

#endif
