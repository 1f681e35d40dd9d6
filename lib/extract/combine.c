/*
 * combine.c - a record that takes in others of the same key.
 *
 * Memory follows what comes out: sums are numbers, sets hold each text once.
 */
#include "extract/combine.h"

#include "io/zio.h"
#include "model/recin.h"

static const char *const hows[] = {
	"same", "sum", "union", "first", "count", NULL,
};
#define COUNT_WORD 4

static int
member_how(struct combine *c, enum record_type type,
    const struct ydoc_node *n, struct err *e)
{
	const struct schema_type *t = &schema_types[type];
	int how = COMBINE_SAME, at = schema_member_find(type, n->key);
	const char *nearest = schema_member_nearest(type, n->key);
	enum member_kind kind;

	if (at < 0)
		return ydoc_error_key(n, e, "%s has no member \"%.*s\"%s%s%s",
		    t->name.at, SLICE_ARGS(n->key),
		    nearest ? " (did you mean \"" : "", nearest ? nearest
		    : "", nearest ? "\"?)" : "");
	if (at < (int)t->key_count)
		return ydoc_error_key(n, e, "\"%.*s\" is part of the key: "
		    "lines that differ in it are not combined",
		    SLICE_ARGS(n->key));
	if (ydoc_choice(n, hows, &how, e) < 0)
		return -1;
	kind = t->members[at].kind;
	c->counted[at] = how == COUNT_WORD;
	c->members[at] = c->counted[at] ? COMBINE_SUM : (enum combine_how)how;
	if (c->members[at] == COMBINE_SUM && kind != MEMBER_NUMBER)
		return ydoc_error(n, e, "only numbers are added up");
	if ((c->members[at] == COMBINE_UNION) != (kind == MEMBER_SET) &&
	    how != COMBINE_SAME)
		return ydoc_error(n, e, kind == MEMBER_SET ? "a set is united "
		    "or the same" : "only sets are united");
	return 0;
}

int
combine_read(struct combine **out, enum record_type type,
    const struct ydoc_node *n, struct arena *a, struct err *e)
{
	struct combine *c = arena_alloc(a, sizeof(*c));
	const struct ydoc_node *child;
	int how = COMBINE_SAME;

	*out = NULL;
	memset(c, 0, sizeof(*c));
	c->node = n;
	if (ydoc_check_map(n, e) < 0)
		return -1;
	for (child = n->first; child; child = child->next) {
		if (!slice_is(child->key, "attrs")) {
			if (member_how(c, type, child, e) < 0)
				return -1;
			continue;
		}
		if (ydoc_choice(child, hows, &how, e) < 0)
			return -1;
		if (how != COMBINE_SAME && how != COMBINE_FIRST)
			return ydoc_error(child, e, "site fields are the same "
			    "or the first");
		c->attrs = (enum combine_how)how;
	}
	*out = c;
	return 0;
}

bool
combine_equal(const struct combine *a, const struct combine *b)
{
	if (!a || !b)
		return a == b;
	return memcmp(a->members, b->members, sizeof(a->members)) == 0 &&
	    a->attrs == b->attrs &&
	    memcmp(a->counted, b->counted, sizeof(a->counted)) == 0;
}

/* --- lines --- */

void
combining_init(struct combining *c)
{
	memset(c, 0, sizeof(*c));
}

static void
release_sets(struct combining *c)
{
	size_t i;

	for (i = 0; i < COUNT_OF(c->sets); i++)
		if (c->sets[i].entries) {
			map_release(&c->sets[i]);
			c->sets[i] = (struct map)MAP_INIT;
		}
}

void
combining_release(struct combining *c)
{
	release_sets(c);
	arena_release(&c->texts);
	arena_release(&c->line);
}

static void
read_line(struct record *r, struct slice line, struct arena *a)
{
	struct err e = ERR_INIT;

	if (recin_parse(r, line, JSON_AT("", 0), a, &e) < 0)
		BUG("a line that was written cannot be read");
}

