/*
 * rulescope.c - the rules once more, over claims instead of records.
 *
 * Plants and usages: for each type the set that its records can have is
 * worked out, as far as single texts tell; the scope gets the union, and a
 * type whose own set is smaller gives up its removals.
 */
#include "transform/rulescope.h"

#include "model/filter.h"

static bool
in_scope(const struct scope *s, unsigned type)
{
	return !s->limits_types || s->types[type];
}

static bool
conditional(const struct rule_step *step)
{
	return step->where_count || step->when;
}

/* --- types and filter --- */

static void
drop_types(struct scope *s, const struct rules *r)
{
	bool any = false;
	unsigned i;
	size_t k;

	for (i = 0; i < TYPE_COUNT; i++)
		for (k = 0; k < r->types[i].count; k++) {
			const struct rule_step *step = &r->types[i].list[k];
			unsigned t;

			if (!step->drops || conditional(step) ||
			    !in_scope(s, i))
				continue;
			for (t = 0; !s->limits_types && t < TYPE_COUNT; t++)
				s->types[t] = t != TYPE_WITHHELD;
			s->limits_types = true;
			s->types[i] = false;
		}
	for (i = 0; i < TYPE_COUNT; i++)
		any = any || in_scope(s, i);
	/* a scope of no type has no spelling: this one claims nothing */
	if (!any)
		s->types[TYPE_WITHHELD] = true;
}

static void
add_filters(struct scope *s, const struct rules *r, struct arena *a)
{
	unsigned t;
	size_t i;

	for (i = 0; i < r->count; i++) {
		const struct rule *rule = &r->list[i];
		bool concerns = false;

		for (t = 0; t < TYPE_COUNT; t++)
			concerns = concerns ||
			    (rule->types[t] && in_scope(s, t));
		if (concerns)
			s->filter = filter_unite(s->filter, rule->filter, a);
	}
}

/* --- members --- */

static void
select_members(bool *supplied, const struct operation *o)
{
	unsigned i;

	for (i = 0; i <= SLOT_ATTRS; i++)
		supplied[i] = supplied[i] && o->selected[i];
}

/* True if all is supplied that the expression reads. */
static bool
reads_supplied(const bool *supplied, const struct expr *x,
    enum record_type type)
{
	unsigned i;

	for (i = 0; i <= SLOT_ATTRS; i++)
		if (!supplied[i] && expr_reads(x, type, i))
			return false;
	return true;
}

/*
 * A value that is made of others is known where they are.  Site fields are
 * claimed all or none, so one more of them changes nothing.
 */
static void
supply_made(bool *supplied, const struct operation *o, bool known, bool always)
{
	bool *to = &supplied[o->to.member];

	if (!o->to.attr.len)
		*to = known && (always || *to);
}

static bool
all_supplied(const bool *supplied, const struct operation_parts *parts)
{
	size_t i;

	for (i = 0; i < parts->members.count; i++)
		if (!supplied[parts->members.at[i].member])
			return false;
	return true;
}

/*
 * A rule may leave records as they are, or make nothing of nothing.  What
 * was not supplied is so from now on only where every record gets a value,
 * or where all that it is made of is known: else its absence would be read
 * as a removal.
 */
