/*
 * batch.h - a group of units on its way: intent, send, outcome.
 *
 *	state: lease, intents, sent        one transaction
 *	target: all of it                  the target's own
 *	state: outcomes, audit, counts     one transaction
 *
 * Whatever ends between two of these, the ledger knows what was on its way.
 */
#ifndef LOAD_BATCH_H
#define LOAD_BATCH_H

#include "load/outcome.h"

/* A batch is sent when it holds so many bytes, too. */
#define BATCH_BYTES_MOST ((size_t)16 * 1024 * 1024)

/* A change of the ledger or the exceptions with which nothing is sent. */
struct batch_note {
	enum plan_what what; /* SAME: put anew, DROP, REPORT */
	struct slice key, type, line, digest, external_id;
	size_t inputs; /* so many records of the input are reported */
};

struct batch {
	struct batch_place *place;
	size_t most;
	struct outcome_list list;
	struct batch_note *notes;
	size_t note_count;
	size_t note_size;
	struct arena arena;
	struct map removed; /* the keys of its removals */
	/* --- for the rows of one flush --- */
	size_t row_size;
	struct intent *intents;
	struct slice *keys;
};

void batch_init(struct batch *b, struct batch_place *place, size_t most);
void batch_release(struct batch *b);

/*
 * Takes a copy of a CREATE, UPDATE or REMOVE, or of a step that only changes
 * the ledger; sends what it holds when it is full.
 */
int batch_add(struct batch *b, const struct plan_step *step, struct err *e)
    MUST_USE;
int batch_note(struct batch *b, const struct plan_step *step, struct err *e)
    MUST_USE;

/* Sends what it holds. */
int batch_flush(struct batch *b, struct err *e) MUST_USE;

#endif
