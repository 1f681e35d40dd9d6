/* headin.c - walking the objects of heads and ends, member by member. */
#include "model/headin.h"

#include "format/json_add.h"

/*
 * One object is walked by a function for each member; a bit a known member
 * finds doubles.
 */
struct walk {
	struct json json;
	struct head *head;
	struct seal *seal;
	struct fail *fail;
	unsigned seen;
};

typedef int (*walk_member)(struct walk *w, struct slice name, struct err *e);

/* True and *index when `name` is in the list; a second time is an error. */
static int
known(struct walk *w, struct slice name, const char *const *names,
    unsigned *index, struct err *e)
{
	unsigned i;

	for (i = 0; names[i]; i++) {
		if (!slice_is(name, names[i]))
			continue;
		if (w->seen & 1u << i)
			return json_error(&w->json, e, "%s: stands twice",
			    names[i]);
		w->seen |= 1u << i;
		*index = i;
		return 1;
	}
	return 0;
}

static int
walk_object(struct walk *w, struct slice name, walk_member each,
    struct err *e)
{
	struct json_value got;
	struct slice member;
	int more;

	if (json_value(&w->json, &got, e) < 0)
		return -1;
	if (got.kind != JSON_OBJECT)
		return value_wrong_kind(&w->json, name, "an object", got.kind,
		    e);
	while ((more = json_member(&w->json, &member, e)) > 0)
		if (each(w, member, e) < 0)
			return -1;
	return more;
}

/* `{"NAME":{...}}` and nothing else on the line. */
static int
walk_line(struct walk *w, walk_member each, struct err *e)
{
	struct json_value got;
	struct slice name;
	int more;

	if (json_value(&w->json, &got, e) < 0)
		return -1;
	more = json_member(&w->json, &name, e);
	if (more < 0 || walk_object(w, name, each, e) < 0)
		return -1;
	more = json_member(&w->json, &name, e);
	if (more < 0)
		return -1;
	if (more)
		return json_error(&w->json, e, "\"%.*s\": must stand inside "
		    "(a line holds one head or end)", SLICE_ARGS(name));
	return json_end(&w->json, e);
}

static int
read_text(struct walk *w, struct slice name, struct slice *text,
    struct err *e)
{
	struct json_value got;

	if (json_value(&w->json, &got, e) < 0)
		return -1;
	if (got.kind == JSON_NULL)
		return 0;
	if (got.kind != JSON_STRING)
		return value_wrong_kind(&w->json, name, "a string", got.kind,
		    e);
	*text = got.text;
	return value_check_text(&w->json, name, got.text, e);
}

static int
read_flag(struct walk *w, struct slice name, bool *flag, struct err *e)
{
	struct json_value got;

	if (json_value(&w->json, &got, e) < 0)
		return -1;
	if (got.kind != JSON_TRUE && got.kind != JSON_FALSE &&
	    got.kind != JSON_NULL)
		return value_wrong_kind(&w->json, name, "true or false",
		    got.kind, e);
	*flag = got.kind == JSON_TRUE;
	return 0;
}

static int
read_whole(struct walk *w, struct slice name, uint64_t *out, struct err *e)
{
	struct json_value got;
	struct decimal d;
	char text[DECIMAL_TEXT_SIZE];

	if (json_value(&w->json, &got, e) < 0)
		return -1;
	if (got.kind != JSON_NUMBER && got.kind != JSON_STRING)
		return value_wrong_kind(&w->json, name, "a number", got.kind,
		    e);
	if (!decimal_parse(&d, got.text))
		return json_error(&w->json, e, "%.*s: \"%.*s\" is not a "
		    "number", SLICE_ARGS(name), SLICE_ARGS(got.text));
	if (!text_to_number(slice_from(text, decimal_print(text, d)),
	    UINT64_MAX / 2, out))
		return json_error(&w->json, e, "%.*s: %s is not a whole "
		    "number from 0 on", SLICE_ARGS(name), text);
	return 0;
}

static int
read_hash(struct walk *w, struct slice name, struct hash128 *out,
    struct err *e)
{
	struct slice text = {"", 0};

	if (read_text(w, name, &text, e) < 0)
		return -1;
	if (!hash_parse(out, text))
		return json_error(&w->json, e, "%.*s: \"%.*s\" is not 32 "
		    "lower-case hex digits", SLICE_ARGS(name),
		    SLICE_ARGS(text));
	return 0;
}

