/*
 * witness.h - what evidence keeps of a comparison, record by record.
 *
 *	findings     each finding, as the summary in JSON has it, but for what
 *	             a state knows of it, in the order in which they are found
 *	differences  each record that is in no class of match, in key order:
 *	             {"class":"differ","plm":{...},"erp":{...}}, whole records
 *	samples      the same of up to 20 records of each class, drawn by the
 *	             hash of the record: the same in each run, and nobody's
 *	             choice
 *
 * The lines go where the caller wants them, or nowhere; their SHA-256 is known
 * in either case, so that a comparison can be held against an earlier one.
 */
#ifndef RECONCILE_WITNESS_H
#define RECONCILE_WITNESS_H

#include "io/zio.h"
#include "reconcile/reconciliation.h"
#include "store/audit.h"

/* Records of a class that are drawn. */
#define WITNESS_SAMPLES 20

enum witness_list {
	WITNESS_FINDINGS,
	WITNESS_DIFFERENCES,
	WITNESS_DRAWN,
	WITNESS_LISTS,
};

struct witness_sum {
	struct audit_sha256 *sum; /* NULL once it is ended */
	uint64_t records;
	char hex[AUDIT_HEX_SIZE]; /* once finished, of all lines */
};

struct witness {
	/* Gets each line with its newline; NULL: only hashes are wanted. */
	int (*put)(void *ctx, enum witness_list list, struct slice line,
	    struct err *e);
	void *ctx;
	struct witness_sum sums[WITNESS_LISTS]; /* by enum witness_list */
	struct witness_sample {
		uint64_t rank; /* the hash of its line: the smallest ones */
		char *text;    /* the whole line */
	} samples[RECONCILE_CLASSES][WITNESS_SAMPLES];
	unsigned counts[RECONCILE_CLASSES];
	struct buf line;
};

void witness_init(struct witness *w);
void witness_release(struct witness *w);

/* For a reconcile_watch, which calls them with the witness. */
int witness_see(void *ctx, const struct reconcile_seen *seen, struct err *e)
    MUST_USE;
int witness_found(void *ctx, const struct finding *one, struct err *e)
    MUST_USE;
void witness_again(void *ctx);

/* No more records: the samples are put, and the sums known. */
int witness_finish(struct witness *w, struct err *e) MUST_USE;

/* Appends {"list":"differences","records":N,"sha256":"..."} without braces. */
void witness_add(struct buf *b, const struct witness *w,
    enum witness_list list);

#endif
