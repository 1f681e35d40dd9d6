/*
 * http_target.c - a service, and the ids that the target has given.
 *
 * Ids of other records come out of the state's cross-references; those that
 * were looked up or given in this run are remembered, some thousand of them.
 */
#include "load/http_target.h"

#include "base/hash.h"
#include "base/map.h"
#include "load/flight.h"
#include "store/xref.h"

#define IDS_MOST 65536
#define TEXT_MOST ((size_t)64 * 1024 * 1024)

struct ids {
	struct map places; /* type and key as text, to the id's place */
	struct slice *at;
	size_t count;
	struct arena arena;
};

struct http_channel {
	struct channel base;
	const struct target_profile *profile;
	struct server server; /* of the profile, perhaps with fewer at a time */
	struct flight flight;
	struct channel_wish wish;
	struct ids ids;
	struct buf key;
};

/* --- ids --- */

static void
ids_forget(struct ids *ids)
{
	map_release(&ids->places);
	arena_reset(&ids->arena);
	ids->count = 0;
}

static void
ids_put(struct ids *ids, struct slice key, struct slice id)
{
	uint64_t *at;
	bool added;

	if (ids->count == IDS_MOST)
		ids_forget(ids);
	if (!ids->at)
		ids->at = mem_grow(NULL, IDS_MOST, sizeof(*ids->at));
	at = map_put(&ids->places, key, &added);
	if (added)
		*at = ids->count++;
	ids->at[*at] = slice_copy(id, &ids->arena);
}

static void
name_key(struct buf *b, const struct key *k)
{
	buf_clear(b);
	key_add_text(b, k);
}

static int
find_id(void *ctx, const struct key *k, struct slice *id, struct err *e)
{
	struct http_channel *c = ctx;
	struct arena a = ARENA_INIT;
	struct xref x = {.target = slice_of(c->profile->name),
	    .type = schema_types[k->type].name};
	uint64_t *at;
	int got;

	name_key(&c->key, k);
	at = map_find(&c->ids.places, buf_slice(&c->key));
	if (at) {
		*id = c->ids.at[*at];
		return 1;
	}
	if (!c->wish.db)
		return 0;
	x.plm_id = buf_slice(&c->key);
	(void)slice_cut(&x.plm_id, ':');
	got = xref_find(c->wish.db, &x, &a, e);
	if (got > 0) {
		ids_put(&c->ids, buf_slice(&c->key), x.external_id);
		at = map_find(&c->ids.places, buf_slice(&c->key));
		*id = c->ids.at[*at];
	}
	arena_release(&a);
	return got;
}

/* The call is done: what others may ask for. */
static void
keep_id(void *ctx, const struct channel_call *call)
{
	struct http_channel *c = ctx;
	struct arena a = ARENA_INIT;
	struct key k;

	if (call->external_id.len && call->op != CHANGE_REMOVE &&
	    key_parse_prefix(&k, call->key, &a)) {
		name_key(&c->key, &k);
		ids_put(&c->ids, buf_slice(&c->key), call->external_id);
	}
	arena_release(&a);
}

/* --- opening and closing --- */

/* The trace of the run that called, or one of this run's own. */
static void
set_trace(struct flight *f, const struct channel_wish *wish,
    const struct target_profile *p)
{
	const char *parent = wish->traceparent;
	const char *run = wish->run ? wish->run : "";
	struct hash128 h;

	if (!p->http->traceparent)
		return;
	if (parent && strlen(parent) >= 35) {
		snprintf(f->trace, sizeof(f->trace), "%.32s", parent + 3);
	} else {
		h = hash_128(run, strlen(run));
		hash_print(f->trace, h);
	}
	f->spans = hash_64(run, strlen(run)) & 0x7fffffffffff0000;
}

static void
http_target_close(struct channel *base)
{
	struct http_channel *c = (struct http_channel *)base; /* its own */

	service_close(c->flight.service);
	tasks_release(&c->flight.tasks);
	ids_forget(&c->ids);
	arena_release(&c->ids.arena);
	mem_free(c->ids.at);
	buf_release(&c->key);
	mem_free(c);
}

static int
http_target_open(struct channel **out, const struct channel_wish *wish,
    struct err *e)
{
	const struct target_profile *p = wish->profile;
	struct http_channel *c = mem_zero(sizeof(*c));
	struct flight *f = &c->flight;

