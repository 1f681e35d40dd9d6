/*
 * reader.h - opening a source of any format and pulling its rows.
 */
#ifndef EXTRACT_READER_H
#define EXTRACT_READER_H

#include "extract/rows.h"

struct reader_file {
	const char *path; /* "-" is stdin */
	bool rejects;     /* it holds rejects of the source */
	/*
	 * The list of what a run has open, at first NULL, to which the rows are
	 * added until they are closed: rows of one database come from one
	 * state of it.  NULL: these stand alone.
	 */
	struct rows **open;
};

/*
 * Opens the file of a source; a pipe is copied to scratch, since rows are
 * read more than once.  Source, path and list must outlive it.  *out is
 * yours, close it with reader_close; NULL after a failure.
 */
int reader_open(struct rows **out, const struct source *s,
    const struct reader_file *file, struct err *e) MUST_USE;

/* 1 and the next row, borrowed until the next call; 0; -1. */
int reader_next(struct rows *r, struct row *row, struct err *e) MUST_USE;

/* The same rows once more. */
int reader_rewind(struct rows *r, struct err *e) MUST_USE;

void reader_close(struct rows *r);

#endif
