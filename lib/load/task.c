/*
 * task.c - tasks are kept when they are done: their texts have grown to the
 * size of a request.
 */
#include "load/task.h"

static const char *const states[] = {"same", "new", "changed", "gone"};

void
tasks_init(struct tasks *t)
{
	memset(t, 0, sizeof(*t));
	t->end = &t->ready;
}

static void
free_list(struct task *task)
{
	while (task) {
		struct task *next = task->next;

		request_release(&task->request);
		mem_free(task->units);
		mem_free(task->sent);
		mem_free(task->views);
		mem_free(task);
		task = next;
	}
}

void
tasks_release(struct tasks *t)
{
	free_list(t->ready);
	free_list(t->free);
	mem_free(t->units);
	arena_release(&t->parts);
	tasks_init(t);
}

/* --- units --- */

static void
view_parts(struct tasks *t, struct scene_unit *v,
    const struct channel_call *call)
{
	size_t i, all = call->part_count + call->gone_count;
	struct scene_part *parts;

	if (!all)
		return;
	parts = arena_alloc(&t->parts, all * sizeof(*parts));
	for (i = 0; i < all; i++)
		parts[i] = (struct scene_part){.type = call->parts[i].type,
		    .state = states[call->parts[i].is],
		    .record = call->parts[i].record,
		    .external_id = call->parts[i].external_id};
	v->parts = parts;
	v->part_count = call->part_count;
	v->gone_count = call->gone_count;
}

void
tasks_begin(struct tasks *t, struct channel_call *calls, size_t count,
    struct arena *arena)
{
	size_t i;

	arena_reset(&t->parts);
	t->arena = arena;
	t->units = mem_grow(t->units, count + 1, sizeof(*t->units));
	t->count = count;
	for (i = 0; i < count; i++) {
		struct unit *u = &t->units[i];
		struct channel_call *call = &calls[i];

		memset(u, 0, sizeof(*u));
		u->call = call;
		u->view = (struct scene_unit){.root = call->record,
		    .key = call->key, .external_id = call->external_id,
		    .etag = call->etag, .idempotency = call->idempotency,
		    .ticket = call->ticket};
		view_parts(t, &u->view, call);
		call->answer = CHANNEL_NONE;
	}
}

/* --- tasks --- */

struct task *
task_new(struct tasks *t, const struct target_section *s, enum http_op op,
    enum task_why why)
{
	struct task *task = t->free;

	if (task) {
		t->free = task->next;
	} else {
		task = mem_zero(sizeof(*task));
		request_init(&task->request);
	}
	task->op = op;
	task->why = why;
	task->section = s;
	/* without an update the target takes a create for one */
	if (op == HTTP_UPDATE && !s->http->ops[op].count)
		op = HTTP_CREATE;
	task->operation = &s->http->ops[op];
	task->step = 0;
	task->started = task->odata = false;
	task->not_before = 0;
	task->count = 0;
	task->next = NULL;
	return task;
}

void
task_add(struct task *task, struct unit *u)
{
	if (task->count == task->size) {
		task->size = mem_next_size(task->size, task->count + 1);
		task->units = mem_grow(task->units, task->size,
		    sizeof(*task->units));
	}
	u->task = task;
	task->units[task->count++] = u;
}

void
task_reserve(struct task *task)
{
	task->sent = mem_grow(task->sent, task->size, sizeof(*task->sent));
	task->views = mem_grow(task->views, task->size,
	    sizeof(*task->views));
	task->sent_count = 0;
}

bool
task_keep(struct task *task)
{
	size_t i, n = 0;

	for (i = 0; i < task->count; i++)
		if (task->units[i]->task == task && !task->units[i]->ended)
			task->units[n++] = task->units[i];
	task->count = n;
	return n > 0;
}

void
task_free(struct tasks *t, struct task *task)
{
	task->next = t->free;
	t->free = task;
}

void
task_put(struct tasks *t, struct task *task)
{
	if (!task->count) {
		task_free(t, task);
		return;
	}
	task->next = NULL;
	*t->end = task;
	t->end = &task->next;
}

struct task *
task_get(struct tasks *t, uint64_t now, uint64_t *wait)
{
	struct task **at = &t->ready, *task;

	*wait = UINT64_MAX;
	for (; (task = *at) != NULL; at = &task->next) {
		if (task->not_before <= now) {
			*at = task->next;
			if (!*at)
				t->end = at;
			return task;
		}
		if (task->not_before - now < *wait)
			*wait = task->not_before - now;
	}
	return NULL;
}

static struct task *
another(struct tasks *t, const struct task *task)
{
	struct task *other = task_new(t, task->section, task->op, task->why);

	other->step = task->step;
	other->started = task->started;
	other->odata = task->odata;
	other->not_before = task->not_before;
	return other;
}

void
task_split(struct tasks *t, struct task *task, size_t most)
{
	struct task *other = NULL;
	size_t i;

	for (i = 0; i < task->count; i++) {
		if (other && other->count == most) {
			task_put(t, other);
			other = NULL;
		}
		if (!other)
			other = another(t, task);
		task_add(other, task->units[i]);
	}
	if (other)
		task_put(t, other);
	task_free(t, task);
}

struct task *
task_alone(struct tasks *t, const struct task *task, struct unit *u,
    enum http_op op, enum task_why why)
{
	struct task *other = task_new(t, task->section, op, why);

	task_add(other, u);
	task_put(t, other);
	return other;
}
