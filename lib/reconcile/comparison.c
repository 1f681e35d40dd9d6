/* comparison.c - the ways of comparing, by their names. */
#include "reconcile/comparison.h"

const char *const comparison_keys[] = {"tolerance", "percent", "days", "unit",
    NULL};
/* In the order of enum alike_way; `unit`, the last, is none of them. */
const char *const comparison_ways[] = {"exact", "folded", "set", "date",
    "unit", NULL};

int
comparison_unit(enum record_type type, unsigned member)
{
	const struct schema_type *t = &schema_types[type];
	struct slice name = t->members[member].name;

	if (slice_is(name, "quantity") || slice_is(name, "base_quantity"))
		return schema_member_find(type, SLICE("uom"));
	if (slice_is(name, "mass"))
		return schema_member_find(type, SLICE("mass_uom"));
	return -1;
}

/* One of {tolerance: NUMBER}, {percent: NUMBER}, {days: NUMBER}; `unit`. */
static int
read_bound(struct comparison *c, const struct ydoc_node *n, struct err *e)
{
	static const enum alike_way ways[] = {ALIKE_TOLERANCE, ALIKE_PERCENT,
	    ALIKE_DAYS};
	const struct ydoc_node *bound, *unit = ydoc_get(n, "unit");
	size_t i;

	if (ydoc_check_keys(n, comparison_keys, e) < 0 ||
	    ydoc_flag(unit, &c->converted, e) < 0)
		return -1;
	if (n->count != (unit ? 2 : 1))
		return ydoc_error(n, e, "must have one of tolerance, percent "
		    "and days (and unit: yes for a number with a unit)");
	for (i = 0; i < COUNT_OF(ways); i++) {
		bound = ydoc_get(n, comparison_keys[i]);
		if (!bound)
			continue;
		if (ydoc_decimal(bound, &c->alike.bound, e) < 0)
			return -1;
		if (c->alike.bound.negative)
			return ydoc_error(bound, e, "must not be negative");
		c->alike.way = ways[i];
	}
	return 0;
}

/* A word, of which `unit` is no way of its own. */
int
comparison_read(struct comparison *c, const struct ydoc_node *n, struct err *e)
{
	int way = 0;

	if (n->kind == YDOC_MAP)
		return read_bound(c, n, e);
	if (ydoc_choice(n, comparison_ways, &way, e) < 0)
		return -1;
	c->converted = comparison_ways[way + 1] == NULL;
	c->alike.way = c->converted ? ALIKE_EXACT : (enum alike_way)way;
	return 0;
}
