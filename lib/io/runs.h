/*
 * runs.h - sorted runs in a scratch file, and their merge.
 *
 * What an external sort does when memory is full.  The caller brings each run
 * in order; all of them together come back in order.
 */
#ifndef IO_RUNS_H
#define IO_RUNS_H

#include "base/err.h"
#include "base/text.h"

/* What is held while runs are written. */
#define RUNS_BUFFER ((size_t)256 * 1024)

struct runs;

/*
 * Runs that are merged within `memory` bytes, or what two times the longest
 * line takes, if that is more.  The file is opened by the first run.
 */
struct runs *runs_new(size_t memory) MUST_USE;
void runs_free(struct runs *r);

/*
 * Begins a run whose first line will be `first`.  Where the newest run ends
 * at or before it, that one goes on.
 */
int runs_begin(struct runs *r, struct slice first, struct err *e) MUST_USE;
/* The next line of the run: not before the last one, 4 GiB at most. */
int runs_add(struct runs *r, struct slice line, struct err *e) MUST_USE;
/* Ends the run, whose last line was `last`.  A full disk is ERR_AGAIN. */
int runs_end(struct runs *r, struct slice last, struct err *e) MUST_USE;

/*
 * One more run, which stays where the caller has it: `next` gives its lines
 * in order, 1 or 0 as runs_next does.  Before runs_merge, once.
 */
typedef int (*runs_source)(void *ctx, struct slice *line);
void runs_set_source(struct runs *r, runs_source next, void *ctx);

/* How many runs there are in the file. */
size_t runs_count(const struct runs *r);

/*
 * No more runs: call before runs_next.  Called again it begins anew, if the
 * source does.
 */
int runs_merge(struct runs *r, struct err *e) MUST_USE;

/*
 * 1 and the next line of all runs, borrowed until the next call; 0 at the
 * end; -1 on an error.
 */
int runs_next(struct runs *r, struct slice *line, struct err *e) MUST_USE;

#endif
