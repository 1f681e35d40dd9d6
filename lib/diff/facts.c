/* facts.c - `was` against what is. */
#include "diff/facts.h"

#include "base/show.h"

static const struct value absent = VALUE_INIT;

static void
put(struct facts *f, struct slice field, const struct value *old,
    const struct value *new)
{
	f->list[f->count++] = (struct fact){field, old, new, false};
}

static struct slice
attr_name(struct slice name, struct arena *a)
{
	struct buf b = BUF_INIT((size_t)32 * 1024 * 1024);
	struct slice full;

	buf_add_text(&b, "attrs.");
	buf_add_slice(&b, name);
	full = slice_copy(buf_slice(&b), a);
	buf_release(&b);
	return full;
}

/* `was` has the old site fields whole. */
static void
put_attrs(struct facts *f, const struct record *was, const struct record *r,
    struct arena *a)
{
	const struct value *other;
	size_t i;

	if (!was->attrs.count && !was->attrs_null)
		return;
	for (i = 0; i < was->attrs.count; i++) {
		const struct extra *x = &was->attrs.list[i];

		other = extras_find(&r->attrs, x->name);
		if (!other || !value_equal(other, &x->value))
			put(f, attr_name(x->name, a), &x->value,
			    other ? other : &absent);
	}
	for (i = 0; i < r->attrs.count; i++) {
		const struct extra *x = &r->attrs.list[i];

		if (!extras_find(&was->attrs, x->name))
			put(f, attr_name(x->name, a), &absent, &x->value);
	}
}

/* What the title of a BOM says of its lines. */
static void
mark_said(struct facts *f)
{
	bool other_revision = false;
	size_t i;

	for (i = 0; i < f->count; i++) {
		struct fact *fact = &f->list[i];
		bool revision = slice_is(fact->field, "parent_revision");

		/* keys come first, and the revision before the occurrence */
		other_revision |= revision;
		fact->said = revision || (other_revision &&
		    slice_is(fact->field, "occurrence"));
	}
}

void
facts_of(struct facts *f, const struct record *r, struct arena *a)
{
	const struct schema_type *t = &schema_types[r->type];
	const struct record *was = r->change->was;
	const struct value *other;
	size_t i, most;

	*f = (struct facts){NULL, 0};
	if (!was)
		return;
	most = t->member_count + was->attrs.count + r->attrs.count +
	    was->others.count;
	f->list = arena_alloc(a, most * sizeof(*f->list));
	for (i = 0; i < t->member_count; i++)
		if (was->values[i].kind != VALUE_ABSENT)
			put(f, t->members[i].name, &was->values[i],
			    &r->values[i]);
	put_attrs(f, was, r, a);
	for (i = 0; i < was->others.count; i++) {
		other = extras_find(&r->others, was->others.list[i].name);
		put(f, was->others.list[i].name, &was->others.list[i].value,
		    other ? other : &absent);
	}
	mark_said(f);
}

static void
put_one_sided(struct facts *f, const struct record *r, struct slice field,
    const struct value *v)
{
	bool gone = r->change->op == CHANGE_REMOVE;

	put(f, field, gone ? v : &absent, gone ? &absent : v);
}

void
facts_of_whole(struct facts *f, const struct record *r, struct arena *a)
{
	const struct schema_type *t = &schema_types[r->type];
	size_t i;

	*f = (struct facts){NULL, 0};
	f->list = arena_alloc(a, (t->member_count + r->attrs.count +
	    r->others.count) * sizeof(*f->list));
	for (i = t->key_count; i < t->member_count; i++)
		if (r->values[i].kind != VALUE_ABSENT)
			put_one_sided(f, r, t->members[i].name,
			    &r->values[i]);
	for (i = 0; i < r->attrs.count; i++)
		put_one_sided(f, r, attr_name(r->attrs.list[i].name, a),
		    &r->attrs.list[i].value);
	for (i = 0; i < r->others.count; i++)
		put_one_sided(f, r, r->others.list[i].name,
		    &r->others.list[i].value);
}

bool
facts_said(const struct fact *fact)
{
	return fact->said;
}

bool
facts_all_said(const struct facts *f)
{
	size_t i;

	for (i = 0; i < f->count; i++)
		if (!f->list[i].said)
			return false;
	return f->count > 0;
}

void
facts_add_part(struct buf *b, const char *before, struct slice text)
{
	if (!text.len)
		return;
	buf_add_text(b, before);
	show_plain(b, text, FACTS_SHOWN);
}

void
facts_add_bom(struct buf *b, const struct key *bom)
{
	facts_add_part(b, "", bom->parts[BOM_PARENT]);
	facts_add_part(b, " revision ", bom->parts[BOM_PARENT_REVISION]);
	facts_add_part(b, ", plant ", bom->parts[BOM_PLANT]);
	facts_add_part(b, ", usage ", bom->parts[BOM_USAGE]);
	facts_add_part(b, ", alternative ", bom->parts[BOM_ALTERNATIVE]);
}

void
facts_add_value(struct buf *b, const struct value *v, size_t most)
{
	size_t i, start = b->len;

	switch (v->kind) {
	case VALUE_ABSENT:
	case VALUE_NULL:
		return;
	case VALUE_FLAG:
		buf_add_text(b, "yes");
		return;
	case VALUE_SET:
		for (i = 0; i < v->count; i++) {
			if (i)
				buf_add_byte(b, ' ');
			if (b->len - start > most) {
				buf_printf(b, "and %zu more", v->count - i);
				return;
			}
			show_plain(b, v->set[i], most);
		}
		return;
	case VALUE_TEXT:
	case VALUE_NUMBER:
	case VALUE_RAW:
		show_plain(b, v->text, most);
	}
}

/* Both are in natural order, so one walk does; a long list is cut. */
static void
add_lacking(struct buf *b, char sign, const struct value *has,
    const struct value *lacks, size_t shown)
{
	size_t most = lacks->kind == VALUE_SET ? lacks->count : 0;
	size_t start = b->len, cut = 0, i, j = 0;

	for (i = 0; has->kind == VALUE_SET && i < has->count; i++) {
		while (j < most && slice_compare_natural(lacks->set[j],
		    has->set[i]) < 0)
			j++;
		if (j < most && slice_equal(lacks->set[j], has->set[i]))
			continue;
		if (b->len - start > shown) {
			cut++;
			continue;
		}
		buf_printf(b, " %c", sign);
		show_plain(b, has->set[i], shown);
	}
	if (cut)
		buf_printf(b, " and %zu more", cut);
}

void
facts_add_sets(struct buf *b, const struct value *old,
    const struct value *new, size_t most)
{
	add_lacking(b, '-', old, new, most);
	add_lacking(b, '+', new, old, most);
}
