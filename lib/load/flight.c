/*
 * flight.c - ready tasks are started while there is room, then an answer is
 * waited for.
 */
#include "load/flight.h"

#include <poll.h>

#include "base/clock.h"
#include "base/hash.h"
#include "load/landing.h"

#define SLEEP_MOST 200

static bool
asked_to_stop(const struct flight *f)
{
	return (f->wish->stop && *f->wish->stop) || (f->wish->deadline &&
	    clock_ticks() >= f->wish->deadline);
}

/* --- the calls as tasks --- */

static enum http_op
op_of(const struct channel_call *call, enum flight_round round)
{
	if (round == FLIGHT_FIND)
		return HTTP_FIND;
	if (round == FLIGHT_POLL)
		return HTTP_CONFIRM;
	return call->op == CHANGE_REMOVE ? HTTP_REMOVE
	    : call->op == CHANGE_ADD ? HTTP_CREATE : HTTP_UPDATE;
}

/* An update needs the id: it is looked up where the ledger does not know. */
static bool
needs_id(const struct unit *u, enum http_op op)
{
	const struct http_section *s = u->call->section->http;

	return (op == HTTP_UPDATE || op == HTTP_REMOVE) && !u->looked &&
	    s->ops[HTTP_FIND].count && settle_id_unknown(s, u);
}

/* How many units go in one request, at most. */
static size_t
room(const struct flight *f, const struct task *t)
{
	long most = t->operation->batch;

	return (size_t)(t->odata ? f->settle.spec->odata_size : most > 1
	    ? most : 1); /* 1 to 10000 */
}

static void
set_odata(const struct flight *f, struct task *t)
{
	t->odata = f->settle.spec->odata_url.at && t->op != HTTP_CONFIRM &&
	    t->operation->count == 1 && !t->operation->steps[0].batch_said;
}

/* Calls of the same kind go together as far as there is room. */
static void
make_tasks(struct flight *f, bool removals)
{
	struct task *open = NULL;
	size_t i;

	for (i = 0; i < f->tasks.count; i++) {
		struct unit *u = &f->tasks.units[i];
		enum http_op op = op_of(u->call, f->round);
		enum task_why why = f->round == FLIGHT_FIND ? TASK_ASKED
		    : TASK_GO;

		if ((op == HTTP_REMOVE) != removals)
			continue;
		if (needs_id(u, op)) {
			u->looked = true;
			op = HTTP_FIND;
			why = TASK_FIRST;
		}
		if (open && (open->section != u->call->section ||
		    open->op != op || open->why != why ||
		    open->count >= room(f, open))) {
			task_put(&f->tasks, open);
			open = NULL;
		}
		if (!open) {
			open = task_new(&f->tasks, u->call->section, op, why);
			set_odata(f, open);
		}
		task_add(open, u);
	}
	if (open)
		task_put(&f->tasks, open);
}

/* --- starting --- */

/* Which units the step is for; those that `when` leaves out go along. */
static int
choose(struct flight *f, struct task *t, struct http_step *step,
    struct err *e)
{
	struct scene *s = &f->settle.spec->scene;
	bool yes = true;
	size_t i;

	task_reserve(t);
	for (i = 0; i < t->count; i++) {
		scene_enter(s, &t->units[i]->view);
		if (step->when) {
			const struct expr_input in = {.record = s->record};

			if (expr_holds(step->when, &in, &yes, NULL, e) < 0)
				return -1;
		}
		if (!yes)
			continue;
		t->views[t->sent_count] = &t->units[i]->view;
		t->sent[t->sent_count++] = t->units[i];
	}
	return 0;
}

static int
make_request(struct flight *f, struct task *t, struct http_step *step,
    struct err *e)
{
	struct http_spec *spec = f->settle.spec;
	struct scene *s = &spec->scene;
	struct request_part *parts;
	size_t i;
	int got;

	s->units = t->views;
	s->unit_count = t->sent_count;
	scene_enter(s, t->views[0]);
	if (!t->odata)
		return request_make(&t->request, spec, step, e);
	parts = mem_grow(NULL, t->sent_count, sizeof(*parts));
	for (i = 0; i < t->sent_count; i++)
		parts[i] = (struct request_part){step, t->views[i]};
	got = request_make_batch(&t->request, spec, parts, t->sent_count,
	    e);
	mem_free(parts);
	return got;
}

/* One key for several: another set, another key. */
static struct slice
key_of(const struct task *t, char text[HASH_TEXT_SIZE])
{
	struct hash128 sum = {0, 0};
	size_t i;

	if (t->sent_count == 1 && t->operation->count == 1)
		return t->views[0]->idempotency;
	for (i = 0; i < t->sent_count; i++)
		sum = hash_plus(sum, hash_128(t->views[i]->idempotency.at,
		    t->views[i]->idempotency.len));
	sum.low += t->step;
	hash_print(text, sum);
	return slice_of(text);
}

