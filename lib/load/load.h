/*
 * load.h - one run of erp-load, from the profile to the last outcome.
 *
 * Nothing is sent before the whole input is read and verified, planned, and
 * let pass by the brake.
 */
#ifndef LOAD_LOAD_H
#define LOAD_LOAD_H

#include "load/batch.h"
#include "load/brake.h"
#include "store/findings.h"

struct load_options {
	const char *profile;
	const char *target_file; /* NULL: the profile's */
	const char *state;
	const char *stream;      /* NULL: stdin */
	const char *answers;     /* NULL: none are written */
	const char *rejects;     /* the same */
	bool dry_run;
	bool resend[TYPE_COUNT];
	struct brake_limit limit;
	size_t batch;
	size_t memory;
	struct run_info info; /* the target is filled in */
	outbox_sign sign;
	outbox_sign sign_new;
	/* One line of a dry run's plan. */
	void (*say)(const char *text);
};

struct load_result {
	char target[256]; /* its name, as far as there is room */
	struct run_counts counts;
	uint64_t reported; /* gone, not removed, accepted by nobody */
};

/*
 * Loads.  0: then `result` says what there is to find; -1 with the error.
 * What was sent before an error is in the ledger.
 */
int load_run(const struct load_options *o, struct load_result *result,
    struct err *e) MUST_USE;

/* Checks a state file: adds what is damaged.  Changes nothing. */
int load_check_state(const char *path, struct findings *f, struct err *e)
    MUST_USE;

#endif
