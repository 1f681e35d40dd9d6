/*
 * live.h - what a run has beside its files: servers it asks, and a state.
 */
#ifndef EXTRACT_LIVE_H
#define EXTRACT_LIVE_H

#include "extract/fetch.h"
#include "extract/profile.h"
#include "extract/resume.h"

struct head;

/* What the command line says. */
struct live_job {
	const char *state; /* NULL: none is touched */
	const char *since; /* NULL: everything */
};

struct live {
	struct fetch fetch;
	struct resume resume;
};

struct live_how {
	const struct profile *profile;
	char *const *operands;    /* ended by NULL */
	const char *from_rejects; /* or NULL */
	/* Puts who makes the stream into its head. */
	void (*sign)(struct head *h, struct arena *a);
};

/*
 * Checks what is asked for against the profile, opens the state.  Then
 * l->fetch is for the sources.  Close with live_close in any case.
 */
int live_open(struct live *l, const struct live_job *job,
    const struct live_how *how, struct err *e) MUST_USE;

/* All is published: notes the figures, lets what was fetched go. */
int live_done(struct live *l, const struct run_counts *c, struct err *e)
    MUST_USE;

/* The run's end; accepts one of zeros. */
void live_close(struct live *l, int status, const struct err *why);

#endif
