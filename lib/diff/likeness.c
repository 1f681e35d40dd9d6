/* likeness.c - member by member. */
#include "diff/likeness.h"

#include "base/show.h"
#include "diff/facts.h"
#include "model/recin.h"

enum { OLD, NEW };

struct telling {
	struct buf *out;
	const struct diff *d;
	struct arena arena;
};

/*
 * Compares as the delta does; the facts of it live in the arena.  False when
 * nothing counts.
 */
static bool
differ(struct telling *t, struct record *old, struct record *new,
    struct change *change, struct facts *f)
{
	const struct edits *x = &t->d->edits;
	const struct compare_sides sides = {x->scopes[OLD], x->scopes[NEW],
	    x->equality, x->units, &t->arena};

	if (!compare_records(change, &sides, old, new)) {
		*f = (struct facts){NULL, 0};
		return false;
	}
	new->change = change;
	facts_of(f, new, &t->arena);
	return true;
}

static int
parse(struct telling *t, struct record *r, struct slice text, struct err *e)
{
	return recin_parse(r, text, JSON_AT("line", 0), &t->arena, e);
}

static void
add_value(struct buf *b, const struct value *v)
{
	size_t start = b->len;

	facts_add_value(b, v, FACTS_SHOWN);
	if (b->len == start)
		buf_add_text(b, "(none)");
}

/* "differs in find_number 20 -> 25, note"; the BOM's revision is no news. */
static int
add_differences(struct telling *t, const struct likeness *l, struct err *e)
{
	struct record old, new;
	struct change change;
	struct facts f;
	size_t i;
	bool any = false;

	if (parse(t, &old, l->old, e) < 0 || parse(t, &new, l->new, e) < 0)
		return -1;
	differ(t, &old, &new, &change, &f);
	for (i = 0; i < f.count; i++) {
		if (facts_said(&f.list[i]))
			continue;
		buf_add_text(t->out, any ? ", " : "differs in ");
		any = true;
		show_plain(t->out, f.list[i].field, FACTS_SHOWN);
		buf_add_byte(t->out, ' ');
		add_value(t->out, f.list[i].old);
		buf_add_text(t->out, " -> ");
		add_value(t->out, f.list[i].new);
	}
	if (!any)
		buf_add_text(t->out, "nothing differs");
	return 0;
}

/* --- all members --- */

static const struct fact *
fact_of(const struct facts *f, struct slice field)
{
	size_t i;

	for (i = 0; i < f->count; i++)
		if (slice_equal(f->list[i].field, field))
			return &f->list[i];
	return NULL;
}

/* Why a member that is not the same does not count. */
static const char *
why_aside(const struct telling *t, enum record_type type, unsigned member)
{
	const struct edits *x = &t->d->edits;

	if (!scope_supplies(x->scopes[NEW], type, member))
		return "left aside: the new side does not supply it";
	if (!scope_supplies(x->scopes[OLD], type, member))
		return "left aside: the old side does not supply it";
	if (x->equality && x->equality->types[type].members[member].ignored)
		return "left aside: --ignore or --only says so";
	return "the same by tolerance, folding or conversion";
}

static void
tell_member(struct telling *t, struct slice name, const struct value *old,
    const struct value *new)
{
	buf_add_text(t->out, "  ");
	show_plain(t->out, name, FACTS_SHOWN);
	buf_add_byte(t->out, ' ');
	add_value(t->out, old);
	if (!value_equal(old, new)) {
		buf_add_text(t->out, " -> ");
		add_value(t->out, new);
	}
}

static void
tell_known(struct telling *t, const struct record *old,
    const struct record *new, const struct facts *f)
{
	const struct schema_type *type = &schema_types[old->type];
	const struct value *a, *b;
	unsigned i;

	for (i = 0; i < type->member_count; i++) {
		a = &old->values[i];
		b = &new->values[i];
		if ((a->kind == VALUE_ABSENT && b->kind == VALUE_ABSENT) ||
		    (i < type->key_count && value_equal(a, b)))
			continue;
		tell_member(t, type->members[i].name, a, b);
		if (value_equal(a, b))
			buf_add_text(t->out, ": equal");
		else if (!fact_of(f, type->members[i].name))
			buf_printf(t->out, ": %s", why_aside(t, old->type,
			    i));
		buf_add_byte(t->out, '\n');
	}
}

/* Site fields, and members that the schema does not know. */
static void
tell_extras(struct telling *t, const struct extras lists[2],
    const char *before, const struct facts *f)
{
	static const struct value absent = VALUE_INIT;
	struct buf name = BUF_INIT(ZIO_LINE_MOST);
	const struct value *a, *b;
	size_t i;
	int side;

	for (side = 0; side < 2; side++)
		for (i = 0; i < lists[side].count; i++) {
			a = extras_find(&lists[OLD], lists[side].list[i].name);
			b = extras_find(&lists[NEW], lists[side].list[i].name);
			if (side == NEW && a)
				continue;
			buf_clear(&name);
			buf_add_text(&name, before);
			buf_add_slice(&name, lists[side].list[i].name);
			tell_member(t, buf_slice(&name), a ? a : &absent,
			    b ? b : &absent);
			if (a && b && value_equal(a, b))
				buf_add_text(t->out, ": equal");
			else if (!fact_of(f, buf_slice(&name)))
				buf_add_text(t->out, ": left aside, by a "
				    "scope or an option");
			buf_add_byte(t->out, '\n');
		}
	buf_release(&name);
}

static int
tell_members(struct telling *t, const struct likeness *l, struct err *e)
{
	struct record old, new, settled;
	struct change change;
	struct facts f;

	if (parse(t, &old, l->old, e) < 0 || parse(t, &new, l->new, e) < 0 ||
	    parse(t, &settled, l->new, e) < 0)
		return -1;
	differ(t, &old, &settled, &change, &f);
	tell_known(t, &old, &new, &f);
	tell_extras(t, (const struct extras[]){old.attrs, new.attrs},
	    "attrs.", &f);
	tell_extras(t, (const struct extras[]){old.others, new.others}, "",
	    &f);
	return 0;
}

int
likeness_add_differences(struct buf *out, const struct likeness *l,
    struct err *e)
{
	struct telling t = {out, l->diff, ARENA_INIT};
	int rc = add_differences(&t, l, e);

	arena_release(&t.arena);
	return rc;
}

int
likeness_add_members(struct buf *out, const struct likeness *l, struct err *e)
{
	struct telling t = {out, l->diff, ARENA_INIT};
	int rc = tell_members(&t, l, e);

	arena_release(&t.arena);
	return rc;
}
