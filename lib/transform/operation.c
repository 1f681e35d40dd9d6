/* operation.c - texts in, texts out, and back into values that fit. */
#include "transform/operation.h"

/* --- texts --- */

static struct slice
change_case(struct slice text, char first, char last, struct arena *a)
{
	char *to = arena_copy(a, text.at, text.len);
	size_t i;

	for (i = 0; i < text.len; i++)
		if (to[i] >= first && to[i] <= last)
			to[i] = (char)(to[i] ^ ('a' ^ 'A'));
	return slice_from(to, text.len);
}

static bool
scaled(struct slice *to, struct decimal factor, struct slice from,
    struct arena *a)
{
	struct decimal d;

	*to = from;
	if (!from.len)
		return true;
	if (!decimal_parse(&d, from) || !decimal_mul(&d, d, factor))
		return false;
	*to = value_of_number(d, a).text;
	return true;
}

/* What is absent stays so. */
static bool
matched(struct slice *to, const struct operation_pattern *p,
    struct slice from, struct arena *a)
{
	if (!from.len || pattern_apply(to, p->pattern, from, a))
		return true;
	*to = p->unmatched == VALUEMAP_ABSENT ? SLICE("") : from;
	return p->unmatched == VALUEMAP_KEEP ||
	    p->unmatched == VALUEMAP_ABSENT;
}

bool
operation_image(struct slice *to, const struct operation *o,
    struct slice from, struct arena *a)
{
	*to = from;
	switch (o->kind) {
	case OPERATION_TRIM:
		*to = slice_trim(from);
		return true;
	case OPERATION_UPPER:
		*to = change_case(from, 'a', 'z', a);
		return true;
	case OPERATION_LOWER:
		*to = change_case(from, 'A', 'Z', a);
		return true;
	case OPERATION_MAP:
		return valuemap_find(to, o->map, from);
	case OPERATION_PATTERN:
		return matched(to, o->pattern, from, a);
	case OPERATION_SCALE:
		return scaled(to, o->factor, from, a);
	case OPERATION_SET:
		return slot_text(to, &o->constant);
	case OPERATION_DEFAULT:
		return from.len || slot_text(to, &o->constant);
	case OPERATION_REMOVE:
	case OPERATION_SELECT:
		*to = SLICE("");
		return true;
	case OPERATION_RENAME:
	case OPERATION_COPY:
	case OPERATION_COMPUTE:
	case OPERATION_JOIN:
	case OPERATION_SPLIT:
	case OPERATION_CONVERT:
	case OPERATION_ENRICH:
		break;
	}
	return false;
}

/* --- what does not fit --- */

static int
unfit(const struct operation *o, const struct record *r, struct slice text,
    const char *what, struct buf *why)
{
	const struct schema_member *m = slot_member(&o->to, r->type);

	buf_printf(why, "%s: %s%.*s: \"%.*s\" %s", operation_word(o->kind),
	    m ? "" : "attrs.", SLICE_ARGS(m ? m->name : o->to.attr),
	    SLICE_ARGS(text), what);
	return 0;
}

static const char *
no_image(const struct operation *o)
{
	if (o->kind == OPERATION_PATTERN)
		return "does not match the pattern";
	return o->kind == OPERATION_MAP ? "is not in the map"
					: "cannot be scaled exactly";
}

/* True where what has no image waits for one. */
static bool
holds_unfit(const struct operation *o)
{
	return (o->map && o->map->unmapped == VALUEMAP_HOLD) ||
	    (o->pattern && o->pattern->unmatched == VALUEMAP_HOLD);
}

bool
operation_may_hold(const struct operation *o)
{
	return holds_unfit(o) || (o->enriching &&
	    (o->enriching->none == ENRICHING_NONE_HOLD ||
	    o->enriching->many == ENRICHING_MANY_HOLD));
}

/* --- one operation --- */

/* Each text of a set for itself; an empty one leaves it. */
static int
image_set(const struct operation *o, struct record *r, struct operating *w)
{
	const struct value *v = slot_get(&o->to, r);
	struct value made = {VALUE_SET, {"", 0}, NULL, 0};
	struct arena *a = w->arena;
	size_t i;

	made.set = arena_alloc(a, v->count * sizeof(*made.set));
	for (i = 0; i < v->count; i++) {
		struct slice text;

		if (!operation_image(&text, o, v->set[i], a)) {
			w->held = holds_unfit(o);
			return unfit(o, r, v->set[i], no_image(o), w->why);
		}
		if (text.len)
			made.set[made.count++] = text;
	}
	if (!made.count)
		made.kind = VALUE_ABSENT;
	value_set_sort(&made);
	slot_put(&o->to, r, made, a);
	return 1;
}

static int
put_text(const struct operation *o, struct record *r, struct slice text,
    struct arena *a, struct buf *why)
{
	struct value v;
	const char *what = slot_fit(&v, &o->to, r->type, text, a);

	if (what)
		return unfit(o, r, text, what, why);
	slot_put(&o->to, r, v, a);
	return 1;
}

