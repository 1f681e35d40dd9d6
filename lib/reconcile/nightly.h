/*
 * nightly.h - one reconciliation, from its inputs to what is published.
 *
 *	read both inputs to their verified ends
 *	with a state: hold the corrections to the brake, have the findings
 *	among the exceptions, those gone fixed
 *	judge, and write everything beside its name
 *	publish all; last of all the evidence, and then forget the progress
 *
 * A process that ends anywhere in between has published nothing, or all but
 * the evidence; the same command begins at the top again, and all that it
 * does not do twice is the exceptions.
 */
#ifndef RECONCILE_NIGHTLY_H
#define RECONCILE_NIGHTLY_H

#include "reconcile/casework.h"
#include "reconcile/evidence.h"
#include "reconcile/reports.h"

/* The streams that can be written. */
enum nightly_stream {
	NIGHTLY_CORRECTIONS,
	NIGHTLY_MISSING_IN_ERP,
	NIGHTLY_MISSING_IN_PLM,
	NIGHTLY_DIFFER,
	NIGHTLY_CONFLICT, /* without it those are in NIGHTLY_DIFFER */
	NIGHTLY_MATCH,
	NIGHTLY_INFORMATION,
	NIGHTLY_UNKNOWN, /* of either side */
	NIGHTLY_EXCEPTIONS,
	NIGHTLY_STREAMS,
};

struct nightly_job {
	const char *const *inputs; /* PLM's and the ERP's, or "-" */
	const struct policy *policy;
	const char *policy_path;   /* NULL: none was read */
	const struct limit *limit; /* of corrections */
	const char *streams[NIGHTLY_STREAMS]; /* paths; NULL: not wanted */
	struct reports *reports;   /* wanted, not opened yet */
	const char *evidence;        /* its folder, or NULL */
	const char *evidence_before; /* NULL: begins a chain */
	const char *state;         /* its file, or NULL */
	const char *run_time;      /* as session_parse_time reads it, or NULL */
	const struct opt_list *due;
	size_t batch; /* findings in one transaction; 0: as many as is good */
	size_t memory;
	const char *tool; /* its name, for ~fail */
	/* Puts the line of provenance into a head that is born here. */
	void (*sign)(struct head *h, struct arena *a);
};

struct nightly_result {
	uint64_t findings;
	char seal[AUDIT_HEX_SIZE]; /* of the evidence; empty: none */
};

/*
 * ERR_USAGE where two outputs would go to the standard output, or two inputs
 * come from the standard input.
 */
int nightly_check(const struct nightly_job *job, struct err *e) MUST_USE;

/* 0 and *result, or -1. */
int nightly_run(const struct nightly_job *job, struct nightly_result *result,
    struct err *e) MUST_USE;

#endif
