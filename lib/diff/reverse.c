/* reverse.c - each change alone. */
#include "diff/reverse.h"

#include "diff/compare.h"
#include "model/recin.h"
#include "model/scan.h"

/* Tags that say a direction. */
static const struct slice turned[][2] = {
	{SLICE_INIT("add"), SLICE_INIT("remove")},
	{SLICE_INIT("refdes+"), SLICE_INIT("refdes-")},
	{SLICE_INIT("split"), SLICE_INIT("merge")},
};

static struct slice
turn_tag(struct slice tag)
{
	size_t i;

	for (i = 0; i < COUNT_OF(turned); i++) {
		if (slice_equal(tag, turned[i][0]))
			return turned[i][1];
		if (slice_equal(tag, turned[i][1]))
			return turned[i][0];
	}
	return tag;
}

static void
turn_value(struct value *is, struct value *was)
{
	struct value old = *was;

	*was = *is;
	if (was->kind == VALUE_ABSENT)
		was->kind = VALUE_NULL;
	*is = old;
	if (is->kind == VALUE_NULL)
		is->kind = VALUE_ABSENT;
}

/* Unknown members: one walk over those that changed. */
static void
turn_others(struct record *r, struct record *was, struct arena *a)
{
	static const struct value absent = VALUE_INIT;
	const struct value *is;
	size_t i;

	for (i = 0; i < was->others.count; i++) {
		struct extra *x = &was->others.list[i];
		struct value now;

		is = extras_find(&r->others, x->name);
		now = is ? *is : absent;
		turn_value(&now, &x->value);
		extras_put(&r->others, x->name, now, a);
	}
}

static void
turn_members(struct record *r, struct arena *a)
{
	struct record *was = r->change->was;
	struct extras attrs;
	unsigned i;

	for (i = 0; i < schema_types[r->type].member_count; i++)
		if (was->values[i].kind != VALUE_ABSENT)
			turn_value(&r->values[i], &was->values[i]);
	if (was->attrs.count || was->attrs_null) {
		attrs = was->attrs;
		was->attrs = r->attrs;
		was->attrs_null = !r->attrs.count;
		r->attrs = attrs;
	}
	turn_others(r, was, a);
}

static void
turn(struct record *r, struct arena *a)
{
	struct change *c = r->change;
	struct slice *tags = c->tags;
	size_t i, count = c->tag_count;

	if (c->op != CHANGE_CHANGE)
		c->op = c->op == CHANGE_ADD ? CHANGE_REMOVE : CHANGE_ADD;
	if (c->was)
		turn_members(r, a);
	c->tags = NULL;
	c->tag_count = 0;
	for (i = 0; i < count; i++) {
		struct slice tag = turn_tag(tags[i]);

		compare_add_tags(c, &tag, 1, a);
	}
}

static int
read_in(struct reverse *r, struct err *e)
{
	struct stream_line line;
	struct record record;
	int got;

	while ((got = stream_in_next(&r->in, &line, e)) > 0) {
		arena_reset(&r->arena);
		if (recin_parse(&record, line.text, JSON_AT(r->in.name,
		    line.number), &r->arena, e) < 0)
			return -1;
		if (!record.change)
			return err_set(e, ERR_INPUT, "%s: a record without "
			    "change (expected a delta, as bom-diff writes it)",
			    r->in.name);
		turn(&record, &r->arena);
		buf_clear(&r->line);
		record_add_line(&r->line, &record);
		if (sort_put(r->lines, buf_slice(&r->line), e) < 0)
			return -1;
	}
	return got < 0 ? -1 : sort_finish(r->lines, e);
}

int
reverse_open(struct reverse *r, const char *path, size_t memory,
    struct err *e)
{
	const struct head *h = &r->in.head;

	memset(r, 0, sizeof(*r));
	r->in.zio = (struct zio_in)ZIO_IN_INIT;
	buf_init(&r->line, 2 * ZIO_LINE_MOST);
	r->lines = sort_new(memory);
	if (stream_in_open(&r->in, path, STREAM_ANY, memory, e) < 0)
		return -1;
	if (!r->in.bare && h->kind != HEAD_DELTA)
		return err_set(e, ERR_USAGE, "%s: is of kind %s (expected a "
		    "delta, as bom-diff writes it)", r->in.name,
		    head_kind_name(h->kind));
	if (!r->in.bare && h->lossy)
		return err_set(e, ERR_USAGE, "%s: is lossy: it does not say "
		    "all of what was", r->in.name);
	return read_in(r, e);
}

/* The last tool that the delta passed turned it around. */
static bool
turned_before(const struct head *h)
{
	const struct head_tool *last;
	size_t i;

	if (!h->by_count)
		return false;
	last = &h->by[h->by_count - 1];
	for (i = 0; i < last->argument_count; i++)
		if (slice_is(last->arguments[i], "--reverse") ||
		    slice_is(last->arguments[i], "-R"))
			return slice_is(last->tool, "bom-diff");
	return false;
}

bool
reverse_head(const struct reverse *r, struct head *h)
{
	*h = r->in.head;
	h->sorted = true;
	h->base = r->in.head.result;
	h->has_base = r->in.head.has_result;
	h->result = r->in.head.base;
	h->has_result = r->in.head.has_base;
	if (!turned_before(h))
		return false;
	h->by_count--;
	return true;
}

int
reverse_write(struct reverse *r, struct stream_out *out, struct err *e)
{
	struct slice line;
	struct scan scan;
	int got;

	while ((got = sort_next(r->lines, &line, e)) > 0) {
		if (!scan_key(&scan, line))
			BUG("a delta line without a key");
		if (stream_out_line(out, line, scan.type, e) < 0)
			return -1;
	}
	return got;
}

void
reverse_release(struct reverse *r)
{
	stream_in_close(&r->in);
	sort_free(r->lines);
	arena_release(&r->arena);
	buf_release(&r->line);
	memset(r, 0, sizeof(*r));
}
