/* compare.c - member by member, site field by site field. */
#include "diff/compare.h"

/* Tags are few; room doubles at powers of two. */
struct compare {
	struct change *change;
	struct arena *arena;
	enum record_type type;
};

static void
add_tag(struct compare *c, struct slice tag)
{
	struct change *change = c->change;

	if (!(change->tag_count & (change->tag_count - 1))) {
		size_t room = change->tag_count ? change->tag_count * 2 : 1;
		struct slice *grown;

		grown = arena_alloc(c->arena, room * sizeof(*grown));
		if (change->tag_count)
			memcpy(grown, change->tags,
			    change->tag_count * sizeof(*grown));
		change->tags = grown;
	}
	change->tags[change->tag_count++] = tag;
}

static void
add_named_tag(struct compare *c, const char *prefix, const char *middle,
    struct slice name)
{
	struct buf tag = BUF_INIT((size_t)16 * 1024 * 1024);

	buf_add_text(&tag, prefix);
	buf_add_text(&tag, middle);
	buf_add_slice(&tag, name);
	add_tag(c, slice_copy(buf_slice(&tag), c->arena));
	buf_release(&tag);
}

/* The one tag of all changes of such records; NULL: it depends. */
static const char *
tag_of_type(enum record_type type)
{
	switch ((int)type) {
	case TYPE_SUBSTITUTE:
	case TYPE_ALTERNATE:
		return "substitute";
	case TYPE_APPROVED_MANUFACTURER:
		return "aml";
	case TYPE_APPROVED_SUPPLIER:
		return "avl";
	case TYPE_ROUTING:
	case TYPE_OPERATION:
	case TYPE_WORK_CENTER:
		return "route";
	case TYPE_DOCUMENT:
	case TYPE_DOCUMENT_LINK:
		return "doc";
	case TYPE_BOM:
		return "header";
	}
	return NULL;
}

/* Both in natural order: one walk, however many designators there are. */
static bool
set_within(const struct value *inner, const struct value *outer)
{
	size_t most = outer->kind == VALUE_SET ? outer->count : 0;
	size_t i, at = 0;

	for (i = 0; inner->kind == VALUE_SET && i < inner->count; i++) {
		while (at < most && slice_compare_natural(outer->set[at],
		    inner->set[i]) < 0)
			at++;
		if (at == most || !slice_equal(outer->set[at], inner->set[i]))
			return false;
	}
	return true;
}

static const char *
tag_of_line_member(unsigned member)
{
	switch (member) {
	case BOM_LINE_PARENT:
	case BOM_LINE_PARENT_REVISION:
	case BOM_LINE_PLANT:
	case BOM_LINE_USAGE:
	case BOM_LINE_ALTERNATIVE:
		return "header";
	case BOM_LINE_FIND_NUMBER:
		return "find_number";
	case BOM_LINE_COMPONENT:
		return "replace";
	case BOM_LINE_QUANTITY:
		return "quantity";
	case BOM_LINE_UOM:
		return "uom";
	case BOM_LINE_COMPONENT_REVISION:
		return "revision";
	case BOM_LINE_EFFECTIVE_FROM:
	case BOM_LINE_EFFECTIVE_TO:
	case BOM_LINE_SERIAL_FROM:
	case BOM_LINE_SERIAL_TO:
		return "effectivity";
	}
	return NULL;
}

static void
tag_member(struct compare *c, unsigned member, const struct value *was,
    const struct value *is)
{
	const struct schema_type *t = &schema_types[c->type];
	const char *tag = tag_of_type(c->type);

	if (!tag && c->type == TYPE_BOM_LINE)
		tag = tag_of_line_member(member);
	if (tag) {
		add_tag(c, slice_of(tag));
	} else if (c->type == TYPE_BOM_LINE && member == BOM_LINE_REFDES) {
		if (!set_within(is, was))
			add_tag(c, SLICE("refdes+"));
		if (!set_within(was, is))
			add_tag(c, SLICE("refdes-"));
	} else {
		add_named_tag(c, c->type == TYPE_ITEM ? "item:" : "attr:", "",
		    t->members[member].name);
	}
}

/* The old values, made when the first is needed. */
static struct record *
was_of(struct compare *c)
{
	if (!c->change->was) {
		unsigned i;

		c->change->was = arena_alloc(c->arena,
		    sizeof(*c->change->was));
		record_init(c->change->was, c->type);
		for (i = 0; i < schema_types[c->type].key_count; i++)
			c->change->was->values[i].kind = VALUE_ABSENT;
	}
	return c->change->was;
}

