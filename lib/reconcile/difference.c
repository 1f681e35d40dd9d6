/*
 * difference.c - known members, site fields and unknown members in turn.
 *
 * Of two numbers in different units the ERP's is converted, exactly; where
 * there is no way from its unit to PLM's, or no end to the digits, they
 * differ.
 */
#include "reconcile/difference.h"

static const struct value absent = VALUE_INIT;

struct finder {
	struct differences *out;
	const struct policy_type *type;
	struct arena *arena;
};

const struct policy_rule *
difference_rule(const struct policy_type *type, const struct difference *d)
{
	if (d->member == POLICY_ATTRS)
		return policy_attr_rule(type, d->name);
	return &type->members[d->member];
}

void
difference_append(struct differences *out, struct difference d,
    struct arena *a)
{
	/* room doubles at powers of two, so that no size need be kept */
	if (!(out->count & (out->count - 1))) {
		size_t room = out->count ? out->count * 2 : 1;
		struct difference *grown = arena_alloc(a,
		    room * sizeof(*grown));

		if (out->count)
			memcpy(grown, out->list, out->count * sizeof(*grown));
		out->list = grown;
	}
	out->of[d.owner] = true;
	out->list[out->count++] = d;
}

static void
compare_values(struct finder *c, struct difference d)
{
	const struct policy_rule *rule = difference_rule(c->type, &d);

	d.owner = rule->owner;
	if (d.owner != POLICY_NOBODY && !alike(&rule->how.alike, d.plm, d.erp))
		difference_append(c->out, d, c->arena);
}

static void
compare_extra(struct finder *c, unsigned member, const struct extra *plm,
    const struct extra *erp)
{
	struct difference d = {.member = member};

	d.name = plm ? plm->name : erp->name;
	d.plm = plm ? &plm->value : &absent;
	d.erp = erp ? &erp->value : &absent;
	compare_values(c, d);
}

/* Both lists are in byte order of names. */
static void
compare_extras(struct finder *c, unsigned member,
    const struct extras *plm, const struct extras *erp)
{
	size_t i = 0, j = 0;

	while (i < plm->count || j < erp->count) {
		int order = i == plm->count ? 1 : j == erp->count ? -1 :
		    slice_compare(plm->list[i].name, erp->list[j].name);

		compare_extra(c, member, order <= 0 ? &plm->list[i] : NULL,
		    order >= 0 ? &erp->list[j] : NULL);
		i += order <= 0;
		j += order >= 0;
	}
}

/* The item whose conversions a record's numbers follow. */
static struct slice
item_of(const struct record *r)
{
	/* all other types with such numbers have it in front */
	return record_text(r, r->type == TYPE_BOM_LINE ? BOM_LINE_COMPONENT
						       : 0);
}

/* True if the number, in another unit on the ERP's side, is alike. */
static bool
alike_converted(const struct difference_by *by, const struct record *plm,
    const struct record *erp, unsigned member)
{
	const struct comparison *how = &by->type->members[member].how;
	static const struct unit_table none = UNIT_TABLE_INIT;
	char text[DECIMAL_TEXT_SIZE];
	struct value converted = {.kind = VALUE_NUMBER};
	struct decimal number;
	struct factor factor;
	int unit = comparison_unit(plm->type, member);

	if (!how->converted || unit < 0 ||
	    value_equal(&plm->values[unit], &erp->values[unit]) ||
	    !record_number(&number, erp, member) ||
	    unit_find(by->units ? by->units : &none, item_of(plm),
	    record_text(erp, (unsigned)unit), /* not negative here */
	    record_text(plm, (unsigned)unit), &factor) != UNIT_FOUND ||
	    !factor_exact(&number, number, &factor))
		return false;
	converted.text = slice_from(text, decimal_print(text, number));
	return alike(&how->alike, &plm->values[member], &converted);
}

void
difference_find(struct differences *out, const struct difference_by *by,
    const struct difference_side *plm, const struct difference_side *erp,
    struct arena *a)
{
	struct finder c = {out, by->type, a};
	enum record_type t = plm->record->type;
	bool settled[SCHEMA_MEMBERS_MOST] = {false};
	unsigned i;

	*out = (struct differences){NULL, 0, {false}};
	for (i = schema_types[t].key_count; i < schema_types[t].member_count;
	    i++) {
		if (!alike_converted(by, plm->record, erp->record, i))
			continue;
		settled[i] = true;
		settled[comparison_unit(t, i)] = true;
	}
	/* what a line was found again without */
	for (i = by->keys ? BOM_LINE_FIND_NUMBER
	    : schema_types[t].key_count; i < schema_types[t].member_count;
	    i++) {
		struct difference d = {.member = i,
		    .name = schema_types[t].members[i].name};

		d.plm = &plm->record->values[i];
		d.erp = &erp->record->values[i];
		if (!settled[i] && (i < schema_types[t].key_count ||
		    (scope_supplies(plm->scope, t, i) &&
		    scope_supplies(erp->scope, t, i))))
			compare_values(&c, d);
	}
	if (scope_supplies(plm->scope, t, SCHEMA_MEMBERS_MOST) &&
	    scope_supplies(erp->scope, t, SCHEMA_MEMBERS_MOST))
		compare_extras(&c, POLICY_ATTRS, &plm->record->attrs,
		    &erp->record->attrs);
	/* a list of members cannot name what the schema does not know */
	if (!scope_names_members(plm->scope, t) &&
	    !scope_names_members(erp->scope, t))
		compare_extras(&c, POLICY_UNKNOWN, &plm->record->others,
		    &erp->record->others);
}

void
difference_add_name(struct buf *b, enum record_type type,
    const struct difference *d)
{
	if (d->member < schema_types[type].member_count) {
		buf_add_slice(b, schema_types[type].members[d->member].name);
		return;
	}
	if (d->member == POLICY_ATTRS)
		buf_add_text(b, "attrs.");
	buf_add_slice(b, d->name);
}
