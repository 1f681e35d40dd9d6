/*
 * guess_tree.h - where the rows of an XML or JSON file may be.
 *
 * Of JSON the largest array of objects, of XML the element that comes most
 * often and has something in it; the columns are the texts right in it and
 * one step further in.
 */
#ifndef EXTRACT_GUESS_TREE_H
#define EXTRACT_GUESS_TREE_H

#include "base/err.h"
#include "base/text.h"

/*
 * Append the keys of a source as YAML, each line behind four blanks.
 * ERR_INPUT where the file is broken or has nothing that repeats.
 */
int guess_tree_json(struct buf *reading, const char *path, struct err *e)
    MUST_USE;
/* Of one object a line. */
int guess_tree_lines(struct buf *reading, const char *path, struct err *e)
    MUST_USE;
int guess_tree_xml(struct buf *reading, const char *path, struct err *e)
    MUST_USE;

#endif
