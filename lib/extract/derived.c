/* derived.c - each kind of them behind those before it. */
#include "extract/derived.h"

#include "extract/titles.h"

void
derived_begin(struct source *s, struct arena *a)
{
	static const struct slice names[SOURCE_DERIVED] = {
		SLICE_INIT("@file"), SLICE_INIT("@stem"), SLICE_INIT("@line"),
		SLICE_INIT("@part"),
	};

	s->derived = arena_alloc(a, sizeof(names));
	memcpy(s->derived, names, sizeof(names));
	s->derived_count = SOURCE_DERIVED;
}

/* Room for so many more behind those that there are. */
static struct slice *
grow(struct source *s, size_t more, struct arena *a)
{
	struct slice *derived = arena_alloc(a, (s->derived_count + more + 1) *
	    sizeof(*derived));

	memcpy(derived, s->derived, s->derived_count * sizeof(*derived));
	s->derived = derived;
	return derived + s->derived_count;
}

static int
read_titles(struct source *s, struct arena *a, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(s->node, "titles");
	struct titles_spec *t;

	if (!n)
		return 0;
	if (!s->header && !s->table.below.count)
		return ydoc_error_key(n, e, "without a header nothing stands "
		    "above the rows");
	if (titles_read(&t, n, a, e) < 0)
		return -1;
	t->derived_at = s->derived_count;
	memcpy(grow(s, t->count, a), t->names, t->count * sizeof(*t->names));
	s->derived_count += t->count;
	s->titles = t;
	return 0;
}

static int
structure_check(const struct source *s, struct err *e)
{
	const struct outline_spec *o = s->structure;
	const struct ydoc_node *n = ydoc_get(o->node, "level");
	size_t i;

	for (i = 0; i < o->levels.count; i++)
		if (source_check_column(s, o->levels.at[i], n, e) < 0)
			return -1;
	for (i = 0; i < o->parents.count; i++)
		if (o->roots[i].column && source_column_find(s->derived,
		    s->derived_count, o->roots[i].text) < 0)
			return ydoc_error(o->roots[i].node, e, "the source "
			    "has no title \"%.*s\"", SLICE_ARGS(
			    o->roots[i].text));
	n = ydoc_get(o->node, "parent");
	for (i = 0; i < o->parents.count; i++)
		if (source_check_column(s, o->parents.at[i], n, e) < 0)
			return -1;
	return 0;
}

/* A name with "@" in front, behind the derived columns so far. */
static int
computed_read(struct source *s, struct arena *a, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(s->node, "computed"), *child;
	struct slice *derived, text;

	if (!n)
		return 0;
	if (ydoc_check_map(n, e) < 0)
		return -1;
	s->computed = n;
	s->computed_at = s->derived_count;
	derived = arena_alloc(a, (s->derived_count + n->count + 1) *
	    sizeof(*derived));
	memcpy(derived, s->derived, s->derived_count * sizeof(*derived));
	s->derived = derived;
	for (child = n->first; child; child = child->next) {
		char *name = arena_alloc(a, child->key.len + 2);

		if (!child->key.len || *child->key.at == '@')
			return ydoc_error_key(child, e, "is no name: it "
			    "gets its @ by itself");
		if (ydoc_text(child, &text, e) < 0)
			return -1;
		snprintf(name, child->key.len + 2, "@%s", child->key.at);
		if (source_column_find(derived, s->derived_count,
		    slice_of(name)) >= 0)
			return ydoc_error_key(child, e, "there is a column "
			    "%s already", name);
		derived[s->derived_count++] = slice_of(name);
	}
	return 0;
}

/* Its derived columns come behind those that every source has. */
static int
structure_read(struct source *s, struct arena *a, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(s->node, "structure");
	struct slice *derived;
	size_t count;

	if (!n)
		return 0;
	if (s->boms_per_file)
		return ydoc_error_key(n, e, "makes boms: per_file needless: "
		    "repeats fold in any case");
	if (outline_spec_read(&s->structure, n, a, e) < 0)
		return -1;
	s->structure->derived_at = s->derived_count;
	count = s->derived_count + outline_spec_derived(s->structure);
	derived = arena_alloc(a, count * sizeof(*derived));
	memcpy(derived, s->derived, s->derived_count * sizeof(*derived));
	outline_spec_name(s->structure, derived + s->derived_count, a);
	s->derived = derived;
	s->derived_count = count;
	return structure_check(s, e);
}

int
derived_read(struct source *s, struct arena *a, struct err *e)
{
	if (read_titles(s, a, e) < 0 || computed_read(s, a, e) < 0)
		return -1;
	return structure_read(s, a, e);
}
