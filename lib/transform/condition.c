/* condition.c - texts compared as they stand, records only where needed. */
#include "transform/condition.h"

#include "io/zio.h"
#include "model/recin.h"

static bool
where_holds(const struct condition_where *w, const struct record *r)
{
	const struct value *v = slot_get(&w->slot, r);
	size_t i;

	for (i = 0; i < w->texts.count; i++) {
		struct slice text;

		if (slot_text(&text, v) && slice_equal(text, w->texts.at[i]))
			return true;
		if (v->kind == VALUE_SET &&
		    value_set_has(v, w->texts.at[i]))
			return true;
	}
	return false;
}

static bool
where_holds_raw(const struct condition_where *w, const struct rawline *l)
{
	struct slice raw = l->raw[w->slot.member];
	size_t i;

	for (i = 0; i < w->texts.count; i++)
		if (slice_equal(raw, w->raws[i]) ||
		    (!raw.len && !w->texts.at[i].len))
			return true;
	return false;
}

/* --- reading --- */

/*
 * Numbers are left to records: a text like 2.0 is met by none, and one of
 * many digits stands in quotes.
 */
static void
make_raws(struct condition_where *w, enum record_type type, struct arena *a)
{
	const struct schema_member *m = slot_member(&w->slot, type);
	struct slice *raws;
	size_t i;

	w->plain = m && m->kind != MEMBER_SET && m->kind != MEMBER_NUMBER;
	if (!w->plain)
		return;
	raws = arena_alloc(a, (w->texts.count + 1) * sizeof(*raws));
	for (i = 0; i < w->texts.count; i++)
		raws[i] = m->kind == MEMBER_FLAG ? w->texts.at[i]
		    : rawline_of_text(w->texts.at[i], a);
	w->raws = raws;
}

static int
read_where(struct condition *c, struct shared *s, const struct ydoc_node *n,
    struct err *e)
{
	const struct ydoc_node *child;
	struct condition_where *list;
	size_t i = 0;

	if (ydoc_check_map(n, e) < 0)
		return -1;
	list = arena_alloc(&s->arena, (n->count + 1) * sizeof(*list));
	for (child = n->first; child; child = child->next, i++) {
		list[i] = (struct condition_where){.raws = NULL};
		if (changein_slot(&list[i].slot, c->type, child, true,
		    e) < 0 || ydoc_texts(child, &list[i].texts, e) < 0)
			return -1;
		if (list[i].slot.member == SLOT_ATTRS &&
		    !list[i].slot.attr.len)
			return ydoc_error_key(child, e, "attrs: one site field "
			    "is meant here (expected attrs.NAME)");
		make_raws(&list[i], c->type, &s->arena);
	}
	c->where = list;
	c->where_count = i;
	return 0;
}

int
condition_read(struct condition *c, struct shared *s, enum record_type type,
    const struct ydoc_node *map, struct err *e)
{
	const struct ydoc_node *where = ydoc_get(map, "where");
	const struct ydoc_node *when = ydoc_get(map, "when");

	*c = (struct condition){.type = type};
	if (where && read_where(c, s, where, e) < 0)
		return -1;
	if (when) {
		c->when = shared_expr(s, when, e);
		if (!c->when)
			return -1;
	}
	return 0;
}

/* --- asking --- */

bool
condition_asks(const struct condition *c)
{
	return c->where_count || c->when;
}

static int
ask_when(struct condition *c, const struct record *r, bool *holds,
    struct err *e)
{
	struct expr_input in = {r, NULL, 0};
	bool null = false;

	if (!c->when)
		return 0;
	if (expr_holds(c->when, &in, holds, &null, e) < 0)
		return -1;
	c->unknown += null;
	return 0;
}

int
condition_holds(struct condition *c, const struct record *r, bool *holds,
    struct err *e)
{
	size_t i;

	*holds = true;
	for (i = 0; i < c->where_count && *holds; i++)
		*holds = where_holds(&c->where[i], r);
	return *holds ? ask_when(c, r, holds, e) : 0;
}

void
condition_record(struct record *r, enum record_type type,
    const struct rawline *l, struct arena *a)
{
	struct buf b = BUF_INIT(2 * ZIO_LINE_MOST);
	struct err e = ERR_INIT;
	struct slice line;

	rawline_add(&b, l, type);
	line = slice_copy(buf_slice(&b), a);
	buf_release(&b);
	if (recin_parse(r, line, JSON_AT("", 1), a, &e) < 0)
		BUG("a canonical line that cannot be read");
}

int
condition_holds_raw(struct condition *c, const struct rawline *l,
    bool *holds, struct arena *a, struct err *e)
{
	struct record r;
	bool known = true;
	size_t i;

	*holds = true;
	for (i = 0; i < c->where_count && *holds; i++) {
		known = known && c->where[i].plain;
		if (c->where[i].plain)
			*holds = where_holds_raw(&c->where[i], l);
	}
	if (!*holds || (known && !c->when))
		return 0;
	condition_record(&r, c->type, l, a);
	return condition_holds(c, &r, holds, e);
}
