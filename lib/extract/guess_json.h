/*
 * guess_json.h - where the rows of a JSON file may be.
 *
 * The largest list of objects; where they have lists of their own kind in
 * them, as the children of a structure, these are rows as well.  What the
 * object around a list is known by, is a column: the parent of its rows.
 */
#ifndef EXTRACT_GUESS_JSON_H
#define EXTRACT_GUESS_JSON_H

#include "base/err.h"
#include "base/text.h"

/*
 * Appends the keys of a source as YAML, each line behind four blanks, and to
 * `inner` those of the lists within its rows, if there are.  ERR_INPUT where
 * the file is broken or has no list of objects.
 */
int guess_json(struct buf *reading, struct buf *inner, const char *path,
    struct err *e) MUST_USE;
/* Of one object a line. */
int guess_json_lines(struct buf *reading, const char *path, struct err *e)
    MUST_USE;

#endif
