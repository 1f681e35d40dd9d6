/*
 * explain.h - which column became which member, for people.
 *
 *	parts.csv:2
 *	  item
 *	    item  <- column "Number" "P-200"
 *	    mass  <- column "Weight" "1,50" -> number -> 1.5
 *
 * The steps are those that were done, told by extract/convert while it
 * converts, not what the profile might have meant.
 */
#ifndef EXTRACT_EXPLAIN_H
#define EXTRACT_EXPLAIN_H

#include "extract/convert.h"
#include "io/file.h"

struct explain {
	uint64_t rows; /* of each source that are shown; 0: nothing is */
	struct file_out out;
	struct buf text;
	/* Of the record in flight: its steps, and where each member's begin. */
	struct buf steps;
	struct explain_member *members;
	size_t count;
};

/* For so many rows, onto stdout; makes the converter tell its steps. */
int explain_open(struct explain *x, uint64_t rows, struct convert *c,
    struct err *e) MUST_USE;

/* A row: "FILE:LINE", and its fate if it gives no record (else NULL). */
void explain_row(struct explain *x, const struct rows *r,
    const struct row *row, const char *fate);

/* What became of it in one entry; `made` is false for a reject. */
void explain_record(struct explain *x, const struct profile_entry *entry,
    const struct record *r, bool made, const struct convert *c);

/* Writes what has come together; -1 where stdout takes it not. */
int explain_flush(struct explain *x, struct err *e) MUST_USE;

/* Accepts zeros. */
void explain_close(struct explain *x);

#endif
