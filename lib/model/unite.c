/* unite.c - part by part, and never more than is claimed. */
#include "model/unite.h"

/* One limited list of a scope: plants or usages. */
struct limit {
	bool *limited;
	struct value *set;
};

static bool
limit_equal(const struct limit *l, bool limited, const struct value *set)
{
	return *l->limited == limited &&
	    (!limited || value_equal(l->set, set));
}

static bool
set_has(const struct value *set, struct slice text)
{
	size_t i;

	for (i = 0; i < set->count; i++)
		if (slice_equal(set->set[i], text))
			return true;
	return false;
}

static void
widen(struct limit *l, bool limited, const struct value *set, struct arena *a)
{
	struct value both = {VALUE_SET, {"", 0}, NULL, 0};

	*l->limited = *l->limited && limited;
	if (!*l->limited)
		return;
	both.count = l->set->count + set->count;
	both.set = arena_alloc(a, both.count * sizeof(*both.set));
	memcpy(both.set, l->set->set, l->set->count * sizeof(*both.set));
	memcpy(both.set + l->set->count, set->set,
	    set->count * sizeof(*both.set));
	value_set_sort(&both);
	*l->set = both;
}

/* False when nothing is left. */
static bool
narrow(struct limit *l, bool limited, const struct value *set,
    struct arena *a)
{
	struct value both = {VALUE_SET, {"", 0}, NULL, 0};
	size_t i;

	if (!limited)
		return true;
	if (!*l->limited) {
		*l->limited = true;
		*l->set = *set;
		return true;
	}
	both.set = arena_alloc(a, l->set->count * sizeof(*both.set));
	for (i = 0; i < l->set->count; i++)
		if (set_has(set, l->set->set[i]))
			both.set[both.count++] = l->set->set[i];
	if (!both.count)
		return false;
	*l->set = both;
	return true;
}

static void
unite_filters(struct scope *s, struct slice filter, struct arena *a)
{
	struct buf both = BUF_INIT(SIZE_MAX / 2);
	struct slice rest = s->filter;

	if (!rest.len) {
		s->filter = filter;
		return;
	}
	while (rest.len >= filter.len) {
		/* a part of what was united before, from `; ` to `; ` */
		if (slice_begins(rest, filter) && (rest.len == filter.len ||
		    rest.at[filter.len] == ';'))
			return;
		slice_cut(&rest, ';');
		rest = slice_trim(rest);
	}
	buf_add_slice(&both, s->filter);
	buf_add_text(&both, "; ");
	buf_add_slice(&both, filter);
	s->filter = slice_copy(buf_slice(&both), a);
	buf_release(&both);
}

static void
unite_types(struct scope *s, const struct scope *other)
{
	unsigned i;

	s->limits_types = s->limits_types && other->limits_types;
	for (i = 0; i < TYPE_COUNT; i++)
		s->types[i] = s->types[i] || other->types[i];
}

static void
unite_members(struct scope *s, const struct scope *other, unsigned type)
{
	unsigned m;

	if (!other->limits_members[type])
		return;
	for (m = 0; m <= SCHEMA_MEMBERS_MOST; m++)
		s->members[type][m] = other->members[type][m] &&
		    (s->members[type][m] || !s->limits_members[type]);
	s->limits_members[type] = true;
}

static bool
types_equal(const struct scope *a, const struct scope *b)
{
	return a->limits_types == b->limits_types && (!a->limits_types ||
	    memcmp(a->types, b->types, sizeof(a->types)) == 0);
}

/* Types, plants and usages; false when nothing would be left. */
static bool
unite_limits(struct scope *s, const struct scope *other, struct arena *a)
{
	struct limit plants = {&s->limits_plants, &s->plants};
	struct limit usages = {&s->limits_usages, &s->usages};
	bool same_types = types_equal(s, other);
	bool same_plants = limit_equal(&plants, other->limits_plants,
	    &other->plants);
	bool same_usages = limit_equal(&usages, other->limits_usages,
	    &other->usages);

	if (same_types && same_usages) {
		widen(&plants, other->limits_plants, &other->plants, a);
		return true;
	}
	if (same_types && same_plants) {
		widen(&usages, other->limits_usages, &other->usages, a);
		return true;
	}
	unite_types(s, other);
	return narrow(&plants, other->limits_plants, &other->plants, a) &&
	    narrow(&usages, other->limits_usages, &other->usages, a);
}

void
unite_scopes(struct scope *s, const struct scope *other, struct arena *a)
{
	bool some = unite_limits(s, other, a);
	unsigned i;

	if (other->filter.len)
		unite_filters(s, other->filter, a);
	for (i = 0; i < TYPE_COUNT; i++) {
		s->no_removals[i] = s->no_removals[i] ||
		    other->no_removals[i] || !some;
		unite_members(s, other, i);
	}
}
