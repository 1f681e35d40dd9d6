/*
 * resume.h - a run of bom-extract in the state: that it ran, and what it has
 * fetched until it is published.
 *
 * One run at a time extracts from a system.  The pages lie in
 * STATE.pages/IDENTITY/, for the owner only; the identity is a hash of all
 * that they depend on.
 */
#ifndef EXTRACT_RESUME_H
#define EXTRACT_RESUME_H

#include "base/hash.h"
#include "extract/pages.h"
#include "format/ytree.h"
#include "store/lease.h"
#include "store/run.h"

struct resume {
	struct db *db; /* NULL: there is no state */
	char run[RUN_ID_SIZE];
	char identity[HASH_TEXT_SIZE];
	char *system;
	char *folder; /* of the pages */
	bool started, leased, keeps;
	struct lease lease;
	struct pages_store store;
};

struct resume_how {
	const char *state;
	struct run_info info; /* the target is filled in */
	struct slice system;
	const struct ydoc_node *profile; /* the whole of it */
	char *const *arguments;          /* what else decides what is fetched;
					  * ended by NULL */
	long most_s;   /* pages older than this are fetched again */
	bool keeps;    /* there are pages to keep */
};

/*
 * Opens the state and notes the run; where pages are kept it takes the lease
 * (ERR_AGAIN while another run has it) and takes away what has grown too old.
 * Then r->store is for the pages.  Close with resume_close in any case.
 */
int resume_open(struct resume *r, const struct resume_how *how, struct err *e)
    MUST_USE;

/* A stage of the run that is through, with its figures. */
int resume_stage(struct resume *r, const char *stage,
    const struct run_counts *c, struct err *e) MUST_USE;

/* All is published: the pages go.  What cannot be removed is said. */
int resume_done(struct resume *r, struct err *e) MUST_USE;

/* The run's end and its last words; accepts one of zeros. */
void resume_close(struct resume *r, int status, const struct err *why);

#endif
