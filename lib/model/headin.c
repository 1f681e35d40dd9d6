/* headin.c - the objects of heads and ends, member by member. */
#include "model/headin.h"

#include "format/json_add.h"
#include "model/walk.h"

static int
read_kind(struct walk *w, struct err *e)
{
	struct head *h = w->into;
	struct slice text = {"", 0};
	unsigned i;

	if (walk_text(w, SLICE("kind"), &text, e) < 0)
		return -1;
	for (i = 0; i <= HEAD_DELTA; i++)
		if (slice_is(text, head_kind_name((enum head_kind)i))) {
			h->kind = (enum head_kind)i;
			return 0;
		}
	return json_error(&w->json, e, "kind: \"%.*s\" is unknown (expected "
	    "snapshot, upsert or delta)", SLICE_ARGS(text));
}

static int
shard_member(struct walk *w, struct slice name, struct err *e)
{
	static const char *const names[] = {"k", "n", NULL};
	unsigned i = 0;
	int got = walk_known(w, name, names, &i, e);
	struct head *h = w->into;
	uint64_t n;

	/* passed over, it would be missing in the line that the seal hashed */
	if (!got)
		return json_error(&w->json, e, "shard: unknown member "
		    "\"%.*s\"", SLICE_ARGS(name));
	if (got < 0 || walk_whole(w, name, &n, e) < 0)
		return -1;
	if (n < 1 || n > 100000)
		return json_error(&w->json, e, "shard: %.*s must be from 1 to "
		    "100000", SLICE_ARGS(name));
	if (i == 0)
		h->shard_k = (unsigned)n;
	else
		h->shard_n = (unsigned)n;
	return 0;
}

static int
read_shard(struct walk *w, struct err *e)
{
	const struct head *h = w->into;

	if (walk_object(w, SLICE("shard"), shard_member, e) < 0)
		return -1;
	if (w->whole != 3 || h->shard_k > h->shard_n)
		return json_error(&w->json, e, "shard: must have k and n, k "
		    "from 1 to n");
	return 0;
}

/* The list with room for one more; it doubles at powers of two. */
static void *
grown(struct walk *w, void *list, size_t count, size_t size)
{
	void *more;

	if (count & (count - 1))
		return list;
	more = arena_alloc(w->json.arena, (count ? 2 * count : 1) * size);
	if (count)
		memcpy(more, list, count * size);
	return more;
}

/* A member that this version does not know: kept. */
static int
read_other(struct walk *w, struct slice name, struct extras *into,
    struct err *e)
{
	struct buf text = BUF_INIT(SIZE_MAX / 2);
	struct value v = {VALUE_RAW, {"", 0}, NULL, 0};
	int rc = -1;

	if (value_check_text(&w->json, SLICE("a member's name"), name, e) < 0 ||
	    json_add_canonical(&text, &w->json, e) < 0)
		goto out;
	v.text = slice_copy(buf_slice(&text), w->json.arena);
	if (slice_is(v.text, "null"))
		v.kind = VALUE_ABSENT;
	extras_append(into, name, v, w->json.arena);
	rc = 0;
out:
	buf_release(&text);
	return rc;
}

static int
sort_others(struct walk *w, struct extras *others, struct err *e)
{
	struct slice twice = extras_sort(others);

	if (!twice.at)
		return 0;
	return json_error(&w->json, e, "%.*s: stands twice",
	    SLICE_ARGS(twice));
}

static int
tool_arguments(struct walk *w, struct head_tool *tool, struct err *e)
{
	struct json_value got;
	int more;

	if (json_value(&w->json, &got, e) < 0)
		return -1;
	if (got.kind != JSON_ARRAY)
		return value_wrong_kind(&w->json, SLICE("arguments"),
		    "an array", got.kind, e);
	/* an order that means something, and doubles that count: no set */
	while ((more = json_element(&w->json, e)) > 0) {
		struct slice text = {"", 0};

		if (walk_text(w, SLICE("arguments"), &text, e) < 0)
			return -1;
		tool->arguments = grown(w, tool->arguments,
		    tool->argument_count, sizeof(text));
		tool->arguments[tool->argument_count++] = text;
	}
	return more;
}