static void
supply(bool *supplied, const struct operation *o, bool always,
    enum record_type type)
{
	switch (o->kind) {
	case OPERATION_RENAME:
		supply_made(supplied, o, supplied[o->from.member], always);
		/* a site field that moves leaves the others supplied */
		if (!o->from.attr.len)
			supplied[o->from.member] = false;
		return;
	case OPERATION_COPY:
		supply_made(supplied, o, supplied[o->from.member], always);
		return;
	case OPERATION_SET:
	case OPERATION_DEFAULT:
		if (always && !o->to.attr.len)
			supplied[o->to.member] = true;
		return;
	case OPERATION_REMOVE:
		/* of a site field: the source has none of that name */
		if (!o->to.attr.len)
			supplied[o->to.member] = false;
		return;
	case OPERATION_SELECT:
		select_members(supplied, o);
		return;
	case OPERATION_COMPUTE:
		supply_made(supplied, o, reads_supplied(supplied, o->expr,
		    type), always);
		return;
	case OPERATION_MAP:
	case OPERATION_SCALE:
	case OPERATION_TRIM:
	case OPERATION_UPPER:
	case OPERATION_LOWER:
	case OPERATION_PATTERN:
	case OPERATION_CONVERT:
		return;
	case OPERATION_JOIN:
		supply_made(supplied, o, all_supplied(supplied, o->parts),
		    always);
		return;
	case OPERATION_SPLIT:
		supply_made(supplied, o, supplied[o->from.member], always);
		return;
	case OPERATION_ENRICH:
		/* a table that may have no row knows nothing of the others */
		supply_made(supplied, o, o->enriching->none !=
		    ENRICHING_NONE_ABSENT && (o->enriching->none !=
		    ENRICHING_NONE_KEEP || supplied[o->to.member]), always);
		return;
	}
}

static void
change_members(struct scope *s, const struct rules *r, enum record_type type)
{
	const struct schema_type *schema = &schema_types[type];
	const struct rules_type *t = &r->types[type];
	bool supplied[SLOT_ATTRS + 1];
	bool all;
	size_t i, k;

	for (i = 0; i <= SLOT_ATTRS; i++)
		supplied[i] = scope_supplies(s, type, (unsigned)i);
	for (i = 0; i < t->count; i++)
		for (k = 0; k < t->list[i].operations.count; k++)
			supply(supplied, &t->list[i].operations.list[k],
			    !conditional(&t->list[i]), type);
	all = supplied[SLOT_ATTRS];
	for (i = schema->key_count; i < schema->member_count; i++)
		all = all && supplied[i];
	if (all && !s->limits_members[type])
		return;
	s->limits_members[type] = true;
	memset(s->members[type], 0, sizeof(s->members[type]));
	for (i = schema->key_count; i < schema->member_count; i++)
		s->members[type][i] = supplied[i];
	s->members[type][SLOT_ATTRS] = supplied[SLOT_ATTRS];
}

/* --- plants and usages --- */

/* What the records of one type can have in one key member. */
struct reach {
	bool touched; /* by some rule */
	bool limited;
	bool unsure; /* the rules may bring in more than the source knows */
	struct value set;
};

static void
set_add(struct value *set, struct slice text, struct arena *a)
{
	struct slice *grown;

	if (value_set_has(set, text))
		return;
	grown = arena_alloc(a, (set->count + 1) * sizeof(*grown));
	if (set->count)
		memcpy(grown, set->set, set->count * sizeof(*grown));
	grown[set->count++] = text;
	set->set = grown;
	value_set_sort(set);
}

/* Another text that the source does not know is mapped onto this one. */
static bool
comes_from_outside(const struct operation *o, const struct value *set,
    struct slice to)
{
	size_t i;

	for (i = 0; o->map && i < o->map->count; i++)
		if (slice_equal(o->map->to[i], to) &&
		    !value_set_has(set, o->map->texts.entries[i].key))
			return true;
	return false;
}

static struct value
image_of(const struct operation *o, const struct value *set, struct arena *a)
{
	struct value made = {VALUE_SET, {"", 0}, NULL, 0};
	size_t i;

	for (i = 0; i < set->count; i++) {
		struct slice text;

		if (operation_image(&text, o, set->set[i], a) &&
		    !comes_from_outside(o, set, text))
			set_add(&made, text, a);
	}
	return made;
}

/* Without a limit, a map that lets nothing else pass is one. */
static void
limit_to_map(struct reach *reach, const struct valuemap *m, struct arena *a)
{
	size_t i;

	if (m->unmapped == VALUEMAP_KEEP)
		return;
	reach->limited = true;
	reach->set = (struct value){VALUE_SET, {"", 0}, NULL, 0};
	for (i = 0; i < m->count; i++)
		set_add(&reach->set, m->to[i], a);
}

