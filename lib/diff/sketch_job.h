/*
 * sketch_job.h - a comparison of a few records told, for tests.
 *
 * A header only.
 */
#ifndef DIFF_SKETCH_JOB_H
#define DIFF_SKETCH_JOB_H

#include "diff/job.h"
#include "diff/sketch_diff.h"

/* Compares the records as `words` say and leaves the job, to be released. */
static inline void
sketch_job(struct job *j, struct job_words *words, const char *const *old,
    const char *const *new)
{
	static const char *const names[2] = {"old", "new"};
	struct err e = ERR_INIT;
	struct sketch s;

	sketch_open(&s);
	sketch_stream(s.paths[0], NULL, old);
	sketch_stream(s.paths[1], NULL, new);
	words->memory = SORT_MEMORY_LEAST;
	sketch_must(job_run(j, (const char *const[]){s.paths[0], s.paths[1]},
	    words, &e), &e);
	j->names[0] = names[0];
	j->names[1] = names[1];
	sketch_close(&s);
}

/* What is explained of a key, behind what is in `out`; 1 if it differs. */
static inline int
sketch_explain(struct buf *out, const char *key, const char *const *old,
    const char *const *new)
{
	struct job_words words = {.explain = key};
	struct err e = ERR_INIT;
	struct job j;
	int rc;

	sketch_job(&j, &words, old, new);
	rc = job_explain(&j, out, &e);
	sketch_must(rc, &e);
	job_release(&j);
	return rc;
}

#endif
