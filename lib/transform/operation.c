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
	return o->kind == OPERATION_MAP ? "is not in the map"
					: "cannot be scaled exactly";
}

/* --- one operation --- */

/* Each text of a set for itself; an empty one leaves it. */
static int
image_set(const struct operation *o, struct record *r, struct arena *a,
    struct buf *why)
{
	const struct value *v = slot_get(&o->to, r);
	struct value made = {VALUE_SET, {"", 0}, NULL, 0};
	size_t i;

	made.set = arena_alloc(a, v->count * sizeof(*made.set));
	for (i = 0; i < v->count; i++) {
		struct slice text;

		if (!operation_image(&text, o, v->set[i], a))
			return unfit(o, r, v->set[i], no_image(o), why);
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
image(const struct operation *o, struct record *r, struct arena *a,
    struct buf *why)
{
	const struct value *v = slot_get(&o->to, r);
	struct slice text, made;

	if (v->kind == VALUE_SET)
		return image_set(o, r, a, why);
	if (!slot_text(&text, v))
		BUG("a value without text");
	if (!operation_image(&made, o, text, a))
		return unfit(o, r, text, no_image(o), why);
	if (slice_equal(made, text))
		return 1; /* a number in a site field stays a number */
	if (v->kind == VALUE_NUMBER && o->kind == OPERATION_SCALE) {
		struct value number = *v;

		number.text = made;
		slot_put(&o->to, r, number, a);
		return 1;
	}
	return put_text(o, r, made, a, why);
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
compute(const struct operation *o, struct record *r, struct arena *a,
    struct buf *why, struct err *e)
{
	struct expr_input in = {r, NULL};
	struct expr_value got;
	struct slice text = SLICE("");

	if (expr_eval(o->expr, &in, &got, e) < 0) {
		/* compiled as it is, it fails for what the record has */
		if (e->kind != ERR_USAGE)
			return -1;
		buf_add_text(why, e->text);
		err_clear(e);
		return 0;
	}
	if (!got.null)
		text = slice_copy(got.text, a);
	if (got.number && o->to.attr.len) {
		struct value v = {VALUE_NUMBER, text, NULL, 0};

		slot_put(&o->to, r, v, a);
		return 1;
	}
	if (got.number && slot_member(&o->to, r->type)->kind == MEMBER_FLAG)
		text = slice_is(text, "0") ? SLICE("") : SLICE("true");
	return put_text(o, r, text, a, why);
}

int
operation_apply(const struct operation *o, struct record *r, struct arena *a,
    struct buf *why, struct err *e)
{
	struct slice text;

	switch (o->kind) {
	case OPERATION_RENAME:
	case OPERATION_COPY:
		return move(o, r, a, why);
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
		return image(o, r, a, why);
	case OPERATION_COMPUTE:
		return compute(o, r, a, why, e);
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
	return o->kind != OPERATION_RENAME && o->kind != OPERATION_COPY &&
	    o->kind != OPERATION_COMPUTE;
}

const char *
operation_word(enum operation_kind kind)
{
	static const char *const words[] = {"rename", "copy", "set",
	    "default", "remove", "select", "map", "scale", "trim", "upper",
	    "lower", "compute"};

	return words[kind];
}
