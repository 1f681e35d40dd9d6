/*
 * outcome.h - what became of the units that were sent, kept and told.
 *
 * The state of their rows in the ledger, counts, audit rows, exceptions and
 * cross-references in one transaction; then rejects, acknowledgments, words.
 */
#ifndef LOAD_OUTCOME_H
#define LOAD_OUTCOME_H

#include "load/call.h"
#include "load/conflict.h"
#include "load/remark.h"
#include "store/intent.h"

/* A row of the ledger that goes along: the root, or a part that changes. */
struct outcome_row {
	enum change_op op;
	struct slice key, type, line;
	char digest[COLUMN_DIGEST_SIZE];
	const struct channel_part *part; /* NULL: the root */
};

struct outcome_item {
	struct outcome_row *rows;
	size_t row_count;
	struct slice *inputs; /* lines of the input */
	size_t input_count;
	bool known;
	bool moved;
};

/* Units side by side: items, calls and how conflicts ended. */
struct outcome_list {
	struct outcome_item *items;
	struct channel_call *calls;
	enum conflict_end *ends;
	size_t count;
	struct intent_outcome *outcomes; /* room for all rows */
};

/* Keeps all that has an answer; in the caller's transaction. */
int outcome_put(struct batch_place *p, const struct outcome_list *l,
    struct err *e) MUST_USE;

/* The cross-reference that a call which is done leaves, or takes away. */
int outcome_keep_xref(struct batch_place *p, const struct channel_call *call,
    struct err *e) MUST_USE;

/* What the ledger knows now, to the files and to people. */
int outcome_tell(struct batch_place *p, const struct outcome_list *l,
    struct err *e) MUST_USE;

#endif