static int
image(const struct operation *o, struct record *r, struct operating *w)
{
	const struct value *v = slot_get(&o->to, r);
	struct arena *a = w->arena;
	struct slice text, made;

	if (v->kind == VALUE_SET)
		return image_set(o, r, w);
	if (!slot_text(&text, v))
		BUG("a value without text");
	if (!operation_image(&made, o, text, a)) {
		w->held = holds_unfit(o);
		return unfit(o, r, text, no_image(o), w->why);
	}
	if (slice_equal(made, text))
		return 1; /* a number in a site field stays a number */
	if (v->kind == VALUE_NUMBER && o->kind == OPERATION_SCALE) {
		struct value number = *v;

		number.text = made;
		slot_put(&o->to, r, number, a);
		return 1;
	}
	return put_text(o, r, made, a, w->why);
}

/* A value goes as it is where the kinds agree, else as text. */
static int
move(const struct operation *o, struct record *r, struct arena *a,
    struct buf *why)
{
	const struct schema_member *from = slot_member(&o->from, r->type);
	const struct schema_member *to = slot_member(&o->to, r->type);
	struct value v = *slot_get(&o->from, r);
	struct slice text;
	bool empty = v.kind == VALUE_ABSENT ||
	    (v.kind == VALUE_TEXT && !v.text.len);

	if (empty)
		return 1; /* nothing moves over what is there */
	if (!to || (from && from->kind == to->kind))
		slot_put(&o->to, r, v, a);
	else if (!slot_text(&text, &v))
		BUG("a set moves to what is none");
	else if (put_text(o, r, text, a, why) == 0)
		return 0;
	if (o->kind == OPERATION_RENAME)
		slot_put(&o->from, r, (struct value)VALUE_INIT, a);
	return 1;
}

static void
select_members(const struct operation *o, struct record *r)
{
	const struct schema_type *t = &schema_types[r->type];
	unsigned i;

	for (i = t->key_count; i < t->member_count; i++)
		if (!o->selected[i])
			r->values[i] = (struct value)VALUE_INIT;
	if (!o->selected[SLOT_ATTRS])
		r->attrs = (struct extras){NULL, 0};
	r->others = (struct extras){NULL, 0};
}

static int
compute(const struct operation *o, struct record *r, struct operating *w,
    struct err *e)
{
	struct expr_input in = {r, NULL, w->lane};
	struct expr_value got;
	struct slice text = SLICE("");

	if (expr_eval(o->expr, &in, &got, e) < 0) {
		/* compiled as it is, it fails for what the record has */
		if (e->kind != ERR_USAGE)
			return -1;
		buf_add_text(w->why, e->text);
		err_clear(e);
		return 0;
	}
	if (!got.null)
		text = slice_copy(got.text, w->arena);
	if (got.number && o->to.attr.len) {
		struct value v = {VALUE_NUMBER, text, NULL, 0};

		slot_put(&o->to, r, v, w->arena);
		return 1;
	}
	if (got.number && slot_member(&o->to, r->type)->kind == MEMBER_FLAG)
		text = slice_is(text, "0") ? SLICE("") : SLICE("true");
	return put_text(o, r, text, w->arena, w->why);
}

/* Members that are absent are left out, and so is what stands before them. */
static int
join(const struct operation *o, struct record *r, struct operating *w)
{
	struct buf b = BUF_INIT((size_t)16 * 1024 * 1024);
	size_t i, k;
	int rc;

	for (i = 0; i < o->parts->members.count; i++) {
		const struct value *v = slot_get(&o->parts->members.at[i], r);
		const struct slice *texts = v->kind == VALUE_SET ? v->set
							    : &v->text;
		size_t count = v->kind == VALUE_SET ? v->count : 1;
		struct slice text;

		if (v->kind != VALUE_SET && slot_text(&text, v))
			texts = &text;
		for (k = 0; k < count; k++) {
			if (!texts[k].len)
				continue;
			if (b.len)
				buf_add_slice(&b, o->parts->between);
			buf_add_slice(&b, texts[k]);
		}
	}
	rc = put_text(o, r, slice_copy(buf_slice(&b), w->arena), w->arena,
	    w->why);
	buf_release(&b);
	return rc;
}

/* Cuts off what stands before `between`; false at the end. */
static bool
cut(struct slice *part, struct slice *rest, struct slice between)
{
	const char *at;

	if (!rest->at)
		return false;
	at = memmem(rest->at, rest->len, between.at, between.len);
	*part = *rest;
	if (!at) {
		*rest = slice_from(NULL, 0);
		return true;
	}
	part->len = (size_t)(at - part->at);
	*rest = slice_from(at + between.len,
	    rest->len - part->len - between.len);
	return true;
}

static int
split_set(const struct operation *o, struct record *r, struct slice rest,
    struct operating *w)
{
	struct value made = {VALUE_SET, {"", 0}, NULL, 0};
	struct slice part;

