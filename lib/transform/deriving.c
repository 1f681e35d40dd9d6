/* deriving.c - parts read once for each type, put together for each record. */
#include "transform/deriving.h"

const char *const deriving_keys[] = {"compute", "copy", "name", "set", "to",
    "type", "when", "where", NULL};

struct reading {
	struct deriving *d;
	struct shared *shared;
	enum record_type type;
};

static struct deriving_part *
add(struct reading *r)
{
	struct deriving_part *p = &r->d->parts[r->d->count++];

	*p = (struct deriving_part){.copies = false};
	return p;
}

/* set: {TO: TEXT} */
static int
read_set(struct reading *r, const struct ydoc_node *n, struct err *e)
{
	struct deriving_part *p = add(r);
	struct slice text = {"", 0};
	const char *why;

	if (slotin_one(&p->to, r->d->to, n, true, e) < 0 ||
	    ydoc_text(n, &text, e) < 0)
		return -1;
	why = slot_fit(&p->constant, &p->to, r->d->to, text,
	    &r->shared->arena);
	return why ? ydoc_error(n, e, "%.*s: \"%.*s\" %s",
	    SLICE_ARGS(n->key), SLICE_ARGS(text), why) : 0;
}

/* copy: {FROM: TO}, as in a change */
static int
read_copy(struct reading *r, const struct ydoc_node *n, struct err *e)
{
	struct deriving_part *p = add(r);
	const struct schema_member *from, *to;

	p->copies = true;
	if (slotin_one(&p->from, r->type, n, true, e) < 0 ||
	    slotin_one(&p->to, r->d->to, n, false, e) < 0)
		return -1;
	from = slot_member(&p->from, r->type);
	to = slot_member(&p->to, r->d->to);
	if ((from && from->kind == MEMBER_SET) !=
	    (to && to->kind == MEMBER_SET))
		return ydoc_error(n, e, "a set and what is none do not fit "
		    "each other");
	return 0;
}

/* compute: {TO: EXPRESSION} */
static int
read_compute(struct reading *r, const struct ydoc_node *n, struct err *e)
{
	struct deriving_part *p = add(r);

	if (slotin_one(&p->to, r->d->to, n, true, e) < 0)
		return -1;
	p->expr = shared_expr(r->shared, n, e);
	return p->expr ? 0 : -1;
}

static int
read_parts(struct reading *r, const struct ydoc_node *n,
    int (*read)(struct reading *, const struct ydoc_node *, struct err *),
    struct err *e)
{
	const struct ydoc_node *child;

	if (!n)
		return 0;
	if (ydoc_check_map(n, e) < 0)
		return -1;
	for (child = n->first; child; child = child->next)
		if (read(r, child, e) < 0)
			return -1;
	return 0;
}

static int
check_required(const struct deriving *d, const struct ydoc_node *n,
    struct err *e)
{
	const struct schema_type *t = &schema_types[d->to];
	unsigned i;
	size_t k;

	for (i = 0; i < t->key_count; i++) {
		for (k = 0; k < d->count && d->parts[k].to.member != i; k++)
			;
		if (t->members[i].required && k == d->count)
			return ydoc_error(n, e, "%.*s needs %.*s (copy, set or "
			    "compute it)", SLICE_ARGS(t->name),
			    SLICE_ARGS(t->members[i].name));
	}
	return 0;
}

const struct deriving *
deriving_read(struct shared *s, enum record_type type,
    const struct ydoc_node *n, struct err *e)
{
	struct reading r = {arena_alloc(&s->arena, sizeof(*r.d)), s, type};
	const struct ydoc_node *to = ydoc_need(n, "to", e);
	const struct ydoc_node *copy = ydoc_get(n, "copy");
	const struct ydoc_node *set = ydoc_get(n, "set");
	const struct ydoc_node *compute = ydoc_get(n, "compute");
	struct slice name = {"", 0};

	r.d->count = 0;
	r.d->parts = arena_alloc(&s->arena, ((copy ? copy->count : 0) +
	    (set ? set->count : 0) + (compute ? compute->count : 0) + 1) *
	    sizeof(*r.d->parts));
	if (ydoc_text(to, &name, e) < 0)
		return NULL;
	if (!schema_find(&r.d->to, name) || r.d->to == TYPE_WITHHELD) {
		const char *nearest = schema_nearest(name);

		ydoc_error(to, e, "\"%.*s\" is no record type that can be "
		    "derived%s%s%s", SLICE_ARGS(name), nearest
		    ? " (did you mean \"" : "", nearest ? nearest : "",
		    nearest ? "\"?)" : "");
		return NULL;
	}
	if (read_parts(&r, copy, read_copy, e) < 0 ||
	    read_parts(&r, set, read_set, e) < 0 ||
	    read_parts(&r, compute, read_compute, e) < 0 ||
	    check_required(r.d, n, e) < 0)
		return NULL;
	return r.d;
}

/* --- making --- */

static int
put_text(const struct deriving_part *p, struct record *made,
    struct slice text, struct operating *w)
{
	struct value v;
	const char *why = slot_fit(&v, &p->to, made->type, text, w->arena);
	const struct schema_member *m = slot_member(&p->to, made->type);

	if (!why) {
		slot_put(&p->to, made, v, w->arena);
		return 1;
	}
	buf_printf(w->why, "derive %.*s: %.*s: \"%.*s\" %s",
	    SLICE_ARGS(schema_types[made->type].name),
	    SLICE_ARGS(m ? m->name : p->to.attr), SLICE_ARGS(text), why);
	return 0;
}

static int
compute(const struct deriving_part *p, const struct record *from,
    struct record *made, struct operating *w, struct err *e)
{
	struct expr_input in = {from, NULL, w->lane};
	struct expr_value got;

	if (expr_eval(p->expr, &in, &got, e) < 0) {
		if (e->kind != ERR_USAGE)
			return -1;
		buf_add_text(w->why, e->text);
		err_clear(e);
		return 0;
	}
	return put_text(p, made, got.null ? SLICE("")
	    : slice_copy(got.text, w->arena), w);
}

static int
copy(const struct deriving_part *p, const struct record *from,
    struct record *made, struct operating *w)
{
	const struct value *v = slot_get(&p->from, from);
	struct slice text;

	if (v->kind == VALUE_SET) {
		slot_put(&p->to, made, *v, w->arena);
		return 1;
	}
	return slot_text(&text, v) ? put_text(p, made, text, w) : 1;
}

int
deriving_make(const struct deriving *d, const struct record *from,
    struct record *made, struct operating *w, struct err *e)
{
	size_t i;
	int got = 1;

	record_init(made, d->to);
	for (i = 0; i < d->count && got > 0; i++) {
		const struct deriving_part *p = &d->parts[i];

		if (p->expr)
			got = compute(p, from, made, w, e);
		else if (p->copies)
			got = copy(p, from, made, w);
		else
			slot_put(&p->to, made, p->constant, w->arena);
	}
	return got;
}
