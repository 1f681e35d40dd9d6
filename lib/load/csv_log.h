/*
 * csv_log.h - the rows of a drop that is not complete yet, on the disk.
 *
 *	bomtools drop 12
 *	block ROWS BYTES HASH
 *	FIELD,FIELD,...          a field: LENGTH:BYTES, or - for none
 *	...
 *	closing
 *
 * A block is a batch: whole, or cut off when the log is opened.  `closing`
 * says that the drop's files are made and are on their way to the folder.
 * The next drop's log takes the place of this one in one step.
 */
#ifndef LOAD_CSV_LOG_H
#define LOAD_CSV_LOG_H

#include "io/append.h"
#include "load/channel.h"

struct csv_log {
	struct append file;
	char *path;
	uint64_t sequence; /* of the drop, from 1 */
	uint64_t first;    /* where the first block begins */
	uint64_t rows;
	bool closing;
	struct buf block;
};

/* Made if it is not there.  Close with csv_log_close in any case. */
int csv_log_open(struct csv_log *l, const char *path, struct err *e) MUST_USE;
void csv_log_close(struct csv_log *l);

/* Adds the calls, whole or not at all. */
int csv_log_add(struct csv_log *l, const struct channel_call *calls,
    size_t count, struct err *e) MUST_USE;

int csv_log_closing(struct csv_log *l, struct err *e) MUST_USE;
/* The log of the next drop, empty. */
int csv_log_next(struct csv_log *l, struct err *e) MUST_USE;

struct csv_row {
	enum record_type type;
	enum change_op op;
	struct slice hash; /* of its section */
	struct slice idempotency;
	struct column_value values[TARGET_COLUMNS_MOST];
	size_t count;
};

struct csv_cursor {
	struct csv_log *log;
	uint64_t at;  /* of the next block */
	struct slice rest; /* of this one */
};

void csv_log_walk(struct csv_log *l, struct csv_cursor *c);
/* 1 and a row, borrowed until the next call; 0; -1. */
int csv_log_row(struct csv_cursor *c, struct csv_row *row, struct err *e)
    MUST_USE;

/* The name of a section's hash as rows have it. */
void csv_log_hash(char text[17], const struct target_section *s);

#endif
