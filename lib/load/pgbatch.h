/*
 * pgbatch.h - a batch of units brought into PostgreSQL tables, or looked up.
 *
 * A batch is one transaction: staged by COPY, brought into the tables by one
 * statement for each type, and halved where a record breaks a rule.
 */
#ifndef LOAD_PGBATCH_H
#define LOAD_PGBATCH_H

#include "load/channel.h"
#include "load/pgtable.h"

struct pgbatch {
	struct pgsession *session; /* that has the stage */
	const struct scope *scope;
	const struct pgtable *tables[TYPE_COUNT];
	size_t columns; /* of the stage */
	bool again;     /* the transaction met another */
	struct buf sql;
	struct buf rows;
	struct buf words; /* the server's, of what it refused last */
};

void pgbatch_init(struct pgbatch *b);
/* Gives the buffers back; the rest is the caller's. */
void pgbatch_release(struct pgbatch *b);

/* As send and find of struct channel_kind. */
int pgbatch_send(struct pgbatch *b, struct channel_call *calls, size_t count,
    struct arena *a, struct err *e) MUST_USE;
int pgbatch_find(struct pgbatch *b, struct channel_call *calls, size_t count,
    struct err *e) MUST_USE;

#endif