static int
read_kind(struct walk *w, struct err *e)
{
	struct slice text = {"", 0};
	unsigned i;

	if (read_text(w, SLICE("kind"), &text, e) < 0)
		return -1;
	for (i = 0; i <= HEAD_DELTA; i++)
		if (slice_is(text, head_kind_name((enum head_kind)i))) {
			w->head->kind = (enum head_kind)i;
			return 0;
		}
	return json_error(&w->json, e, "kind: \"%.*s\" is unknown (expected "
	    "snapshot, upsert or delta)", SLICE_ARGS(text));
}

static int
shard_member(struct walk *w, struct slice name, struct err *e)
{
	bool k = slice_is(name, "k");
	uint64_t n;

	if (!k && !slice_is(name, "n"))
		return json_skip(&w->json, e);
	if (read_whole(w, name, &n, e) < 0)
		return -1;
	if (n < 1 || n > 100000)
		return json_error(&w->json, e, "shard: %.*s must be from 1 to "
		    "100000", SLICE_ARGS(name));
	if (k)
		w->head->shard_k = (unsigned)n;
	else
		w->head->shard_n = (unsigned)n;
	return 0;
}

static int
read_shard(struct walk *w, struct err *e)
{
	if (walk_object(w, SLICE("shard"), shard_member, e) < 0)
		return -1;
	if (!w->head->shard_k || w->head->shard_k > w->head->shard_n)
		return json_error(&w->json, e, "shard: must have k and n, k "
		    "from 1 to n");
	return 0;
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
		struct slice *grown;
		size_t n = tool->argument_count;
		struct slice text = {"", 0};

		if (read_text(w, SLICE("arguments"), &text, e) < 0)
			return -1;
		grown = arena_alloc(w->json.arena, (n + 1) * sizeof(*grown));
		if (n)
			memcpy(grown, tool->arguments, n * sizeof(*grown));
		grown[n] = text;
		tool->arguments = grown;
		tool->argument_count++;
	}
	return more;
}

static int
tool_member(struct walk *w, struct slice name, struct err *e)
{
	struct head_tool *tool = &w->head->by[w->head->by_count];

	if (slice_is(name, "tool"))
		return read_text(w, name, &tool->tool, e);
	if (slice_is(name, "version"))
		return read_text(w, name, &tool->version, e);
	if (slice_is(name, "arguments"))
		return tool_arguments(w, tool, e);
	return json_skip(&w->json, e);
}

static int
read_by(struct walk *w, struct err *e)
{
	static const struct head_tool nobody = {{"", 0}, {"", 0}, NULL, 0};
	struct json_value got;
	int more;

	if (json_value(&w->json, &got, e) < 0)
		return -1;
	if (got.kind != JSON_ARRAY)
		return value_wrong_kind(&w->json, SLICE("by"), "an array",
		    got.kind, e);
	while ((more = json_element(&w->json, e)) > 0) {
		head_add_tool(w->head, &nobody, w->json.arena);
		w->head->by_count--;
		if (walk_object(w, SLICE("by"), tool_member, e) < 0)
			return -1;
		w->head->by_count++;
	}
	return more;
}

static int
read_format(struct walk *w, struct err *e)
{
	struct slice text = {"", 0};

	if (read_text(w, SLICE("format"), &text, e) < 0)
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

	if (read_whole(w, SLICE("version"), &version, e) < 0)
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
	struct value v;

	if (value_read(&v, &w->json, &member, e) < 0)
		return -1;
	w->head->created = v.text;
	return 0;
}

/* A member that this version does not know: kept. */
static int
read_other(struct walk *w, struct slice name, struct err *e)
{
	struct buf text = BUF_INIT((size_t)16 * 1024 * 1024);
	struct value v = {VALUE_RAW, {"", 0}, NULL, 0};
	int rc = -1;

	if (json_add_canonical(&text, &w->json, e) < 0)
		goto out;
	v.text = slice_copy(buf_slice(&text), w->json.arena);
	if (slice_is(v.text, "null"))
		v.kind = VALUE_ABSENT;
	extras_append(&w->head->others, name, v, w->json.arena);
	rc = 0;
out:
	buf_release(&text);
	return rc;
}

