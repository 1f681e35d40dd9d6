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

/* The same for several, read one after the other. */
struct reader_files {
	const char *const *paths;
	size_t count; /* at least one, but for REST */
	bool rejects;
	struct rows **open;
	struct fetch *fetch; /* for REST */
	bool changes;        /* only what has changed is wanted */
};

int reader_open_files(struct rows **out, const struct source *s,
    const struct reader_files *files, struct err *e) MUST_USE;

/*
 * Opens the file of a source; a pipe is copied to scratch, since rows are
 * read more than once.  Source, path and list must outlive it.  *out is
 * yours, close it with reader_close; NULL after a failure.
 */
int reader_open(struct rows **out, const struct source *s,
    const struct reader_file *file, struct err *e) MUST_USE;

/* 1 and the next row, borrowed until the next call; 0; -1. */
int reader_next(struct rows *r, struct row *row, struct err *e) MUST_USE;

/*
 * The same in two steps: the rows of the file at hand; and the next of several
 * files, 1, or 0 if that was the last.
 */
int reader_next_here(struct rows *r, struct row *row, struct err *e) MUST_USE;
int reader_turn(struct rows *r, struct err *e) MUST_USE;

/*
 * True if reader_next_here does nothing but read the file at hand and its own
 * state, so that another thread may call it.
 */
bool reader_only_reads(const struct rows *r);

/* The same rows once more. */
int reader_rewind(struct rows *r, struct err *e) MUST_USE;

void reader_close(struct rows *r);

/*
 * The rows are rejects of an outline: where each stands is found by walking
 * along the source beside them.  The source must outlive them.
 */
void reader_join(struct rows *rejects, struct rows *source);

#endif
