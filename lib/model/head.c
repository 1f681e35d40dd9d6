/* head.c - telling heads and ends from records, and printing them. */
#include "model/head.h"

#include "format/json_add.h"
#include "model/scopeout.h"

static const char *const kind_names[] = {
    [HEAD_SNAPSHOT] = "snapshot",
    [HEAD_UPSERT] = "upsert",
    [HEAD_DELTA] = "delta",
};

const char *
head_kind_name(enum head_kind kind)
{
	return kind_names[kind];
}

void
head_init(struct head *h, enum head_kind kind)
{
	memset(h, 0, sizeof(*h));
	h->kind = kind;
	h->system = h->created = h->run = h->traceparent = SLICE("");
	scope_init(&h->scope);
}

enum head_line
head_line_of(struct slice line)
{
	struct slice s = slice_trim(line);
	struct slice name;

	if (!s.len || s.at[0] != '{')
		return HEAD_LINE_RECORD;
	name = slice_trim(slice_from(s.at + 1, s.len - 1));
	/* a record nearly always: told by one byte */
	if (name.len < 2 || (name.at[1] != '@' && name.at[1] != '~'))
		return HEAD_LINE_RECORD;
	if (slice_begins(name, SLICE("\"@stream\"")))
		return HEAD_LINE_HEAD;
	if (slice_begins(name, SLICE("\"~seal\"")))
		return HEAD_LINE_SEAL;
	if (slice_begins(name, SLICE("\"~fail\"")))
		return HEAD_LINE_FAIL;
	return HEAD_LINE_RECORD;
}

void
head_add_tool(struct head *h, const struct head_tool *tool, struct arena *a)
{
	struct head_tool *by;

	by = arena_alloc(a, (h->by_count + 2) * sizeof(*by));
	if (h->by_count)
		memcpy(by, h->by, h->by_count * sizeof(*by));
	by[h->by_count] = *tool;
	h->by = by;
	h->by_count++;
}

/* `,"name":`, or without the comma at the start of the object. */
static void
add_name(struct buf *b, const char *name)
{
	if (b->at[b->len - 1] != '{')
		buf_add_byte(b, ',');
	json_add_string(b, slice_of(name));
	buf_add_byte(b, ':');
}

static void
add_text(struct buf *b, const char *name, struct slice text)
{
	if (!text.len)
		return;
	add_name(b, name);
	json_add_string(b, text);
}

static void
add_hash(struct buf *b, const char *name, struct hash128 h)
{
	char text[HASH_TEXT_SIZE];

	hash_print(text, h);
	add_text(b, name, slice_of(text));
}

static void
add_by(struct buf *b, const struct head *h)
{
	size_t i;

	if (!h->by_count)
		return;
	add_name(b, "by");
	buf_add_byte(b, '[');
	for (i = 0; i < h->by_count; i++) {
		const struct head_tool *tool = &h->by[i];

		buf_add_text(b, i ? ",{" : "{");
		add_text(b, "tool", tool->tool);
		add_text(b, "version", tool->version);
		if (tool->argument_count) {
			add_name(b, "arguments");
			value_add_texts(b, tool->arguments,
			    tool->argument_count);
		}
		extras_add(b, &tool->others, b->at[b->len - 1] != '{');
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

static void
add_scope(struct buf *b, const struct head *h)
{
	struct buf scope = BUF_INIT(SIZE_MAX / 2);

	scopeout_add(&scope, &h->scope);
	if (scope.len > 2) {
		add_name(b, "scope");
		buf_add_slice(b, buf_slice(&scope));
	}
	buf_release(&scope);
}

void
head_add_line(struct buf *b, const struct head *h)
{
	buf_add_text(b, "{\"@stream\":{\"format\":\"bomtools\","
	    "\"version\":1");
	add_text(b, "kind", slice_of(kind_names[h->kind]));
	add_text(b, "system", h->system);
	if (h->sorted)
		buf_add_text(b, ",\"sorted\":true");
	add_scope(b, h);
	if (h->shard_k)
		buf_printf(b, ",\"shard\":{\"k\":%u,\"n\":%u}", h->shard_k,
		    h->shard_n);
	if (h->has_base)
		add_hash(b, "base", h->base);
	if (h->has_result)
		add_hash(b, "result", h->result);
	if (h->lossy)
		buf_add_text(b, ",\"lossy\":true");
	add_text(b, "created", h->created);
	add_text(b, "run", h->run);
	add_text(b, "traceparent", h->traceparent);
	add_by(b, h);
	extras_add(b, &h->others, true);
	buf_add_text(b, "}}");
}

void
head_add_seal(struct buf *b, const struct seal *s)
{
	bool counts = false;
	unsigned i;

	buf_printf(b, "{\"~seal\":{\"records\":%" PRIu64, s->figures.records);
	for (i = 0; i < TYPE_COUNT; i++) {
		if (!s->figures.counts[i])
			continue;
		buf_add_text(b, counts ? "," : ",\"counts\":{");
		counts = true;
		json_add_string(b, schema_types[i].name);
		buf_printf(b, ":%" PRIu64, s->figures.counts[i]);
	}
	if (counts)
		buf_add_byte(b, '}');
	add_hash(b, "digest", s->figures.digest);
	add_hash(b, "head", s->head);
	buf_add_text(b, "}}");
}

void
head_add_fail(struct buf *b, int status, const char *tool,
    const char *message)
{
	buf_printf(b, "{\"~fail\":{\"status\":%d", status);
	add_text(b, "tool", slice_of(tool));
	add_text(b, "message", slice_of(message));
	buf_add_text(b, "}}");
}
