/* difference.c - known members, site fields and unknown members in turn. */
#include "reconcile/difference.h"

#include "model/alike.h"

static const struct value absent = VALUE_INIT;

struct comparison {
	struct differences *out;
	const struct policy_type *type;
	struct arena *arena;
};

static void
compare_values(struct comparison *c, struct difference d,
    const struct policy_rule *rule)
{
	struct differences *out = c->out;

	if (rule->owner == POLICY_NOBODY || alike(&rule->how, d.plm, d.erp))
		return;
	/* room doubles at powers of two, so that no size need be kept */
	if (!(out->count & (out->count - 1))) {
		size_t room = out->count ? out->count * 2 : 1;
		struct difference *grown = arena_alloc(c->arena,
		    room * sizeof(*grown));

		if (out->count)
			memcpy(grown, out->list, out->count * sizeof(*grown));
		out->list = grown;
	}
	d.owner = rule->owner;
	out->of[d.owner] = true;
	out->list[out->count++] = d;
}

static void
compare_extra(struct comparison *c, unsigned member, const struct extra *plm,
    const struct extra *erp)
{
	struct difference d = {.member = member};
	const struct policy_rule *rule = &c->type->members[member];

	d.name = plm ? plm->name : erp->name;
	d.plm = plm ? &plm->value : &absent;
	d.erp = erp ? &erp->value : &absent;
	if (member == POLICY_ATTRS)
		rule = policy_attr_rule(c->type, d.name);
	compare_values(c, d, rule);
}

/* Both lists are in byte order of names. */
static void
compare_extras(struct comparison *c, unsigned member,
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

void
difference_find(struct differences *out, const struct policy_type *type,
    const struct difference_side *plm, const struct difference_side *erp,
    struct arena *a)
{
	struct comparison c = {out, type, a};
	enum record_type t = plm->record->type;
	unsigned i;

	*out = (struct differences){NULL, 0, {false}};
	for (i = schema_types[t].key_count; i < schema_types[t].member_count;
	    i++) {
		struct difference d = {.member = i,
		    .name = schema_types[t].members[i].name};

		d.plm = &plm->record->values[i];
		d.erp = &erp->record->values[i];
		if (scope_supplies(plm->scope, t, i) &&
		    scope_supplies(erp->scope, t, i))
			compare_values(&c, d, &type->members[i]);
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
