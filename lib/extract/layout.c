/* layout.c - exact spellings first, folded ones after them. */
#include "extract/layout.h"

const struct layout_ask *
layout_ask_find(const struct layout *l, struct slice name)
{
	size_t i;

	for (i = 0; i < l->count; i++)
		if (slice_equal(l->asks[i].name, name))
			return &l->asks[i];
	return NULL;
}

static bool
is_optional(const struct source *s, struct slice name)
{
	size_t i;

	for (i = 0; i < s->table.optional.count; i++)
		if (slice_equal(s->table.optional.at[i], name))
			return true;
	return false;
}

static void
put(struct layout *l, const struct source *s, struct slice name)
{
	if (source_column_find(s->derived, s->derived_count, name) < 0 &&
	    !layout_ask_find(l, name))
		l->asks[l->count++] = (struct layout_ask){name, NULL, false,
		    is_optional(s, name)};
}

void
layout_init(struct layout *l, const struct source *s, struct arena *a)
{
	size_t most = s->column_count + s->table.optional.count, i;
	const struct source_ask *ask = s->asks ? s->asks->first : NULL;
	const struct source_ask *x;

	for (x = ask; x; x = x->next)
		most++;
	l->asks = arena_alloc(a, (most + 1) * sizeof(*l->asks));
	l->count = 0;
	for (i = 0; i < s->column_count; i++) {
		l->asks[i] = (struct layout_ask){s->columns[i].name,
		    s->spellings ? &s->spellings[i] : NULL, true,
		    is_optional(s, s->columns[i].name)};
		l->count++;
	}
	for (i = 0; i < s->table.optional.count; i++)
		put(l, s, s->table.optional.at[i]);
	for (x = ask; x; x = x->next)
		put(l, s, x->name);
}

static int
exact_field(struct slice text, const struct slice *names, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (slice_equal(names[i], text))
			return (int)i;
	return LAYOUT_NONE;
}

static int
folded_field(struct slice text, const struct slice *names, size_t count)
{
	int found = LAYOUT_NONE;
	size_t i;

	for (i = 0; i < count; i++) {
		if (!table_same_name(names[i], text))
			continue;
		if (found >= 0)
			return LAYOUT_SEVERAL;
		found = (int)i;
	}
	return found;
}

int
layout_field(const struct layout_ask *ask, const struct slice *names,
    size_t count)
{
	const struct source_spelling *spelling = ask->spelling;
	struct ydoc_texts texts = {&ask->name, 1};
	int found = LAYOUT_NONE;
	size_t i;

	if (spelling && spelling->position)
		return spelling->position <= count
		    ? (int)spelling->position - 1 : LAYOUT_NONE;
	if (spelling)
		texts = spelling->texts;
	for (i = 0; i < texts.count && found == LAYOUT_NONE; i++)
		found = exact_field(texts.at[i], names, count);
	for (i = 0; i < texts.count && found == LAYOUT_NONE; i++)
		found = folded_field(texts.at[i], names, count);
	return found;
}

const struct layout_ask *
layout_missing(const struct layout *l, const struct slice *names,
    size_t count)
{
	size_t i;

	for (i = 0; i < l->count; i++)
		if (!l->asks[i].optional &&
		    layout_field(&l->asks[i], names, count) < 0)
			return &l->asks[i];
	return NULL;
}

size_t
layout_found(const struct layout *l, const struct slice *names, size_t count)
{
	size_t i, found = 0;

	for (i = 0; i < l->count; i++)
		found += layout_field(&l->asks[i], names, count) >= 0;
	return found;
}
