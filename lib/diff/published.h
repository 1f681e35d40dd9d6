/*
 * published.h - what a target acknowledged last, as the old side of a diff.
 *
 * The rows of the ledger are written as a snapshot into a file without a
 * name, in key order and page by page, so that the state is not held while
 * anything is compared.  A row counts with the line that the target posted
 * last, whatever is under way for it; one that it has accepted counts as what
 * it accepted.  Rows without such a line the target does not have.
 */
#ifndef DIFF_PUBLISHED_H
#define DIFF_PUBLISHED_H

#include "base/err.h"
#include "model/schema.h"

struct published {
	int fd;         /* of the file */
	char path[32];  /* a path that opens it; "": there is none */
	char *name;     /* as in words: "erp, as acknowledged" */
	/* What the target takes; all types while nobody knows. */
	bool types[TYPE_COUNT];
	uint64_t records;
};

#define PUBLISHED_INIT {.fd = -1}

/*
 * Reads what `target` has by the state database at `state`, which is opened
 * to be read only.  A target without records, and rows that are under way,
 * are said in notes.  Release also after an error.
 */
int published_load(struct published *p, const char *target,
    const char *state, struct err *e) MUST_USE;
/* Accepts one of zeros. */
void published_release(struct published *p);

#endif
