/*
 * shrink.h - what a snapshot no longer has of what the last one had, and the
 * brake for it.
 *
 * A record is gone when both scopes hold its key, the new snapshot has not
 * withheld it, and the filters are the same.  A line of a BOM that comes with
 * another find number and the same component, and an operation of a routing
 * with the same work center, are renumbered, not gone.  Counted for each type
 * and plant: an export that lost one plant is stopped even where it is a small
 * part of all.
 *
 * A record that the last snapshot withheld, and the new one neither has nor
 * withholds, is gone, too: one record, also where it stands for a whole BOM.
 *
 * A type of which the head says removals:false is counted like others:
 * nothing will be removed on the word of the snapshot, but it is a poorer one
 * than the last.
 */
#ifndef EXTRACT_SHRINK_H
#define EXTRACT_SHRINK_H

#include "base/limit.h"

/* By default the larger of both; --max-shrink sets one. */
#define SHRINK_RECORDS 20
#define SHRINK_PERCENT "2%"

struct shrink_job {
	const char *before, *now;  /* files, each a sorted, sealed snapshot */
	const char *name;          /* of `before`, for words */
	const struct limit *limit; /* without a text: the default */
	size_t memory;             /* for a sort, should one be needed */
};

/*
 * 0; -1: ERR_DECIDE names what is too much, for each type and plant with its
 * first keys; ERR_INPUT where one of the files is damaged.  With -v the log
 * has the keys of all that is gone.
 */
int shrink_check(const struct shrink_job *job, struct err *e) MUST_USE;

#endif
