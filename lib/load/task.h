/*
 * task.h - units on their way to an HTTP target, and the requests they wait
 * for.
 *
 * A task is some units that go through the requests of one operation
 * together.  It is in one place at a time: ready, with the server, or free.
 */
#ifndef LOAD_TASK_H
#define LOAD_TASK_H

#include "load/channel.h"
#include "load/request.h"

/* Why a record is looked up. */
enum task_why {
	TASK_GO,      /* it is not: the operation itself */
	TASK_ASKED,   /* the caller wants to know */
	TASK_FIRST,   /* its id is needed for what comes next */
	TASK_LEARN,   /* the answer did not say its id */
	TASK_LOST,    /* nobody knows whether it has been done */
};

struct unit {
	struct channel_call *call;
	struct scene_unit view;
	struct task *task; /* where it is */
	bool ended;   /* the call has its answer */
	bool looked;  /* its id was asked for before all else */
	long tries;   /* of what failed for good, or was lost */
	struct slice words; /* of the failure before */
};

struct task {
	enum http_op op;
	enum task_why why;
	const struct target_section *section;
	struct http_operation *operation;
	size_t step;
	bool started; /* something of it has been sent */
	uint64_t not_before;
	bool odata; /* goes in a $batch */
	struct unit **units;
	size_t count, size;
	/* --- those that the request at hand is for --- */
	struct unit **sent;
	const struct scene_unit **views;
	size_t sent_count;
	struct request request;
	struct task *next;
};

struct tasks {
	struct task *ready, **end, *free;
	struct unit *units; /* of one round */
	size_t count;
	struct arena *arena; /* the caller's, for what calls are given */
	struct arena parts;
};

void tasks_init(struct tasks *t);
void tasks_release(struct tasks *t);

/* Makes units of the calls; `arena` is for what they are given. */
void tasks_begin(struct tasks *t, struct channel_call *calls, size_t count,
    struct arena *arena);

/* A new task without units, for what the section does for `op`. */
struct task *task_new(struct tasks *t, const struct target_section *s,
    enum http_op op, enum task_why why);
void task_add(struct task *task, struct unit *u);
/* To the end of the ready ones; a task without units is freed. */
void task_put(struct tasks *t, struct task *task);
/* The first that is ready at `now`; *wait is when the next one is, in ms. */
struct task *task_get(struct tasks *t, uint64_t now, uint64_t *wait);
void task_free(struct tasks *t, struct task *task);

/* Room in `sent` and `views` for all of its units. */
void task_reserve(struct task *task);
/* Keeps only units that are still its own and not ended; true: there are. */
bool task_keep(struct task *task);

/*
 * Puts its units into tasks of at most `most` in its place; the task itself
 * is freed.
 */
void task_split(struct tasks *t, struct task *task, size_t most);

/* The same operation for one of its units alone, once more. */
struct task *task_alone(struct tasks *t, const struct task *task,
    struct unit *u, enum http_op op, enum task_why why);

#endif