static void
reach_through(struct reach *reach, const struct operation *o, bool always,
    struct arena *a)
{
	reach->touched = true;
	if (!always || !operation_native(o)) {
		reach->unsure = reach->unsure || reach->limited;
	} else if (o->kind == OPERATION_SET || o->kind == OPERATION_REMOVE) {
		reach->limited = true;
		reach->set = (struct value){VALUE_SET, {"", 0}, NULL, 0};
		set_add(&reach->set, o->kind == OPERATION_SET
		    ? o->constant.text : SLICE(""), a);
	} else if (!reach->limited && o->kind == OPERATION_MAP) {
		limit_to_map(reach, o->map, a);
	} else if (reach->limited) {
		/* what had none is not in the scope, but gets this one */
		if (o->kind == OPERATION_DEFAULT &&
		    !value_set_has(&reach->set, SLICE("")) &&
		    value_set_has(&reach->set, o->constant.text))
			reach->unsure = true;
		reach->set = image_of(o, &reach->set, a);
	}
}

static void
reach_of(struct reach *reach, const struct rules_type *t, unsigned member,
    struct arena *a)
{
	size_t i, k;

	for (i = 0; i < t->count; i++) {
		const struct changein *ops = &t->list[i].operations;

		for (k = 0; k < ops->count; k++) {
			const struct operation *o = &ops->list[k];
			bool from = o->kind == OPERATION_RENAME &&
			    o->from.member == member;

			if (o->kind != OPERATION_SELECT &&
			    (o->to.member == member || from))
				reach_through(reach, o,
				    !conditional(&t->list[i]), a);
		}
	}
}

/* One of plants and usages. */
struct dimension {
	int (*member)(enum record_type type);
	bool *limits;
	struct value *set;
};

static void
unite(const struct dimension *d, struct scope *s, const struct reach *reach,
    struct arena *a)
{
	struct value all = {VALUE_SET, {"", 0}, NULL, 0};
	bool limited = true;
	unsigned i;
	size_t k;

	for (i = 0; i < TYPE_COUNT; i++) {
		if (d->member((enum record_type)i) < 0 || !in_scope(s, i))
			continue;
		limited = limited && reach[i].limited;
		for (k = 0; k < reach[i].set.count; k++)
			set_add(&all, reach[i].set.set[k], a);
	}
	for (i = 0; i < TYPE_COUNT; i++) {
		bool whole = limited
		    ? value_equal(&reach[i].set, &all) && all.count
		    : !reach[i].limited;

		if (d->member((enum record_type)i) >= 0 && in_scope(s, i) &&
		    (reach[i].unsure || !whole))
			s->no_removals[i] = true;
	}
	*d->limits = limited && all.count;
	*d->set = all;
}

static void
change_dimension(struct scope *s, const struct rules *r,
    const struct dimension *d, struct arena *a)
{
	struct reach reach[TYPE_COUNT];
	bool touched = false;
	unsigned i;

	for (i = 0; i < TYPE_COUNT; i++) {
		int member = d->member((enum record_type)i);

		reach[i] = (struct reach){.limited = *d->limits,
		    .set = *d->set};
		reach[i].set.kind = VALUE_SET;
		if (member < 0 || !in_scope(s, i))
			continue;
		reach_of(&reach[i], &r->types[i], (unsigned)member, a);
		touched = touched || reach[i].touched;
	}
	if (touched)
		unite(d, s, reach, a);
}

void
rulescope_apply(struct scope *s, const struct rules *r, struct arena *a)
{
	struct dimension plants = {
	    schema_plant, &s->limits_plants, &s->plants};
	struct dimension usages = {
	    schema_usage, &s->limits_usages, &s->usages};
	unsigned i;

	drop_types(s, r);
	add_filters(s, r, a);
	for (i = 0; i < TYPE_COUNT; i++)
		if (in_scope(s, i))
			change_members(s, r, (enum record_type)i);
	change_dimension(s, r, &plants, a);
	change_dimension(s, r, &usages, a);
}