static struct value
old_value(const struct value *v)
{
	struct value old = *v;

	if (old.kind == VALUE_ABSENT)
		old.kind = VALUE_NULL;
	return old;
}

/*
 * Walks two lists of extras together; `changed` is called in byte order for
 * each name whose values differ.
 */
typedef void (*extra_changed)(struct compare *c, struct slice name,
    const struct value *was);

static void
walk_extras(struct compare *c, const struct extras *a,
    const struct extras *b, extra_changed changed)
{
	static const struct value absent = VALUE_INIT;
	size_t i = 0, j = 0;

	while (i < a->count || j < b->count) {
		const struct extra *old = i < a->count ? &a->list[i] : NULL;
		const struct extra *new = j < b->count ? &b->list[j] : NULL;
		int order = !old ? 1 : !new ? -1
		    : slice_compare(old->name, new->name);

		if (order > 0)
			changed(c, new->name, &absent);
		else if (order < 0 || !value_equal(&old->value, &new->value))
			changed(c, old->name, &old->value);
		i += order <= 0;
		j += order >= 0;
	}
}

static void
attr_changed(struct compare *c, struct slice name, const struct value *was)
{
	const char *tag = tag_of_type(c->type);

	(void)was; /* `was` keeps the old attrs whole */
	if (tag)
		add_tag(c, slice_of(tag));
	else
		add_named_tag(c, c->type == TYPE_ITEM ? "item:" : "attr:",
		    "attrs.", name);
}

static void
other_changed(struct compare *c, struct slice name, const struct value *was)
{
	const char *tag = tag_of_type(c->type);

	/* names come in order, so the list stays in order */
	extras_append(&was_of(c)->others, name, old_value(was), c->arena);
	if (tag)
		add_tag(c, slice_of(tag));
	else
		add_named_tag(c, c->type == TYPE_ITEM ? "item:" : "attr:", "",
		    name);
}

static void
compare_attrs(struct compare *c, const struct record *a,
    const struct record *b)
{
	struct record *was;

	if (extras_equal(&a->attrs, &b->attrs))
		return;
	walk_extras(c, &a->attrs, &b->attrs, attr_changed);
	was = was_of(c);
	was->attrs = a->attrs;
	was->attrs_null = !a->attrs.count;
}

static bool
both_supply(const struct compare_sides *sides, enum record_type type,
    unsigned member)
{
	return scope_supplies(sides->old, type, member) &&
	    scope_supplies(sides->new, type, member);
}

static void
sort_tags(struct change *c)
{
	struct value tags = {VALUE_SET, {"", 0}, c->tags, c->tag_count};

	value_set_sort(&tags);
	c->tag_count = tags.count;
}

/* --- what does not count takes the old value --- */

static void
settle_attrs(const struct compare_sides *sides, const struct record *a,
    struct record *b)
{
	static const struct value absent = VALUE_INIT;
	const struct extras new = b->attrs;
	const struct value *was, *is;
	size_t i;

	for (i = 0; i < a->attrs.count; i++) {
		const struct extra *old = &a->attrs.list[i];

		is = extras_find(&new, old->name);
		if (equality_same_attr(sides->equality, a->type, old->name,
		    &old->value, is ? is : &absent))
			extras_put(&b->attrs, old->name, old->value,
			    sides->arena);
	}
	for (i = 0; i < new.count; i++) {
		was = extras_find(&a->attrs, new.list[i].name);
		if (!was && equality_same_attr(sides->equality, a->type,
		    new.list[i].name, &absent, &new.list[i].value))
			extras_put(&b->attrs, new.list[i].name, absent,
			    sides->arena);
	}
}

/* The old quantity of a line, and the new one in the old one's unit. */
static bool
in_old_unit(const struct compare_sides *sides, const struct record *a,
    const struct record *b, struct decimal *old, struct decimal *new)
{
	static const struct unit_table none = UNIT_TABLE_INIT;
	struct factor factor;

	return a->type == TYPE_BOM_LINE &&
	    !value_equal(&a->values[BOM_LINE_UOM],
	    &b->values[BOM_LINE_UOM]) &&
	    record_number(old, a, BOM_LINE_QUANTITY) &&
	    record_number(new, b, BOM_LINE_QUANTITY) &&
	    unit_find(sides->units ? sides->units : &none,
	    record_text(b, BOM_LINE_COMPONENT), record_text(b, BOM_LINE_UOM),
	    record_text(a, BOM_LINE_UOM), &factor) == UNIT_FOUND &&
	    factor_exact(new, *new, &factor);
}

