/*
 * query.h - the SELECT of a source that is a database.
 *
 * It stands in the profile (`query`) or in a file beside it (`query_file`),
 * where editors and others can use it as well.  Errors name the place: of a
 * file its line and column, as far as the database says them.
 */
#ifndef EXTRACT_QUERY_H
#define EXTRACT_QUERY_H

#include "format/ydoc.h"

#define QUERY_MOST ((size_t)1024 * 1024)

struct query {
	const struct ydoc_node *node; /* the text, or the file's name */
	struct slice text;
	const char *file; /* with its folder; NULL: `text` is the query */
};

/* Reads the keys of a source; one of them must be there. */
int query_read(struct query *q, const struct ydoc_node *source,
    struct arena *a, struct err *e) MUST_USE;

/*
 * The text, without blanks and semicolons behind it, into the empty buf
 * `text`, where a NUL stands behind it.
 */
int query_load(const struct query *q, struct buf *text, struct err *e)
    MUST_USE;

/*
 * ERR_USAGE with the place of the query, and where it is from a file and
 * `at` is no more than its length, of the byte `at`.  Returns -1.
 */
int query_error(const struct query *q, struct slice text, size_t at,
    struct err *e, const char *what);

#define QUERY_NOWHERE ((size_t)-1)

#endif
