/*
 * evidence.h - what a reconciliation leaves for an auditor: --evidence.
 *
 * A pack (pack.h) with these entries:
 *
 *	pack     tool, version, libraries, policy, when and by which run
 *	input    one a side: system, figures and digest of its seal, bytes and
 *	         SHA-256 of the file as it was
 *	counts, total, findings   what it gave (resultlines.h)
 *	records  one a list of witness.h: SHA-256 of its lines
 *	file     policy.yaml      the policy, as it was read; and under its own
 *	         name the table of keys that it reads
 *	file     findings.jsonl.gz, differences.jsonl.gz, samples.jsonl
 *	file     overrides.jsonl  what overrides have accepted (acceptance.h)
 *	file     summary.json     the summary
 *
 * Verified without the inputs, the pack proves that it is as it was written;
 * with them, that these are the files that were compared, and by comparing
 * them anew under the policy in it, that they give these counts, totals,
 * findings, differences and samples, line by line.
 */
#ifndef RECONCILE_EVIDENCE_H
#define RECONCILE_EVIDENCE_H

#include "reconcile/resultlines.h"
#include "reconcile/pack.h"
#include "reconcile/summary.h"
#include "reconcile/witness.h"

#define EVIDENCE_POLICY "policy.yaml"
#define EVIDENCE_FINDINGS "findings.jsonl.gz"
#define EVIDENCE_DIFFERENCES "differences.jsonl.gz"
#define EVIDENCE_SAMPLES "samples.jsonl"
#define EVIDENCE_OVERRIDES "overrides.jsonl"
#define EVIDENCE_SUMMARY "summary.json"

struct db;

struct evidence_job {
	const char *folder;    /* NULL: no evidence is wanted */
	const char *const *inputs; /* PLM's and the ERP's file */
	const char *policy;    /* its file, or NULL */
	const char *keys;      /* the table that the policy reads, or NULL */
	const char *previous;  /* the seal of an earlier pack, or NULL */
	struct slice tool, version, run;
	struct db *db;         /* has the overrides; NULL: there are none */
};

struct evidence {
	const struct evidence_job *job;
	struct pack pack;
	struct zio_out lists[WITNESS_LISTS];
	struct zio_out overrides;
	struct witness witness;
	struct buf line;
	bool open;
};

/* Nothing is open: as before evidence_open, and good for evidence_release. */
void evidence_init(struct evidence *v);

/* ERR_USAGE for an input that cannot be read again, or a folder in the way. */
int evidence_open(struct evidence *v, const struct evidence_job *job,
    struct err *e) MUST_USE;

/*
 * What a reconciliation shows it: see, found and again of a reconcile_watch,
 * with the evidence as ctx.
 */
int evidence_see(void *ctx, const struct reconcile_seen *seen,
    struct err *e) MUST_USE;
int evidence_found(void *ctx, const struct finding *one, struct err *e)
    MUST_USE;
void evidence_again(void *ctx);

/*
 * After the judgement: all but the publishing.  v->pack.seal is the seal
 * afterwards, which the reports can tell before the folder has its name.
 */
int evidence_write(struct evidence *v, const struct summary *s, struct err *e)
    MUST_USE;
/* The folder gets its name: last of all that is published. */
int evidence_publish(struct evidence *v, struct err *e) MUST_USE;
void evidence_release(struct evidence *v);

/* All entries that a comparison anew must give again, in their order. */
int evidence_results(const struct reconcile *r, const struct witness *w,
    resultlines_put put, void *ctx, struct err *e) MUST_USE;

#endif
