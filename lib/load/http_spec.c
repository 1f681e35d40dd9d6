/*
 * http_spec.c - reading requests.
 *
 * Every expression is compiled and tried here, so that a profile that has
 * been read makes requests.
 */
#include "load/http_spec.h"


const char *const http_spec_top_keys[] = {
	"target", "kind", "types", "server", "idempotency", "traceparent",
	"absent", "answers", "tables", "odata", "breaker", NULL,
};
const char *const http_spec_section_keys[] = {
	"with", "removal", "conflict", "lacks", "external_id", "etag",
	"absent", "answers", "find", "create", "update", "remove", "confirm",
	NULL,
};
static const char *const odata_keys[] = {"url", "size", "atomic", NULL};
static const char *const absent_names[] = {"leave_out", "null", NULL};
static const char *const op_names[] = {
	"find", "create", "update", "remove", "confirm",
};

const struct auth_keys http_spec_keys[] = {
	{"odata", odata_keys},
	{"table", http_table_keys},
	{"request", http_step_keys},
	{"results", http_step_results_keys},
	{"place", http_step_place_keys},
	{"answer", verdict_keys},
	{NULL, NULL},
};

/* --- the top --- */

static int
read_absent(const struct ydoc_node *n, enum body_absent *out, struct err *e)
{
	int choice = (int)*out;

	if (ydoc_choice(n, absent_names, &choice, e) < 0)
		return -1;
	*out = (enum body_absent)choice; /* names in its order */
	return 0;
}

static int
read_odata(struct http_spec *h, const struct ydoc_node *n, struct err *e)
{
	if (!n)
		return 0;
	h->odata_url = SLICE("$batch");
	h->odata_size = 100;
	if (ydoc_check_keys(n, odata_keys, e) < 0 ||
	    ydoc_text(ydoc_get(n, "url"), &h->odata_url, e) < 0 ||
	    ydoc_number(ydoc_get(n, "size"), (struct ydoc_range){1, 10000},
	    &h->odata_size, e) < 0)
		return -1;
	return ydoc_flag(ydoc_get(n, "atomic"), &h->odata_atomic, e);
}

static int
read_idempotency(struct http_spec *h, const struct ydoc_node *n,
    struct err *e)
{
	size_t i;

	h->idempotency = SLICE("");
	if (ydoc_text(n, &h->idempotency, e) < 0)
		return -1;
	for (i = 0; i < h->idempotency.len; i++)
		if ((unsigned char)h->idempotency.at[i] <= ' ' ||
		    strchr(":()<>@,;\\\"/[]?={}", h->idempotency.at[i]))
			return ydoc_error(n, e, "is no name of a header");
	return 0;
}

int
http_spec_read(struct http_spec *h, const struct ydoc_node *root,
    struct arena *a, struct err *e)
{
	const struct ydoc_node *server = ydoc_need(root, "server", e);

	memset(h, 0, sizeof(*h));
	h->arena = a;
	h->traceparent = true;
	h->breaker = 5;
	if (!server || server_read(&h->server, server, a, e) < 0 ||
	    scene_init(&h->scene, e) < 0 ||
	    read_idempotency(h, ydoc_get(root, "idempotency"), e) < 0 ||
	    ydoc_flag(ydoc_get(root, "traceparent"), &h->traceparent,
	    e) < 0 ||
	    read_absent(ydoc_get(root, "absent"), &h->absent, e) < 0 ||
	    verdict_read(&h->answers, ydoc_get(root, "answers"), a, e) < 0 ||
	    http_tables_read(&h->tables, ydoc_get(root, "tables"),
	    h->scene.env, a, e) < 0 ||
	    read_odata(h, ydoc_get(root, "odata"), e) < 0)
		return -1;
	return ydoc_number(ydoc_get(root, "breaker"),
	    (struct ydoc_range){1, 1000000}, &h->breaker, e);
}

void
http_spec_release(struct http_spec *h)
{
	verdict_release(&h->answers);
	scene_release(&h->scene);
}

/* --- sections --- */