static int
tool_member(struct walk *w, struct slice name, struct err *e)
{
	static const char *const names[] = {
	    "tool", "version", "arguments", NULL};
	struct head *h = w->into;
	struct head_tool *tool = &h->by[h->by_count];
	unsigned i = 0;
	int got = walk_known(w, name, names, &i, e);

	if (got <= 0)
		return got < 0 ? -1 : read_other(w, name, &tool->others, e);
	if (i == 2)
		return tool_arguments(w, tool, e);
	return walk_text(w, name, i ? &tool->version : &tool->tool, e);
}

static int
read_by(struct walk *w, struct err *e)
{
	static const struct head_tool nobody = {
	    .tool = {"", 0}, .version = {"", 0}};
	struct head *h = w->into;
	struct json_value got;
	int more;

	if (json_value(&w->json, &got, e) < 0)
		return -1;
	if (got.kind != JSON_ARRAY)
		return value_wrong_kind(&w->json, SLICE("by"), "an array",
		    got.kind, e);
	while ((more = json_element(&w->json, e)) > 0) {
		h->by = grown(w, h->by, h->by_count, sizeof(*h->by));
		h->by[h->by_count] = nobody;
		if (walk_object(w, SLICE("by"), tool_member, e) < 0 ||
		    sort_others(w, &h->by[h->by_count].others, e) < 0)
			return -1;
		h->by_count++;
	}
	return more;
}

static int
read_format(struct walk *w, struct err *e)
{
	struct slice text = {"", 0};

	if (walk_text(w, SLICE("format"), &text, e) < 0)
		return -1;
	if (!slice_is(text, "bomtools"))
		return json_error(&w->json, e, "format: \"%.*s\" is not "
		    "\"bomtools\"", SLICE_ARGS(text));
	return 0;
}

static int
read_version(struct walk *w, struct err *e)
{
	uint64_t version;

	if (walk_whole(w, SLICE("version"), &version, e) < 0)
		return -1;
	if (version > 1) {
		json_error(&w->json, e, "version: the stream is of version "
		    "%" PRIu64 ", this tool reads version 1 (use a newer "
		    "bomtools)", version);
		e->kind = ERR_USAGE;
		return -1;
	}
	if (version < 1)
		return json_error(&w->json, e, "version: must be 1");
	return 0;
}

static int
read_created(struct walk *w, struct err *e)
{
	static const struct schema_member member = {SLICE_INIT("created"),
	    SLICE_INIT(""), MEMBER_TIME, false, false};
	struct head *h = w->into;
	struct value v;

	if (value_read(&v, &w->json, &member, e) < 0)
		return -1;
	h->created = v.text;
	return 0;
}

static int
head_member(struct walk *w, struct slice name, struct err *e)
{
	static const char *const names[] = {"format", "version", "kind",
	    "system", "sorted", "scope", "shard", "base", "result", "lossy",
	    "created", "run", "traceparent", "by", NULL};
	struct head *h = w->into;
	unsigned i = 0;
	int got = walk_known(w, name, names, &i, e);

	if (got <= 0)
		return got < 0 ? -1 : read_other(w, name, &h->others, e);
	switch (i) {
	case 0:
		return read_format(w, e);
	case 1:
		return read_version(w, e);
	case 2:
		return read_kind(w, e);
	case 3:
		return walk_text(w, name, &h->system, e);
	case 4:
		return walk_flag(w, name, &h->sorted, e);
	case 5:
		return scope_read(&h->scope, &w->json, e);
	case 6:
		return read_shard(w, e);
	case 7:
		h->has_base = true;
		return walk_hash(w, name, &h->base, e);
	case 8:
		h->has_result = true;
		return walk_hash(w, name, &h->result, e);
	case 9:
		return walk_flag(w, name, &h->lossy, e);
	case 10:
		return read_created(w, e);
	case 11:
		return walk_text(w, name, &h->run, e);
	case 12:
		return walk_text(w, name, &h->traceparent, e);
	}
	return read_by(w, e);
}

