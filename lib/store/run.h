/*
 * run.h - what ran: runs, their stages with counts by fate, and checkpoints.
 *
 * Each input record of a stage has exactly one fate, and what a stage gives
 * is what it passed on plus what it derived.  A stage whose counts do not add
 * up cannot be ended: run_counts_check says it, the table refuses it.
 */
#ifndef STORE_RUN_H
#define STORE_RUN_H

#include "base/err.h"
#include "base/text.h"
#include "store/page.h"

struct db;
struct findings;

/* "20261122T010203Z-000001" and a NUL: time, and the state's own count. */
#define RUN_ID_SIZE 40

struct run_info {
	struct slice tool;
	struct slice version;
	struct slice target;      /* or system; may be empty */
	struct slice arguments;   /* without secrets */
	struct slice traceparent; /* may be empty */
};

/* The numbers of one stage; those below `given` are for loads. */
struct run_counts {
	uint64_t taken; /* = passed + held + rejected + dropped + folded */
	uint64_t passed;
	uint64_t held;
	uint64_t rejected;
	uint64_t dropped; /* by a named rule */
	uint64_t folded;  /* into another record */
	uint64_t derived; /* made from others */
	uint64_t given;   /* = passed + derived */
	uint64_t sent;
	uint64_t created;
	uint64_t updated;
	uint64_t removed;
	uint64_t unchanged;
	uint64_t refused;
};

/* 0, or -1 and ERR_INPUT naming the sum that is wrong. */
int run_counts_check(const struct run_counts *c, struct err *e) MUST_USE;

/*
 * Notes the start of a run and gives its id: unique in this state, and the
 * same again under the same BOM_NOW and history.
 */
int run_start(struct db *db, const struct run_info *info,
    char run[RUN_ID_SIZE], struct err *e) MUST_USE;

/* The run's end: its exit status (0 to 255) and last words (may be empty). */
int run_end(struct db *db, const char *run, int status, struct slice message,
    struct err *e) MUST_USE;

/*
 * A stage's counts so far, over what was saved before; stages keep the order
 * of their first saving.
 */
int run_stage_save(struct db *db, const char *run, const char *stage,
    const struct run_counts *c, struct err *e) MUST_USE;

/* Its last counts; -1 with ERR_INPUT, and nothing saved, if they are off. */
int run_stage_end(struct db *db, const char *run, const char *stage,
    const struct run_counts *c, struct err *e) MUST_USE;

/* --- looking --- */

struct run_row {
	int64_t sequence;
	struct slice run, tool, version, target, arguments, traceparent;
	struct slice started;
	struct slice ended; /* empty: not ended, or died */
	int status;         /* -1 while not ended */
	struct slice message;
};

struct run_stage {
	struct slice stage, started;
	struct slice ended; /* empty: only saved so far */
	struct run_counts counts;
};

struct run_cursor {
	struct db *db;
	int64_t before;
	struct page page;
};

/* Runs, newest first.  Close with run_close. */
void run_open(struct run_cursor *c, struct db *db);
/* 1 a run, borrowed until the next call; 0; -1. */
int run_next(struct run_cursor *c, struct run_row *row, struct err *e)
    MUST_USE;
void run_close(struct run_cursor *c);

/* A run's stages in order, into `page`; then run_stage_next: false: no more. */
int run_stages(struct db *db, struct page *page, struct slice run,
    struct err *e) MUST_USE;
bool run_stage_next(struct page *page, struct run_stage *stage);

/* --- checkpoints --- */

struct run_checkpoint {
	const char *tool;
	const char *target;
	const char *name;
};

/*
 * A value from which a later run of the tool goes on (a watermark, the digest
 * of the input that was done last): put it in the transaction of the work
 * that it stands for.
 */
int run_checkpoint_put(struct db *db, const struct run_checkpoint *at,
    struct slice value, const char *run, struct err *e) MUST_USE;
/* 1 and the value in the arena, 0 there is none, -1. */
int run_checkpoint_get(struct db *db, const struct run_checkpoint *at,
    struct slice *value, struct arena *arena, struct err *e) MUST_USE;

/* Runs and stages that cannot be. */
int run_check(struct db *db, struct findings *f, struct err *e) MUST_USE;

#endif
