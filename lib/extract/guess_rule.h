/*
 * guess_rule.h - value rules as YAML, for the columns of a table that was
 * looked at.
 */
#ifndef EXTRACT_GUESS_RULE_H
#define EXTRACT_GUESS_RULE_H

#include "extract/guess_shape.h"

/* A source of the profile that comes about. */
struct guess_part {
	const char *name; /* of the source */
	struct slice *files;
	size_t file_count;
	struct guess_table table; /* of the first file */
	struct guess_columns columns;
	struct guess_shape shape;
	bool items; /* its rows give item records */
};

/*
 * The rule that gives the part in the row by the first so many names of the
 * chain; with the prefix "@parent." its parent.
 */
void guess_rule_part(struct buf *out, const struct guess_part *p,
    const char *prefix, size_t count);

/* The rule of a column: numbers, dates, lists and units need more than it. */
void guess_rule(struct buf *out, const struct guess_part *p,
    enum guess_role role, int column);

#endif
