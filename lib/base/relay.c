/*
 * relay.c - two lines of batches under one lock.
 *
 * Batches hold the work of milliseconds, so a lock and a condition are cheap
 * enough.  One condition does: of two sides only one can be waiting.
 */
#include "base/relay.h"

#include "base/mem.h"

#include <pthread.h>

struct line {
	void *batches[RELAY_BATCHES_MOST];
	unsigned first, count;
};

struct relay {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t change;
	struct line blank, full;
	bool ended; /* one of the sides has */
	relay_work work;
	void *ctx;
	int rc; /* the thread's, until relay_end */
	struct err error;
};

static void
line_put(struct line *l, void *batch)
{
	if (l->count == RELAY_BATCHES_MOST)
		BUG("a relay has more batches than it was given");
	l->batches[(l->first + l->count++) % RELAY_BATCHES_MOST] = batch;
}

static void *
line_get(struct line *l)
{
	void *batch = l->batches[l->first];

	l->first = (l->first + 1) % RELAY_BATCHES_MOST;
	l->count--;
	return batch;
}

static void
side_end(struct relay *r)
{
	pthread_mutex_lock(&r->lock);
	r->ended = true;
	pthread_cond_signal(&r->change);
	pthread_mutex_unlock(&r->lock);
}

static void *
thread_main(void *ctx)
{
	struct relay *r = ctx;

	r->rc = r->work(r, r->ctx, &r->error);
	side_end(r);
	return NULL;
}

struct relay *
relay_start(void *const *batches, unsigned count, relay_work work, void *ctx,
    struct err *e)
{
	struct relay *r = mem_zero(sizeof(*r));
	unsigned i;

	if (count < 2)
		BUG("a relay needs two batches");
	for (i = 0; i < count; i++)
		line_put(&r->blank, batches[i]);
	r->work = work;
	r->ctx = ctx;
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->change, NULL);
	errno = pthread_create(&r->thread, NULL, thread_main, r);
	if (!errno)
		return r;
	/* whatever the number is, later there may be room for a thread */
	err_set(e, ERR_AGAIN, "cannot start a thread: %s", strerror(errno));
	pthread_cond_destroy(&r->change);
	pthread_mutex_destroy(&r->lock);
	mem_free(r);
	return NULL;
}

int
relay_end(struct relay *r, struct err *e)
{
	int rc;

	if (!r)
		return 0;
	side_end(r);
	pthread_join(r->thread, NULL);
	rc = r->rc;
	if (rc < 0)
		err_set(e, r->error.kind, "%s", r->error.text);
	pthread_cond_destroy(&r->change);
	pthread_mutex_destroy(&r->lock);
	mem_free(r);
	return rc;
}

void *
relay_blank(struct relay *r)
{
	void *batch;

	pthread_mutex_lock(&r->lock);
	while (!r->blank.count && !r->ended)
		pthread_cond_wait(&r->change, &r->lock);
	batch = r->ended ? NULL : line_get(&r->blank);
	pthread_mutex_unlock(&r->lock);
	return batch;
}

void *
relay_take(struct relay *r)
{
	void *batch;

	pthread_mutex_lock(&r->lock);
	while (!r->full.count && !r->ended)
		pthread_cond_wait(&r->change, &r->lock);
	batch = r->full.count ? line_get(&r->full) : NULL;
	pthread_mutex_unlock(&r->lock);
	return batch;
}

static void
put(struct relay *r, struct line *l, void *batch)
{
	pthread_mutex_lock(&r->lock);
	line_put(l, batch);
	pthread_cond_signal(&r->change);
	pthread_mutex_unlock(&r->lock);
}

void
relay_pass(struct relay *r, void *batch)
{
	put(r, &r->full, batch);
}

void
relay_return(struct relay *r, void *batch)
{
	put(r, &r->blank, batch);
}

/* --- without batches --- */

struct task {
	void (*run)(void *ctx);
	void *ctx;
};

static void *
task_main(void *ctx)
{
	struct task *t = ctx;

	t->run(t->ctx);
	return NULL;
}

void
relay_both(void (*run)(void *ctx), void *one, void *other)
{
	struct task t = {run, other};
	pthread_t thread;
	bool beside = pthread_create(&thread, NULL, task_main, &t) == 0;

	run(one);
	if (beside)
		pthread_join(thread, NULL);
	else
		run(other);
}