/* The version is looked for first: a newer head may differ in anything. */
static int
version_member(struct walk *w, struct slice name, struct err *e)
{
	if (slice_is(name, "version"))
		return read_version(w, e);
	return json_skip(&w->json, e);
}

static int
check_head(struct walk *w, struct err *e)
{
	struct head *h = w->into;
	static const char *const needed[] = {"format", "version", "kind"};
	unsigned i;

	for (i = 0; i < COUNT_OF(needed); i++)
		if (!(w->whole & 1u << i))
			return json_error(&w->json, e, "head: %s is missing",
			    needed[i]);
	return sort_others(w, &h->others, e);
}

int
headin_head(struct head *h, struct slice line, struct json_place at,
    struct arena *a, struct err *e)
{
	struct walk w = {.into = h};

	head_init(h, HEAD_SNAPSHOT);
	json_init(&w.json, line, at.name, at.line, a);
	if (walk_line(&w, version_member, e) < 0)
		return -1;
	json_init(&w.json, line, at.name, at.line, a);
	if (walk_line(&w, head_member, e) < 0)
		return -1;
	return check_head(&w, e);
}

static int
count_member(struct walk *w, struct slice name, struct err *e)
{
	struct seal *s = w->into;
	enum record_type type;

	if (!schema_find(&type, name))
		return json_error(&w->json, e, "counts: unknown type \"%.*s\"",
		    SLICE_ARGS(name));
	if (s->figures.counts[type])
		return json_error(&w->json, e, "counts: %.*s: stands twice",
		    SLICE_ARGS(name));
	return walk_whole(w, name, &s->figures.counts[type], e);
}

static int
seal_member(struct walk *w, struct slice name, struct err *e)
{
	struct seal *s = w->into;
	static const char *const names[] = {
	    "records", "counts", "digest", "head", NULL};
	unsigned i = 0;
	int got = walk_known(w, name, names, &i, e);

	if (got <= 0)
		return got < 0 ? -1 : json_skip(&w->json, e);
	switch (i) {
	case 0:
		return walk_whole(w, name, &s->figures.records, e);
	case 1:
		return walk_object(w, name, count_member, e);
	case 2:
		return walk_hash(w, name, &s->figures.digest, e);
	}
	return walk_hash(w, name, &s->head, e);
}

int
headin_seal(struct seal *s, struct slice line, struct json_place at,
    struct arena *a, struct err *e)
{
	struct walk w = {.into = s};

	memset(s, 0, sizeof(*s));
	json_init(&w.json, line, at.name, at.line, a);
	if (walk_line(&w, seal_member, e) < 0)
		return -1;
	if (!(w.whole & 1u))
		return json_error(&w.json, e, "seal: records is missing");
	if (!(w.whole & 4u))
		return json_error(&w.json, e, "seal: digest is missing");
	if (!(w.whole & 8u))
		return json_error(&w.json, e, "seal: head is missing");
	return 0;
}

static int
fail_member(struct walk *w, struct slice name, struct err *e)
{
	static const char *const names[] = {
	    "tool", "message", "status", NULL};
	struct fail *f = w->into;
	unsigned i = 0;
	int got = walk_known(w, name, names, &i, e);
	uint64_t status;

	if (got <= 0)
		return got < 0 ? -1 : json_skip(&w->json, e);
	if (i < 2)
		return walk_text(w, name, i ? &f->message : &f->tool, e);
	if (walk_whole(w, name, &status, e) < 0)
		return -1;
	/* what no tool exits with in trouble is damage, the data's fault */
	f->status = status >= 2 && status <= 5 ? (int)status : 3;
	return 0;
}

int
headin_fail(struct fail *f, struct slice line, struct json_place at,
    struct arena *a, struct err *e)
{
	struct walk w = {.into = f};

	*f = (struct fail){3, {"a tool", 6}, {"", 0}};
	json_init(&w.json, line, at.name, at.line, a);
	return walk_line(&w, fail_member, e);
}