struct reading {
	struct http_section *section;
	const struct http_section_types *types;
	struct http_step_maker steps;
};

/* A member is read by a request that changes something. */
static void
note_sent(void *ctx, enum record_type type, unsigned member)
{
	const struct reading *r = ctx;
	size_t i;

	for (i = 0; i < r->types->count; i++)
		if (r->types->at[i].type == type)
			r->types->at[i].sends[member] = true;
}

static int
read_operation(struct reading *r, enum http_op op,
    const struct ydoc_node *n, struct err *e)
{
	struct http_operation *o = &r->section->ops[op];
	const struct ydoc_node *one = n;
	bool list = n && n->kind == YDOC_LIST;

	if (!n)
		return 0;
	if (list && !n->count)
		return ydoc_error(n, e, "is empty");
	r->steps.op = op;
	r->steps.texts.note = op == HTTP_CREATE || op == HTTP_UPDATE
	    ? note_sent : NULL;
	r->steps.texts.note_ctx = r;
	if (list)
		one = n->first;
	o->steps = arena_alloc(r->steps.texts.arena,
	    (list ? n->count : 1) * sizeof(*o->steps));
	for (; one; one = list ? one->next : NULL) {
		struct http_step *step = &o->steps[o->count++];

		memset(step, 0, sizeof(*step));
		r->steps.last = !list || !one->next;
		if (http_step_read(step, one, &r->steps, e) < 0)
			return -1;
		if (step->batch > o->batch)
			o->batch = step->batch;
	}
	return 0;
}

/* "MEMBER" of the root, or "TYPE.MEMBER". */
static int
read_lack(const struct reading *r, const struct ydoc_node *n,
    struct slice text, struct err *e)
{
	const struct http_sends *t = &r->types->at[0];
	struct slice name = text, type = text;
	const char *dot = memchr(text.at, '.', text.len);
	size_t i;
	int at;

	if (dot) {
		name = text;
		type = slice_cut(&name, '.');
		for (i = 0; i < r->types->count; i++)
			if (slice_equal(type, schema_types[
			    r->types->at[i].type].name))
				break;
		if (i == r->types->count)
			return ydoc_error(n, e, "\"%.*s\" is no type of this "
			    "section", SLICE_ARGS(type));
		t = &r->types->at[i];
	}
	at = slice_is(name, "attrs") ? SCHEMA_MEMBERS_MOST
	    : schema_member_find(t->type, name);
	if (at < 0) {
		const char *near = schema_member_nearest(t->type, name);

		return ydoc_error(n, e, "%.*s has no member \"%.*s\"%s%s%s",
		    SLICE_ARGS(schema_types[t->type].name), SLICE_ARGS(name),
		    near ? " (nearest: " : "", near ? near : "",
		    near ? ")" : "");
	}
	if (t->sends[at])
		return ydoc_error(n, e, "\"%.*s\" is sent by create or update, "
		    "so the target does not lack it", SLICE_ARGS(text));
	return 0;
}

static int
read_lacks(const struct reading *r, const struct ydoc_node *n, struct err *e)
{
	struct ydoc_texts texts = {NULL, 0};
	size_t i;

	if (ydoc_texts(n, &texts, e) < 0)
		return -1;
	for (i = 0; i < texts.count; i++)
		if (read_lack(r, n, texts.at[i], e) < 0)
			return -1;
	return 0;
}

static bool
repeatable(const struct http_spec *h, const struct http_operation *o)
{
	size_t i;

	for (i = 0; i < o->count; i++)
		if (!o->steps[i].repeat && !h->idempotency.len &&
		    strcmp(o->steps[i].method, "PUT") &&
		    strcmp(o->steps[i].method, "DELETE") &&
		    strcmp(o->steps[i].method, "GET"))
			return false;
	return true;
}

