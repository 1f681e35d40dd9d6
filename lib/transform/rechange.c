/* rechange.c - old records out of `was`, and `was` out of old records. */
#include "transform/rechange.h"

static struct extras
copied(struct extras x, struct arena *a)
{
	struct extras own = {
	    arena_alloc(a, (x.count + 1) * sizeof(*own.list)), x.count};

	if (x.count)
		memcpy(own.list, x.list, x.count * sizeof(*own.list));
	return own;
}

struct record *
rechange_old(const struct record *r, struct arena *a)
{
	const struct record *was = r->change->was;
	struct record *old = arena_alloc(a, sizeof(*old));
	size_t i;

	*old = *r;
	old->change = NULL;
	old->others = copied(r->others, a);
	for (i = 0; i < schema_types[r->type].member_count; i++) {
		struct value v = was->values[i];

		if (v.kind == VALUE_ABSENT)
			continue;
		if (v.kind == VALUE_NULL)
			v = (struct value)VALUE_INIT;
		old->values[i] = v;
	}
	if (was->attrs_null || was->attrs.count)
		old->attrs = was->attrs;
	for (i = 0; i < was->others.count; i++) {
		struct value v = was->others.list[i].value;

		if (v.kind == VALUE_NULL)
			v = (struct value)VALUE_INIT;
		extras_put(&old->others, was->others.list[i].name, v, a);
	}
	return old;
}

static void
put_was_other(struct record *was, struct slice name, const struct value *v,
    struct arena *a)
{
	struct value old = v ? *v : (struct value)VALUE_INIT;

	if (old.kind == VALUE_ABSENT)
		old.kind = VALUE_NULL;
	extras_put(&was->others, name, old, a);
}

static void
compare_others(struct record *was, const struct record *old,
    const struct record *r, struct arena *a)
{
	size_t i;

	for (i = 0; i < old->others.count; i++) {
		const struct extra *x = &old->others.list[i];
		const struct value *v = extras_find(&r->others, x->name);

		if (!v || !value_equal(v, &x->value))
			put_was_other(was, x->name, &x->value, a);
	}
	for (i = 0; i < r->others.count; i++)
		if (!extras_find(&old->others, r->others.list[i].name))
			put_was_other(was, r->others.list[i].name, NULL, a);
}

bool
rechange_compare(const struct record *old, struct record *r, struct arena *a)
{
	const struct schema_type *t = &schema_types[r->type];
	struct record *was;
	unsigned i;

	if (record_equal(old, r))
		return false;
	was = arena_alloc(a, sizeof(*was));
	record_init(was, r->type);
	for (i = 0; i < t->member_count; i++) {
		was->values[i] = (struct value)VALUE_INIT;
		if (value_equal(&old->values[i], &r->values[i]))
			continue;
		was->values[i] = old->values[i];
		if (was->values[i].kind == VALUE_ABSENT)
			was->values[i].kind = VALUE_NULL;
	}
	if (!extras_equal(&old->attrs, &r->attrs)) {
		was->attrs = old->attrs;
		was->attrs_null = !old->attrs.count;
	}
	compare_others(was, old, r, a);
	r->change->was = was;
	return true;
}

void
rechange_turn(struct record *r, enum change_op op, struct arena *a)
{
	struct change *c = arena_alloc(a, sizeof(*c));

	*c = *r->change;
	c->op = op;
	c->was = NULL;
	c->tags = arena_alloc(a, sizeof(*c->tags));
	c->tags[0] = slice_of(change_op_name(op));
	c->tag_count = 1;
	r->change = c;
}
