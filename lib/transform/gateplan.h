/*
 * gateplan.h - what the gates of a run are told and tell: rules, wish, counts.
 */
#ifndef TRANSFORM_GATEPLAN_H
#define TRANSFORM_GATEPLAN_H

#include "base/limit.h"
#include "store/audit.h"
#include "transform/gate.h"
#include "transform/people.h"

struct db;
struct spool;

/* What the rules say: the sections `gates` and `people`. */
struct gating {
	struct shared *shared; /* borrowed */
	struct gates gates;
	struct people people;
};

/*
 * Where records go, in key order: each line is passed or held, once.
 * `withhold` gets keys (encoded prefixes) that are no records of the stream
 * but must not be taken for removed, such as the BOM over held lines.
 */
struct gating_out {
	int (*pass)(void *ctx, struct slice line, struct err *e);
	int (*hold)(void *ctx, struct slice line, const char *exception,
	    const char *reason, struct err *e);
	int (*withhold)(void *ctx, struct slice key, const char *exception,
	    struct err *e);
	void *ctx;
};

/* What a run is asked to do; all borrowed. */
struct gating_wish {
	struct db *db;         /* NULL: no state, nothing is acknowledged */
	const char *target;    /* of the ledger; "" or NULL: none */
	const char *overrides; /* a CSV file, or NULL */
	struct audit_by by;    /* run, and who runs it */
	struct limit most_held; /* --max-held */
	const struct gating_out *to;
};

struct gating_counts {
	uint64_t passed;
	uint64_t held;       /* records */
	uint64_t bundles;    /* that are held, of themselves or because of */
	uint64_t dependents; /* of them: held because of others */
	uint64_t exceptions; /* gates that something failed */
	uint64_t overridden; /* of them: let pass by an override */
	uint64_t approved;   /* of them: let pass by a sign-off */
	uint64_t warned;     /* of them: only told */
	uint64_t judged;     /* records */
};

#endif
