/* unite.c - part by part, and never more than is claimed. */
#include "model/unite.h"

#include "model/filter.h"

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

static void
widen_types(struct scope *s, const struct scope *other)
{
	unsigned i;

	s->limits_types = s->limits_types && other->limits_types;
	for (i = 0; i < TYPE_COUNT; i++)
		s->types[i] = s->types[i] || other->types[i];
}

/* True where the two differ in one limit at most, which is then widened. */
static bool
widen_one(struct scope *s, const struct scope *other, struct arena *a)
{
	struct limit plants = {&s->limits_plants, &s->plants};
	struct limit usages = {&s->limits_usages, &s->usages};
	bool same_types = types_equal(s, other);
	bool same_plants = limit_equal(&plants, other->limits_plants,
	    &other->plants);
	bool same_usages = limit_equal(&usages, other->limits_usages,
	    &other->usages);

	if (same_types + same_plants + same_usages < 2)
		return false;
	widen_types(s, other);
	widen(&plants, other->limits_plants, &other->plants, a);
	widen(&usages, other->limits_usages, &other->usages, a);
	return true;
}

/* Takes in one scope: into one that it fits, else as a further one. */
static void
unite_one(struct scope *s, const struct scope *other, struct arena *a)
{
	unsigned i;

	while (!widen_one(s, other, a)) {
		if (!s->more) {
			s->more = arena_alloc(a, sizeof(*s->more));
			*s->more = *other;
			s->more->more = NULL;
			return;
		}
		s = s->more;
	}
	for (i = 0; i < TYPE_COUNT; i++) {
		s->no_removals[i] = s->no_removals[i] ||
		    other->no_removals[i];
		unite_members(s, other, i);
	}
}

void
unite_scopes(struct scope *s, const struct scope *other, struct arena *a)
{
	struct scope *each;

	s->filter = filter_unite(s->filter, other->filter, a);
	for (; other; other = other->more)
		unite_one(s, other, a);
	/* what was left out where cannot be told any more: one filter */
	for (each = s; each; each = each->more)
		each->filter = s->filter;
}