/* What was sent and not answered must be found out, or do no harm twice. */
static int
check_operations(const struct http_spec *h, const struct http_section *s,
    const struct ydoc_node *n, struct err *e)
{
	static const enum http_op writes[] = {
		HTTP_CREATE, HTTP_UPDATE, HTTP_REMOVE,
	};
	size_t i;

	if (!s->ops[HTTP_CREATE].count)
		return ydoc_error_key(n, e, "needs \"create\"");
	for (i = 0; i < COUNT_OF(writes); i++)
		if (!s->ops[HTTP_FIND].count &&
		    !repeatable(h, &s->ops[writes[i]]))
			return ydoc_error_key(n, e, "needs \"find\": what "
			    "became of a \"%s\" whose answer is lost? (or a "
			    "method PUT, idempotency, or repeat: yes, if to "
			    "send it twice does no harm)",
			    op_names[writes[i]]);
	return 0;
}

/* What is found is compared with what update, or create, would send. */
static int
default_matches(struct reading *r, const struct ydoc_node *n, struct err *e)
{
	const struct http_operation *find = &r->section->ops[HTTP_FIND];
	const struct ydoc_node *from = ydoc_get(n, "update");
	struct http_step *last;

	if (!find->count)
		return 0;
	last = &find->steps[find->count - 1];
	if (last->matches)
		return 0;
	if (!from)
		from = ydoc_get(n, "create");
	if (from->kind == YDOC_MAP)
		from = ydoc_get(from, "body");
	if (!from || from->kind != YDOC_MAP || last->batch > 1)
		return ydoc_error(last->node, e, "needs \"matches\": what the "
		    "record over there has when it is as asked");
	r->steps.texts.note = NULL;
	last->matches = skeleton_compile(from, &r->steps.parts,
	    &r->steps.texts, e);
	return last->matches ? 0 : -1;
}

static void
begin(struct reading *r, struct http_section *s, struct http_spec *h)
{
	const struct http_section_types *types = r->types;
	size_t i;

	r->section = s;
	r->steps.texts = (struct template_maker){.scene = &h->scene,
	    .arena = h->arena, .root = types->at[0].type,
	    .type = types->at[0].type};
	r->steps.names = &s->names;
	h->scene.names = &s->names;
	for (i = 0; i < types->count; i++) {
		memset(types->at[i].sends, 0, SCHEMA_MEMBERS_MOST + 1);
		if (i)
			r->steps.parts.has[types->at[i].type] = true;
	}
}

int
http_section_read(struct http_section *s, struct http_spec *h,
    const struct ydoc_node *n, const struct http_section_types *types,
    struct err *e)
{
	struct reading r = {.types = types};
	struct arena *a = h->arena;
	int op;

	memset(s, 0, sizeof(*s));
	begin(&r, s, h);
	s->absent = h->absent;
	if (ydoc_check_keys(n, http_spec_section_keys, e) < 0 ||
	    read_absent(ydoc_get(n, "absent"), &s->absent, e) < 0 ||
	    verdict_read(&s->answers, ydoc_get(n, "answers"), a, e) < 0)
		return -1;
	r.steps.absent = s->absent;
	for (op = 0; op < HTTP_OPS; op++)
		if (read_operation(&r, (enum http_op)op, /* all of them */
		    ydoc_get(n, op_names[op]), e) < 0)
			return -1;
	/* behind them: they may say what the requests have taken */
	r.steps.texts.note = NULL;
	if (http_step_place(&s->external_id, ydoc_get(n, "external_id"),
	    &r.steps.texts, e) < 0 ||
	    http_step_place(&s->etag, ydoc_get(n, "etag"), &r.steps.texts,
	    e) < 0 ||
	    check_operations(h, s, n, e) < 0 ||
	    read_lacks(&r, ydoc_get(n, "lacks"), e) < 0)
		return -1;
	return default_matches(&r, n, e);
}

void
http_section_release(struct http_section *s)
{
	size_t op, i;

	http_step_place_release(&s->external_id);
	http_step_place_release(&s->etag);
	verdict_release(&s->answers);
	for (op = 0; op < HTTP_OPS; op++) {
		for (i = 0; i < s->ops[op].count; i++)
			http_step_release(&s->ops[op].steps[i]);
		s->ops[op].count = 0;
	}
}
