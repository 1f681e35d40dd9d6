/* contradiction.c - member by member, until one is not the same. */
#include "extract/contradiction.h"

#include "model/key.h"
#include "model/recin.h"

/* Of a text that is longer only the beginning is shown. */
#define SHOWN_MOST 120

static void
read_line(struct record *r, struct slice line, struct arena *a)
{
	struct err e = ERR_INIT;

	if (recin_parse(r, line, JSON_AT("", 0), a, &e) < 0)
		BUG("a line that was written cannot be read");
}

static bool
may_differ(enum combine_how how, const struct value *a, const struct value *b)
{
	switch (how) {
	case COMBINE_SAME:
		break;
	case COMBINE_SUM:
		return (a->kind == VALUE_ABSENT) == (b->kind == VALUE_ABSENT);
	case COMBINE_UNION:
	case COMBINE_FIRST:
		return true;
	}
	return value_equal(a, b);
}

static void
show(struct buf *b, const struct value *v)
{
	struct buf text = BUF_INIT(SIZE_MAX / 2);
	struct slice s;

	value_add(&text, v);
	s = buf_slice(&text);
	if (v->kind == VALUE_ABSENT) {
		buf_add_text(b, "nothing");
	} else if (s.len <= SHOWN_MOST) {
		buf_add_slice(b, s);
	} else {
		s.len = SHOWN_MOST;
		s.len = slice_utf8_length(s);
		buf_add_slice(b, s);
		buf_add_text(b, "...");
	}
	buf_release(&text);
}

static void
say(struct buf *why, const struct record *r, struct slice name)
{
	struct key k;

	record_key(&k, r);
	buf_add_text(why, "conflicting_duplicate: ");
	key_add_text(why, &k);
	buf_printf(why, ": %.*s is ", SLICE_ARGS(name));
}

static void
say_values(struct buf *why, const struct value *a, const struct value *b)
{
	show(why, a);
	buf_add_text(why, ", but ");
	show(why, b);
}

static const struct value nothing = VALUE_INIT;

static const struct value *
extra(const struct extras *x, struct slice name)
{
	size_t i;

	for (i = 0; i < x->count; i++)
		if (slice_equal(x->list[i].name, name))
			return &x->list[i].value;
	return &nothing;
}

/* The first site field of `a` that `b` has not, or otherwise; or NULL. */
static const struct slice *
differing(const struct extras *a, const struct extras *b)
{
	size_t i;

	for (i = 0; i < a->count; i++)
		if (!value_equal(&a->list[i].value, extra(b,
		    a->list[i].name)))
			return &a->list[i].name;
	return NULL;
}

static bool
add(struct buf *why, const struct contradiction *c, struct arena *a)
{
	const struct slice *name = NULL;
	const struct schema_type *t;
	struct record r, other;
	unsigned i;

	read_line(&r, c->line, a);
	read_line(&other, c->other, a);
	t = &schema_types[r.type];
	for (i = t->key_count; i < t->member_count; i++) {
		if (may_differ(c->combine ? c->combine->members[i]
		    : COMBINE_SAME, &r.values[i], &other.values[i]))
			continue;
		say(why, &r, t->members[i].name);
		say_values(why, &r.values[i], &other.values[i]);
		return true;
	}
	if (!c->combine || c->combine->attrs == COMBINE_SAME)
		name = differing(&r.attrs, &other.attrs);
	if (!name && (!c->combine || c->combine->attrs == COMBINE_SAME))
		name = differing(&other.attrs, &r.attrs);
	if (!name)
		return false;
	say(why, &r, *name);
	say_values(why, extra(&r.attrs, *name), extra(&other.attrs, *name));
	return true;
}

bool
contradiction_add(struct buf *why, const struct contradiction *c)
{
	struct arena a = ARENA_INIT;
	bool differ = add(why, c, &a);

	if (differ) {
		buf_add_text(why, " in ");
		buf_add_slice(why, c->place);
	}
	arena_release(&a);
	return differ;
}