static int
head_member(struct walk *w, struct slice name, struct err *e)
{
	static const char *const names[] = {"format", "version", "kind",
	    "system", "sorted", "scope", "shard", "base", "result", "lossy",
	    "created", "run", "traceparent", "by", NULL};
	struct head *h = w->head;
	unsigned i = 0;
	int got = known(w, name, names, &i, e);

	if (got <= 0)
		return got < 0 ? -1 : read_other(w, name, e);
	switch (i) {
	case 0:
		return read_format(w, e);
	case 1:
		return read_version(w, e);
	case 2:
		return read_kind(w, e);
	case 3:
		return read_text(w, name, &h->system, e);
	case 4:
		return read_flag(w, name, &h->sorted, e);
	case 5:
		return scope_read(&h->scope, &w->json, e);
	case 6:
		return read_shard(w, e);
	case 7:
		h->has_base = true;
		return read_hash(w, name, &h->base, e);
	case 8:
		h->has_result = true;
		return read_hash(w, name, &h->result, e);
	case 9:
		return read_flag(w, name, &h->lossy, e);
	case 10:
		return read_created(w, e);
	case 11:
		return read_text(w, name, &h->run, e);
	case 12:
		return read_text(w, name, &h->traceparent, e);
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
	static const char *const needed[] = {"format", "version", "kind"};
	struct slice twice = extras_sort(&w->head->others);
	unsigned i;

	for (i = 0; i < COUNT_OF(needed); i++)
		if (!(w->seen & 1u << i))
			return json_error(&w->json, e, "head: %s is missing",
			    needed[i]);
	if (twice.at)
		return json_error(&w->json, e, "%.*s: stands twice",
		    SLICE_ARGS(twice));
	return 0;
}

int
headin_head(struct head *h, struct slice line, const char *name,
    unsigned long number, struct arena *a, struct err *e)
{
	struct walk w = {.head = h};

	head_init(h, HEAD_SNAPSHOT);
	json_init(&w.json, line, name, number, a);
	if (walk_line(&w, version_member, e) < 0)
		return -1;
	json_init(&w.json, line, name, number, a);
	if (walk_line(&w, head_member, e) < 0)
		return -1;
	return check_head(&w, e);
}

static int
count_member(struct walk *w, struct slice name, struct err *e)
{
	enum record_type type;

	if (!schema_find(&type, name))
		return json_error(&w->json, e, "counts: unknown type \"%.*s\"",
		    SLICE_ARGS(name));
	return read_whole(w, name, &w->seal->figures.counts[type], e);
}

static int
seal_member(struct walk *w, struct slice name, struct err *e)
{
	static const char *const names[] = {
	    "records", "counts", "digest", "head", NULL};
	unsigned i = 0;
	int got = known(w, name, names, &i, e);

	if (got <= 0)
		return got < 0 ? -1 : json_skip(&w->json, e);
	switch (i) {
	case 0:
		return read_whole(w, name, &w->seal->figures.records, e);
	case 1:
		return walk_object(w, name, count_member, e);
	case 2:
		return read_hash(w, name, &w->seal->figures.digest, e);
	}
	return read_hash(w, name, &w->seal->head, e);
}

int
headin_seal(struct seal *s, struct slice line, const char *name,
    unsigned long number, struct arena *a, struct err *e)
{
	struct walk w = {.seal = s};

	memset(s, 0, sizeof(*s));
	json_init(&w.json, line, name, number, a);
	if (walk_line(&w, seal_member, e) < 0)
		return -1;
	if (!(w.seen & 1u))
		return json_error(&w.json, e, "seal: records is missing");
	if (!(w.seen & 4u))
		return json_error(&w.json, e, "seal: digest is missing");
	if (!(w.seen & 8u))
		return json_error(&w.json, e, "seal: head is missing");
	return 0;
}

static int
fail_member(struct walk *w, struct slice name, struct err *e)
{
	uint64_t status;

	if (slice_is(name, "tool"))
		return read_text(w, name, &w->fail->tool, e);
	if (slice_is(name, "message"))
		return read_text(w, name, &w->fail->message, e);
	if (!slice_is(name, "status"))
		return json_skip(&w->json, e);
	if (read_whole(w, name, &status, e) < 0)
		return -1;
	/* what no tool exits with in trouble is damage, the data's fault */
	w->fail->status = status >= 2 && status <= 5 ? (int)status : 3;
	return 0;
}

int
headin_fail(struct fail *f, struct slice line, const char *name,
    unsigned long number, struct arena *a, struct err *e)
{
	struct walk w = {.fail = f};

	*f = (struct fail){3, {"a tool", 6}, {"", 0}};
	json_init(&w.json, line, name, number, a);
	return walk_line(&w, fail_member, e);
}
