/*
 * heading.h - the row of a delimited file that names its columns.
 */
#ifndef EXTRACT_HEADING_H
#define EXTRACT_HEADING_H

#include "extract/layout.h"
#include "extract/rows.h"
#include "format/csvin.h"

struct heading {
	struct slice *texts; /* trimmed, as they stand */
	struct slice *names; /* those that stand twice with a number: X#1 */
	size_t count;
	struct slice raw, end; /* the row as it stands */
	unsigned long line;
	size_t above; /* how many rows stand above it */
};

/*
 * Reads up to the header of a source's file and says what is in it; all texts
 * go into r->names.  ERR_INPUT where there is none.
 */
int heading_read(struct heading *h, struct rows *r, struct csvin *in,
    struct err *e) MUST_USE;

/* Reads the rows in front of a table without a header, which `below` says. */
int heading_skip(struct heading *h, struct rows *r, struct csvin *in,
    struct err *e) MUST_USE;

/* Takes a row for the header. */
void heading_take(struct heading *h, struct rows *r,
    const struct csvin_row *row);

/* True if the row is the header once more. */
bool heading_repeats(const struct heading *h, const struct csvin_row *row);

/*
 * ERR_INPUT if a column is missing that must be there: what the file has
 * instead, and whether another separator would find it.
 */
int heading_check(const struct heading *h, const struct rows *r,
    const struct csvin *in, struct err *e) MUST_USE;

#endif
