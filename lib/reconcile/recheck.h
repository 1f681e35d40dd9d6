/*
 * recheck.h - an evidence pack held against itself, and against its inputs.
 *
 * Itself: the chain of the manifest, and the SHA-256 of each file in it.  The
 * inputs, where they are at hand: the SHA-256 of each, and, by comparing them
 * anew under the policy in the pack and with what its overrides accept, the
 * counts, control totals, findings, differences and samples.
 */
#ifndef RECONCILE_RECHECK_H
#define RECONCILE_RECHECK_H

#include "reconcile/pack.h"

struct recheck_job {
	const char *folder;
	const char *const *inputs; /* PLM's and the ERP's; NULL: not at hand */
	size_t memory;
	/* Gets each problem in words. */
	void (*problem)(void *ctx, const char *text);
	void *ctx;
};

struct recheck_result {
	char seal[AUDIT_HEX_SIZE]; /* of the manifest as it is */
	uint64_t problems;
};

/* 0, also where there are problems; -1 with the error. */
int recheck_run(const struct recheck_job *job, struct recheck_result *result,
    struct err *e) MUST_USE;

#endif