static void
add_set(struct combining *c, unsigned member, const struct value *v)
{
	bool added;
	size_t i;

	for (i = 0; i < v->count; i++) {
		(void)map_put(&c->sets[member], v->set[i], &added);
		if (added)
			c->set_bytes += v->set[i].len + 3;
	}
}

void
combining_begin(struct combining *c, const struct combine *spec,
    struct slice line)
{
	const struct schema_type *t;
	unsigned i;

	release_sets(c);
	arena_reset(&c->texts);
	c->spec = spec;
	c->set_bytes = 0;
	read_line(&c->record, slice_copy(line, &c->texts), &c->texts);
	t = &schema_types[c->record.type];
	for (i = t->key_count; i < t->member_count; i++) {
		if (spec->members[i] == COMBINE_UNION)
			add_set(c, i, &c->record.values[i]);
		if (spec->members[i] == COMBINE_SUM)
			(void)record_number(&c->sums[i], &c->record, i);
	}
}

static bool
refuse(struct buf *why, const char *text, const char *name)
{
	buf_clear(why);
	buf_add_text(why, text);
	buf_add_text(why, name);
	return false;
}

static bool
add_member(struct combining *c, unsigned i, const struct record *r,
    struct buf *why)
{
	const char *name = schema_types[r->type].members[i].name.at;
	struct value *have = &c->record.values[i];
	const struct value *v = &r->values[i];
	struct decimal d;

	switch (c->spec->members[i]) {
	case COMBINE_UNION:
		add_set(c, i, v);
		return true;
	case COMBINE_FIRST:
		if (v->kind != VALUE_ABSENT && (have->kind == VALUE_ABSENT ||
		    slice_compare(v->text, have->text) < 0)) {
			*have = *v;
			have->text = slice_copy(v->text, &c->texts);
		}
		return true;
	case COMBINE_SUM:
		if ((have->kind == VALUE_ABSENT) != (v->kind == VALUE_ABSENT))
			break;
		if (v->kind == VALUE_ABSENT)
			return true;
		if (record_number(&d, r, i) && decimal_add(&c->sums[i],
		    c->sums[i], d))
			return true;
		return refuse(why, "number: over 38 digits are needed for the "
		    "sum of ", name);
	case COMBINE_SAME:
		if (value_equal(have, v))
			return true;
		break;
	}
	return refuse(why, "conflicting_duplicate: lines that are combined "
	    "differ in ", name);
}

bool
combining_add(struct combining *c, struct slice line, struct buf *why)
{
	const struct schema_type *t = &schema_types[c->record.type];
	struct record r;
	unsigned i;

	arena_reset(&c->line);
	read_line(&r, line, &c->line);
	for (i = t->key_count; i < t->member_count; i++)
		if (!add_member(c, i, &r, why))
			return false;
	if (c->spec->attrs == COMBINE_SAME &&
	    !extras_equal(&c->record.attrs, &r.attrs))
		return refuse(why, "conflicting_duplicate: lines that are "
		    "combined differ in ", "attrs");
	if (c->set_bytes > ZIO_LINE_MOST)
		return refuse(why, "too_long: the record is over 16 MiB", "");
	return true;
}

static void
put_set(struct combining *c, unsigned member)
{
	struct map *m = &c->sets[member];
	struct value *v = &c->record.values[member];
	size_t i;

	if (!m->count)
		return;
	*v = (struct value){VALUE_SET, SLICE_INIT(""), arena_alloc(&c->texts,
	    m->count * sizeof(*v->set)), m->count};
	for (i = 0; i < m->count; i++)
		v->set[i] = m->entries[i].key;
	value_set_sort(v);
}

const struct record *
combining_end(struct combining *c)
{
	const struct schema_type *t = &schema_types[c->record.type];
	unsigned i;

	for (i = t->key_count; i < t->member_count; i++) {
		if (c->spec->members[i] == COMBINE_UNION)
			put_set(c, i);
		if (c->spec->members[i] == COMBINE_SUM &&
		    c->record.values[i].kind != VALUE_ABSENT)
			c->record.values[i] = value_of_number(c->sums[i],
			    &c->texts);
	}
	return &c->record;
}