static int
submit(struct flight *f, struct task *t, struct err *e)
{
	char span[64] = "", key[HASH_TEXT_SIZE];
	bool writes = t->op == HTTP_CREATE || t->op == HTTP_UPDATE ||
	    t->op == HTTP_REMOVE;

	if (*f->trace)
		snprintf(span, sizeof(span), "00-%s-%016" PRIx64 "-01",
		    f->trace, ++f->spans);
	request_sign(&t->request, f->settle.spec, slice_of(span),
	    writes ? key_of(t, key) : SLICE(""));
	if (!writes)
		t->request.http.repeat = HTTP_REPEAT_SAFE;
	t->request.http.ctx = t;
	t->started = true;
	if (service_submit(f->service, &t->request.http, e) < 0)
		return -1;
	f->with_server++;
	return 0;
}

/* The next request of the task goes out, or it ends, or falls into parts. */
static int
start(struct flight *f, struct task *t, struct err *e)
{
	struct http_step *step;
	int got;

	f->settle.spec->scene.names = &t->section->http->names;
	for (;; t->step++) {
		if (t->step == t->operation->count)
			return landing_end(&f->settle, t, e);
		step = &t->operation->steps[t->step];
		if (choose(f, t, step, e) < 0)
			return -1;
		if (t->sent_count)
			break;
	}
	if (!t->odata && t->sent_count > (size_t)step->batch) { /* >= 1 */
		task_split(&f->tasks, t, (size_t)step->batch);
		return 0;
	}
	got = make_request(f, t, step, e);
	if (got < 0)
		return -1;
	if (got > 0)
		return submit(f, t, e);
	if (t->count > 1)
		task_split(&f->tasks, t, (t->count + 1) / 2);
	else
		landing_lacks(&f->settle, t);
	return 0;
}

/* --- the round --- */

/* Those of which nothing was sent; the rest has no answer. */
static void
give_up(struct flight *f)
{
	struct task *t;
	uint64_t wait;
	size_t i;

	while ((t = task_get(&f->tasks, UINT64_MAX, &wait)) != NULL) {
		for (i = 0; i < t->count; i++)
			if (!t->started && !t->units[i]->ended) {
				t->units[i]->ended = true;
				t->units[i]->call->answer = CHANNEL_UNSENT;
			}
		task_free(&f->tasks, t);
	}
}

static int
start_ready(struct flight *f, uint64_t *wait, struct err *e)
{
	bool stop = asked_to_stop(f);
	uint64_t now = clock_ticks();
	struct task *t;

	*wait = UINT64_MAX;
	while (!stop && !f->settle.stop.kind && !service_full(f->service) &&
	    (t = task_get(&f->tasks, now, wait)) != NULL) {
		if (start(f, t, e) < 0) {
			task_put(&f->tasks, t);
			return -1;
		}
	}
	return 0;
}

static int
take_answer(struct flight *f, struct err *e)
{
	const struct http_answer *a;
	int got = service_next(f->service, &a, e);

	if (got <= 0)
		return got < 0 ? -1 : err_set(e, ERR_AGAIN, "an answer was "
		    "lost sight of");
	f->with_server--;
	return landing_answer(&f->settle, a->request->ctx, a, e);
}

static int
round_run(struct flight *f, struct err *e)
{
	uint64_t wait;

	for (;;) {
		if (start_ready(f, &wait, e) < 0)
			return -1;
		if (f->with_server) {
			if (take_answer(f, e) < 0)
				return -1;
		} else if (f->settle.stop.kind) {
			return err_set(e, f->settle.stop.kind, "%s",
			    f->settle.stop.text);
		} else if (!f->tasks.ready || asked_to_stop(f)) {
			return 0;
		} else if (wait != UINT64_MAX) {
			poll(NULL, 0, wait > SLEEP_MOST ? SLEEP_MOST
			    : (int)wait);
		}
	}
}

static enum service_sense
sense(void *ctx, const struct http_request *r, const struct http_answer *a)
{
	struct flight *f = ctx;

	return landing_sense(&f->settle, r->ctx, a);
}

int
flight_run(struct flight *f, struct channel_call *calls, size_t count,
    struct arena *a, struct err *e)
{
	int rc;

	tasks_begin(&f->tasks, calls, count, a);
	f->settle.tasks = &f->tasks;
	err_clear(&f->settle.stop);
	service_set_judge(f->service, sense, f);
	make_tasks(f, false);
	rc = round_run(f, e);
	if (rc == 0)
		make_tasks(f, true);
	if (rc == 0)
		rc = round_run(f, e);
	if (rc < 0)
		f->with_server = 0; /* the service is of no more use */
	give_up(f);
	return rc;
}