	c->base.kind = &http_target;
	c->base.place = p->http->server.url.at; /* with a NUL behind it */
	c->profile = p;
	c->wish = *wish;
	c->server = p->http->server;
	if (wish->concurrency)
		c->server.connections = wish->concurrency >
		    SERVER_CONNECTIONS_MOST ? SERVER_CONNECTIONS_MOST
		    : (long)wish->concurrency; /* at most 64 */
	buf_init(&c->key, TEXT_MOST);
	tasks_init(&f->tasks);
	f->wish = &c->wish;
	f->settle = (struct settle){.spec = p->http, .tell = keep_id,
	    .tell_ctx = c};
	set_trace(f, wish, p);
	p->http->scene.find = find_id;
	p->http->scene.find_ctx = c;
	if (wish->file)
		(void)err_set(e, ERR_USAGE, "%s: --target-file is for targets "
		    "that are files", p->doc.name);
	if (e->kind || service_open(&f->service, &c->server, NULL, e) < 0) {
		http_target_close(&c->base);
		return -1;
	}
	*out = &c->base;
	return 0;
}

/* --- rounds --- */

/* Until the tables are there, nothing can be sent: nothing is in doubt. */
static int
run_round(struct http_channel *c, struct channel_call *calls, size_t count,
    struct arena *a, struct err *e)
{
	struct flight *f = &c->flight;
	struct http_spec *spec = c->profile->http;
	size_t i;

	if (http_tables_fill(&spec->tables, f->service, &spec->answers,
	    e) == 0)
		return flight_run(f, calls, count, a, e);
	for (i = 0; i < count; i++)
		calls[i].answer = CHANNEL_UNSENT;
	return -1;
}

static int
http_target_send(struct channel *base, struct channel_call *calls,
    size_t count, struct arena *a, struct err *e)
{
	struct http_channel *c = (struct http_channel *)base; /* its own */

	c->flight.round = FLIGHT_SEND;
	return run_round(c, calls, count, a, e);
}

/* Without a request that finds, sending again does no harm. */
static int
http_target_find(struct channel *base, struct channel_call *calls,
    size_t count, struct arena *a, struct err *e)
{
	struct http_channel *c = (struct http_channel *)base; /* its own */
	size_t i, begin = 0;

	c->flight.round = FLIGHT_FIND;
	for (i = 0; i <= count; i++) {
		if (i < count &&
		    calls[i].section->http->ops[HTTP_FIND].count)
			continue;
		if (i > begin && run_round(c, calls + begin, i - begin,
		    a, e) < 0)
			return -1;
		begin = i + 1;
		if (i < count)
			calls[i].answer = calls[i].op == CHANGE_ADD
			    ? CHANNEL_ABSENT : CHANNEL_NOT;
	}
	return 0;
}

static int
http_target_poll(struct channel *base, struct channel_call *calls,
    size_t count, struct arena *a, struct err *e)
{
	struct http_channel *c = (struct http_channel *)base; /* its own */

	c->flight.round = FLIGHT_POLL;
	return run_round(c, calls, count, a, e);
}

static int
http_target_show(const struct channel_wish *wish,
    const struct channel_call *call, struct buf *out, struct err *e)
{
	struct http_spec *spec = wish->profile->http;
	struct http_section *s = call->section->http;
	struct channel_call copy = *call;
	struct arena arena = ARENA_INIT;
	struct http_operation *o;
	struct tasks tasks;
	struct request r;
	const struct scene_unit *view;
	size_t step = 0; /* the first that changes something */
	int got;

	o = &s->ops[call->op == CHANGE_REMOVE ? HTTP_REMOVE
	    : call->op == CHANGE_CHANGE && s->ops[HTTP_UPDATE].count
	    ? HTTP_UPDATE : HTTP_CREATE];
	if (!o->count)
		return 0;
	while (step + 1 < o->count && o->steps[step].asks)
		step++;
	request_init(&r);
	tasks_init(&tasks);
	tasks_begin(&tasks, &copy, 1, &arena);
	view = &tasks.units[0].view;
	spec->scene.units = &view;
	spec->scene.unit_count = 1;
	spec->scene.names = &s->names;
	scene_enter(&spec->scene, view);
	got = request_make(&r, spec, &o->steps[step], e);
	if (got >= 0) {
		buf_printf(out, "%s ", o->steps[step].method);
		buf_add_slice(out, buf_slice(&r.url));
		if (r.body.len) {
			buf_add_byte(out, '\n');
			buf_add_slice(out, buf_slice(&r.body));
		}
		buf_add_byte(out, '\n');
	}
	request_release(&r);
	tasks_release(&tasks);
	arena_release(&arena);
	return got < 0 ? -1 : 0;
}

const struct channel_kind http_target = {
    .name = "http",
    .records = true,
    .open = http_target_open,
    .find = http_target_find,
    .send = http_target_send,
    .poll = http_target_poll,
    .show = http_target_show,
    .close = http_target_close,
};