	made.set = arena_alloc(w->arena, (rest.len + 1) * sizeof(*made.set));
	while (cut(&part, &rest, o->parts->between))
		if (part.len)
			made.set[made.count++] = part;
	if (!made.count)
		made.kind = VALUE_ABSENT;
	value_set_sort(&made);
	slot_put(&o->to, r, made, w->arena);
	return 1;
}

/* `to` gets one of the parts; more parts than places do not fit. */
static int
split(const struct operation *o, struct record *r, struct operating *w)
{
	const struct schema_member *m = slot_member(&o->to, r->type);
	struct slice text, rest, part = SLICE(""), wanted = SLICE("");
	unsigned count = 0;

	if (!slot_text(&text, slot_get(&o->from, r)) || !text.len)
		return 1; /* nothing to be split, nothing changes */
	if (m && m->kind == MEMBER_SET)
		return split_set(o, r, text, w);
	for (rest = text; cut(&part, &rest, o->parts->between); count++)
		if (count == o->part)
			wanted = part;
	if (count > o->parts->members.count)
		return unfit(o, r, text, "has more parts than places", w->why);
	return put_text(o, r, wanted, w->arena, w->why);
}

static int
enrich(const struct operation *o, struct record *r, struct operating *w,
    struct err *e)
{
	const struct enriching *x = o->enriching;
	const struct enriching_fill *f = &x->fills[o->fill];
	struct slice cell;

	/* all cells of a step come from the row that was found first */
	if (w->enriched != x) {
		if (enriching_find(&w->found, x, r, w->lane, e) < 0)
			return -1;
		w->enriched = x;
	}
	if (w->found.refused) {
		w->held = w->found.held;
		buf_printf(w->why, "enrich: table \"%s\": %s",
		    x->table->name, w->found.refused);
		return 0;
	}
	if (!w->found.row && x->none == ENRICHING_NONE_KEEP)
		return 1;
	if (!w->found.row && f->has_otherwise) {
		slot_put(&f->to, r, f->otherwise, w->arena);
		return 1;
	}
	if (!w->found.row)
		return put_text(o, r, SLICE(""), w->arena, w->why);
	cell = w->found.row[f->column];
	return put_text(o, r, cell.at ? slice_copy(cell, w->arena)
	    : SLICE(""), w->arena, w->why);
}

int
operation_apply(const struct operation *o, struct record *r,
    struct operating *w, struct err *e)
{
	struct arena *a = w->arena;
	struct slice text;

	switch (o->kind) {
	case OPERATION_RENAME:
	case OPERATION_COPY:
		return move(o, r, a, w->why);
	case OPERATION_DEFAULT:
		if (!slot_text(&text, slot_get(&o->to, r)) || text.len)
			return 1;
		slot_put(&o->to, r, o->constant, a);
		return 1;
	case OPERATION_SET:
		slot_put(&o->to, r, o->constant, a);
		return 1;
	case OPERATION_REMOVE:
		slot_put(&o->to, r, (struct value)VALUE_INIT, a);
		return 1;
	case OPERATION_SELECT:
		select_members(o, r);
		return 1;
	case OPERATION_MAP:
	case OPERATION_SCALE:
	case OPERATION_TRIM:
	case OPERATION_UPPER:
	case OPERATION_LOWER:
	case OPERATION_PATTERN:
		return image(o, r, w);
	case OPERATION_COMPUTE:
		return compute(o, r, w, e);
	case OPERATION_JOIN:
		return join(o, r, w);
	case OPERATION_SPLIT:
		return split(o, r, w);
	case OPERATION_CONVERT:
		return converting_apply(o->converting, &o->to, r, a, w->why);
	case OPERATION_ENRICH:
		return enrich(o, r, w, e);
	}
	BUG("operation_apply: no such operation");
}

bool
operation_touches_key(const struct operation *o, enum record_type type)
{
	if (o->kind == OPERATION_SELECT)
		return false;
	return slot_in_key(&o->to, type) ||
	    (o->kind == OPERATION_RENAME && slot_in_key(&o->from, type));
}

bool
operation_native(const struct operation *o)
{
	switch (o->kind) {
	case OPERATION_RENAME:
	case OPERATION_COPY:
	case OPERATION_COMPUTE:
	case OPERATION_JOIN:
	case OPERATION_SPLIT:
	case OPERATION_CONVERT:
	case OPERATION_ENRICH:
		return false;
	case OPERATION_SET:
	case OPERATION_DEFAULT:
	case OPERATION_REMOVE:
	case OPERATION_SELECT:
	case OPERATION_MAP:
	case OPERATION_SCALE:
	case OPERATION_TRIM:
	case OPERATION_UPPER:
	case OPERATION_LOWER:
	case OPERATION_PATTERN:
		break;
	}
	return true;
}

const char *
operation_word(enum operation_kind kind)
{
	static const char *const words[] = {"rename", "copy", "set",
	    "default", "remove", "select", "map", "scale", "trim", "upper",
	    "lower", "compute", "pattern", "join", "split", "convert",
	    "enrich"};

	return words[kind];
}
