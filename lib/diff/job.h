/*
 * job.h - a whole comparison, from what the command line asks to the delta.
 */
#ifndef DIFF_JOB_H
#define DIFF_JOB_H

#include "diff/asked.h"
#include "diff/diff.h"
#include "diff/inquiry.h"
#include "diff/published.h"
#include "diff/root.h"
#include "diff/upshot.h"

/* All that options say; zeros, but for the memory, are the defaults. */
struct job_words {
	struct asked_equality same;
	struct asked_part part;
	struct asked_structure structure;
	const char *explain; /* a key; NULL: nothing is explained */
	const char *published, *state; /* a target, and what knows of it */
	const char *most; /* changes, as "20" or "2%" of the old records */
	size_t memory;    /* of the sorts */
};

struct job {
	struct diff diff;
	/* Of the new side; complete once the delta was given out. */
	struct upshot upshot;
	bool telling;  /* it was asked for */
	bool reaching; /* the tops that changes reach were asked for */
	const char *names[2]; /* of both sides, for people */
	bool explaining;
	struct inquiry explain; /* complete behind job_explain */
	/* --- inside --- */
	struct equality equality;
	struct asked_cuts cuts;
	bool planted; /* the forests are in use */
	struct forest forests[2];
	struct root root;
	struct raw_view view;
	struct diff_options options;
	struct published published;
	struct claim claim;
	struct buf claim_words;
};

/*
 * Reads the words, then both streams, and keeps the delta in job->diff.  With
 * a published target its acknowledged records are the first stream, and the
 * first path is NULL.
 * ERR_USAGE for the words, ERR_DECIDE where there are more changes than they
 * allow; release also after an error.
 */
int job_run(struct job *j, const char *const paths[2],
    const struct job_words *words, struct err *e) MUST_USE;

/*
 * Instead of giving the delta out: appends how the records of the key were
 * matched and compared.  1 if they differ, 0; -1.  ERR_USAGE where neither
 * side has the key.
 */
int job_explain(struct job *j, struct buf *out, struct err *e) MUST_USE;

/*
 * ERR_USAGE that names the first option that was given though nothing is
 * compared in this mode, "apply" or "reverse"; `format` is one of them.
 */
int job_check_unused(const struct job_words *words, const char *format,
    const char *mode, struct err *e) MUST_USE;
void job_release(struct job *j);

#endif
