/* claim.c - scopes, limit by limit. */
#include "diff/claim.h"

/* What both lists hold; false: nothing. */
static bool
narrow_list(bool *limits, struct value *list, const struct value *to,
    struct arena *a)
{
	struct slice *kept;
	size_t i, count = 0;

	if (!to)
		return true;
	if (!*limits) {
		*limits = true;
		*list = *to;
		return true;
	}
	kept = arena_alloc(a, (list->count + 1) * sizeof(*kept));
	for (i = 0; i < list->count; i++)
		if (value_set_has(to, list->set[i]))
			kept[count++] = list->set[i];
	list->set = kept;
	list->count = count;
	return count > 0;
}

static bool
narrow_types(struct scope *s, const bool *types)
{
	bool any = false;
	unsigned i;

	if (!types)
		return true;
	for (i = 0; i < TYPE_COUNT; i++) {
		s->types[i] = types[i] && (!s->limits_types || s->types[i]);
		any |= s->types[i];
	}
	s->limits_types = true;
	return any;
}

static void
narrow_filter(struct scope *s, struct slice words, struct arena *a)
{
	struct buf b = BUF_INIT(KEY_MOST * 4);

	if (!words.len)
		return;
	buf_add_slice(&b, s->filter);
	if (b.len)
		buf_add_text(&b, "; ");
	buf_add_slice(&b, words);
	s->filter = slice_copy(buf_slice(&b), a);
	buf_release(&b);
}

/* False where nothing of the scope lies within the limits. */
static bool
narrow_one(struct scope *s, const struct claim *c, struct arena *a)
{
	bool types = narrow_types(s, c->types);
	bool plants = narrow_list(&s->limits_plants, &s->plants, c->plants,
	    a);
	bool usages = narrow_list(&s->limits_usages, &s->usages, c->usages,
	    a);

	narrow_filter(s, c->filter, a);
	return types && plants && usages;
}

/* A list cannot be empty: what was asked for, and no word about absence. */
static void
claim_nothing(struct scope *to, const struct claim *c)
{
	unsigned i;

	scope_init(to);
	to->filter = c->filter;
	if (c->plants) {
		to->limits_plants = true;
		to->plants = *c->plants;
	}
	if (c->usages) {
		to->limits_usages = true;
		to->usages = *c->usages;
	}
	for (i = 0; i < TYPE_COUNT; i++)
		to->no_removals[i] = true;
}

void
claim_narrow(struct scope *to, const struct scope *from,
    const struct claim *c, struct arena *a)
{
	struct scope all, *s, *last = NULL;

	scope_copy(&all, from, a);
	for (s = &all; s; s = s->more) {
		if (!narrow_one(s, c, a))
			continue;
		if (!last)
			last = to;
		else
			last = last->more = arena_alloc(a, sizeof(*last));
		*last = *s;
		last->more = NULL;
	}
	if (!last)
		claim_nothing(to, c);
}