/* True if a line says exactly the same quantity in another unit. */
static bool
same_in_other_unit(const struct compare_sides *sides, const struct record *a,
    const struct record *b)
{
	struct decimal old, new;

	return in_old_unit(sides, a, b, &old, &new) &&
	    decimal_compare(old, new) == 0;
}

/* The same with what is said of quantities in one unit. */
static bool
alike_in_other_unit(const struct compare_sides *sides,
    const struct record *a, const struct record *b)
{
	struct decimal old, new;
	struct value in_new;

	if (!in_old_unit(sides, a, b, &old, &new))
		return false;
	in_new = value_of_number(new, sides->arena);
	return equality_same(sides->equality, a->type, BOM_LINE_QUANTITY,
	    &a->values[BOM_LINE_QUANTITY], &in_new);
}

/* Members that not both sides supply, and those that are near enough. */
static void
settle(const struct compare_sides *sides, const struct record *a,
    struct record *b)
{
	const struct schema_type *t = &schema_types[a->type];
	const struct equality *q = sides->equality;
	unsigned i;

	/* first, while the quantity still is the one of its unit */
	if (q && q->convert && alike_in_other_unit(sides, a, b)) {
		b->values[BOM_LINE_QUANTITY] = a->values[BOM_LINE_QUANTITY];
		b->values[BOM_LINE_UOM] = a->values[BOM_LINE_UOM];
	}
	for (i = t->key_count; i < t->member_count; i++)
		if (!both_supply(sides, a->type, i) ||
		    (q && equality_same(q, a->type, i, &a->values[i],
		    &b->values[i])))
			b->values[i] = a->values[i];
	if (!both_supply(sides, a->type, SCHEMA_MEMBERS_MOST))
		b->attrs = a->attrs;
	else if (q && q->lossy)
		settle_attrs(sides, a, b);
	/* a list of members cannot name what the schema does not know */
	if (scope_names_members(sides->old, a->type) ||
	    scope_names_members(sides->new, a->type) ||
	    (q && q->types[a->type].members[EQUALITY_UNKNOWN].ignored))
		b->others = a->others;
}

/* True of the occurrence of a line of another revision: it is counted there. */
static bool
counted_anew(unsigned member, const struct record *a, const struct record *b)
{
	return a->type == TYPE_BOM_LINE && member == BOM_LINE_OCCURRENCE &&
	    !value_equal(&a->values[BOM_LINE_PARENT_REVISION],
	    &b->values[BOM_LINE_PARENT_REVISION]);
}

bool
compare_records(struct change *change, const struct compare_sides *sides,
    const struct record *a, struct record *b)
{
	struct compare c = {change, sides->arena, a->type};
	const struct schema_type *t = &schema_types[a->type];
	bool converted;
	unsigned i;

	*change = (struct change){.op = CHANGE_CHANGE, .match = {"", 0},
	    .group = {"", 0}};
	settle(sides, a, b);
	converted = same_in_other_unit(sides, a, b);
	for (i = 0; i < t->member_count; i++) {
		if (value_equal(&a->values[i], &b->values[i]))
			continue;
		/* 500 GRM that were 0.5 KGM are no other quantity */
		if ((!converted || i != BOM_LINE_QUANTITY) &&
		    !counted_anew(i, a, b))
			tag_member(&c, i, &a->values[i], &b->values[i]);
		was_of(&c)->values[i] = old_value(&a->values[i]);
	}
	compare_attrs(&c, a, b);
	walk_extras(&c, &a->others, &b->others, other_changed);
	sort_tags(change);
	return change->was != NULL;
}

bool
compare_has_tag(const struct change *c, const char *tag)
{
	size_t i;

	for (i = 0; i < c->tag_count; i++)
		if (slice_is(c->tags[i], tag))
			return true;
	return false;
}

void
compare_add_tags(struct change *change, const struct slice *tags,
    size_t count, struct arena *a)
{
	struct compare c = {.change = change, .arena = a};
	size_t i;

	for (i = 0; i < count; i++)
		add_tag(&c, tags[i]);
	sort_tags(change);
}
