/*
 * load.h - one run of erp-load, from the profile to the last outcome.
 *
 * Nothing is sent before the whole input is read and verified, planned, and
 * let pass by the brake.
 */
#ifndef LOAD_LOAD_H
#define LOAD_LOAD_H

#include "load/adopt.h"
#include "load/batch.h"
#include "load/brake.h"
#include "store/findings.h"

#include <signal.h>

struct load_options {
	const char *profile;
	const char *target_file; /* NULL: the profile's */
	const char *state;
	const char *stream;      /* NULL: stdin */
	const char *answers;     /* NULL: none are written */
	const char *rejects;     /* the same */
	bool dry_run;
	bool adopt;          /* only look what is there already */
	bool retry;          /* only what was refused; without a stream */
	unsigned concurrency; /* requests under way; 0: the profile's */
	uint64_t run_time_s; /* 0: no limit */
	bool resend[TYPE_COUNT];
	struct brake_limit limit;
	size_t batch;
	size_t memory;
	struct run_info info; /* the target is filled in */
	outbox_sign sign;
	outbox_sign sign_new;
	/*
	 * Called before the first effect; from then on a signal's number in
	 * *stop ends the run between two batches.  Both may be NULL.
	 */
	void (*arm)(void);
	const volatile sig_atomic_t *stop;
	/* One line of a dry run's plan. */
	void (*say)(const char *text);
};

struct load_result {
	char target[256]; /* its name, as far as there is room */
	struct run_counts counts;
	uint64_t reported; /* gone, not removed, accepted by nobody */
	uint64_t accepted; /* that the target has not confirmed yet */
	uint64_t skipped;  /* changed over there, left by the policy */
	uint64_t partial;  /* change orders that were taken in part */
	struct adopt_counts adopted;
	int signal; /* that ended it, or 0 */
};

/*
 * Loads.  0: then `result` says what there is to find; -1 with the error.
 * What was sent before an error is in the ledger.
 */
int load_run(const struct load_options *o, struct load_result *result,
    struct err *e) MUST_USE;

/* Is there anything to find: exit status 1? */
bool load_finds(const struct load_result *r);

/*
 * Forgets what the target of the options' profile has acknowledged of each
 * text (a type, or the beginning of a key); *count: so many records.
 */
int load_forget(const struct load_options *o, const char *const *texts,
    size_t text_count, uint64_t *count, struct err *e) MUST_USE;

/* Checks a state file: adds what is damaged.  Changes nothing. */
int load_check_state(const char *path, struct findings *f, struct err *e)
    MUST_USE;

#endif
