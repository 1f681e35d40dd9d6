/* restructure_claims.c - one scope becomes up to three. */
#include "transform/restructure_claims.h"

#include "model/filter.h"

static const enum record_type bom_types[] = {
    TYPE_BOM, TYPE_BOM_LINE, TYPE_SUBSTITUTE};

static bool
holds_type(const struct scope *s, enum record_type type)
{
	return !s->limits_types || s->types[type];
}

static bool
is_bom_type(unsigned type)
{
	return type == TYPE_BOM || type == TYPE_BOM_LINE ||
	    type == TYPE_SUBSTITUTE;
}

/* Only the BOM types of the scope, or only the others; false: none. */
static bool
limit_types(struct scope *s, bool boms)
{
	bool any = false;
	unsigned i;

	for (i = 0; i < TYPE_COUNT; i++) {
		s->types[i] = holds_type(s, (enum record_type)i) &&
		    i != TYPE_WITHHELD && is_bom_type(i) == boms;
		any = any || s->types[i];
	}
	s->limits_types = true;
	return any;
}

/* --- sets of texts --- */

static struct value
set_of(const struct slice *texts, size_t count, struct arena *a)
{
	struct value v = {VALUE_SET, {"", 0}, NULL, count};

	v.set = arena_alloc(a, (count + 1) * sizeof(*v.set));
	if (count)
		memcpy(v.set, texts, count * sizeof(*texts));
	value_set_sort(&v);
	return v;
}

static struct value
without(const struct value *set, struct slice text, struct arena *a)
{
	struct value v = set_of(set->set, set->count, a);
	size_t i, n = 0;

	for (i = 0; i < v.count; i++)
		if (!slice_equal(v.set[i], text))
			v.set[n++] = v.set[i];
	v.count = n;
	return v;
}

/* The listed plants that the scope knows, or all of them. */
static struct value
listed_plants(const struct restructure_rules *r, const struct scope *s,
    bool all, struct arena *a)
{
	const struct ydoc_texts *list = &r->plants.list;
	struct slice *texts = arena_alloc(a,
	    (list->count + 2) * sizeof(*texts));
	size_t i, n = 0;

	for (i = 0; i < list->count; i++)
		if (all || !s->limits_plants || value_set_has(&s->plants,
		    rawline_plain(list->at[i])))
			texts[n++] = rawline_plain(list->at[i]);
	if (r->plants.none == NONE_KEEP)
		texts[n++] = SLICE("");
	return set_of(texts, n, a);
}

static void
no_removals(struct scope *s)
{
	size_t i;

	for (i = 0; i < COUNT_OF(bom_types); i++)
		if (holds_type(s, bom_types[i]))
			s->no_removals[bom_types[i]] = true;
}

/* --- the BOMs that are made --- */

static void
claim_plants(const struct restructure_rules *r, struct scope *made,
    const struct scope *source, struct arena *a)
{
	bool general = !source->limits_plants ||
	    value_set_has(&source->plants, SLICE(""));

	switch (r->plants.by) {
	case PLANTS_AS_THEY_ARE:
		return;
	case PLANTS_BY_LIST:
		break;
	case PLANTS_BY_PLANT_ITEM:
		if (!holds_type(source, TYPE_PLANT_ITEM) ||
		    source->no_removals[TYPE_PLANT_ITEM])
			no_removals(made);
		break;
	case PLANTS_BY_CHANGE_ORDER:
		/* an order that is no longer told has not undone its BOMs */
		no_removals(made);
		break;
	case PLANTS_BY_EXPRESSION:
		if (source->limits_plants)
			no_removals(made);
		break;
	}
	if (!r->plants.list.count)
		return;
	made->plants = listed_plants(r, source,
	    general && r->plants.by == PLANTS_BY_LIST, a);
	made->limits_plants = made->plants.count > 0;
	if (!made->limits_plants)
		no_removals(made);
}

static void
supply(struct scope *s, unsigned member, bool supplied)
{
	const enum record_type type = TYPE_BOM_LINE;

	if (scope_supplies(s, type, member) == supplied)
		return;
	if (!s->limits_members[type]) {
		unsigned i;

		for (i = 0; i <= SLOT_ATTRS; i++)
			s->members[type][i] = i == SLOT_ATTRS ||
			    (i >= schema_types[type].key_count &&
			    i < schema_types[type].member_count);
		s->limits_members[type] = true;
	}
	s->members[type][member] = supplied;
}

static bool
reads_supplied(const struct scope *s, const struct expr *x)
{
	unsigned i;

	for (i = 0; i <= SLOT_ATTRS; i++)
		if (expr_reads(x, TYPE_BOM_LINE, i) &&
		    !scope_supplies(s, TYPE_BOM_LINE, i))
			return false;
	return true;
}

/* What one change does to what is known of all lines. */
static void
claim_operation(struct scope *s, const struct operation *o, bool always)
{
	unsigned to = o->to.member;
	bool had = scope_supplies(s, TYPE_BOM_LINE, to), known = had;

	if (o->kind == OPERATION_SET || o->kind == OPERATION_DEFAULT) {
		known = had || (always && !o->to.attr.len);
	} else if (o->kind == OPERATION_RENAME || o->kind == OPERATION_COPY) {
		known = scope_supplies(s, TYPE_BOM_LINE, o->from.member) &&
		    (always || had);
		if (o->kind == OPERATION_RENAME && !o->from.attr.len)
			supply(s, o->from.member, false);
	} else if (o->kind == OPERATION_COMPUTE) {
		known = reads_supplied(s, o->expr) && (always || had);
	} else if (o->kind == OPERATION_REMOVE) {
		known = had && o->to.attr.len;
	}
	if (!o->to.attr.len && to >= schema_types[TYPE_BOM_LINE].key_count)
		supply(s, to, known);
}

static void
claim_members(const struct restructure_rules *r, struct scope *s)
{
	size_t i, k;

	for (i = 0; i < r->changes.count; i++) {
		const struct restructure_entry *x = &r->changes.list[i];

		for (k = 0; k < x->operations.count; k++)
			claim_operation(s, &x->operations.list[k],
			    !condition_asks(&x->condition));
	}
	if (r->removes_dates) {
		supply(s, BOM_LINE_EFFECTIVE_FROM, false);
		supply(s, BOM_LINE_EFFECTIVE_TO, false);
	}
}

static void
claim_made(const struct restructure_rules *r, struct scope *made,
    const struct scope *source, struct arena *a)
{
	struct buf words = BUF_INIT(256);

	made->limits_usages = true;
	made->usages = set_of(&r->to_text, 1, a);
	claim_plants(r, made, source, a);
	claim_members(r, made);
	made->filter = filter_unite(made->filter, r->words, a);
	if (r->as_of.len) {
		buf_printf(&words, "%.*s BOMs as of %.*s",
		    SLICE_ARGS(r->to_text), SLICE_ARGS(r->as_of));
		made->filter = filter_unite(made->filter,
		    slice_copy(buf_slice(&words), a), a);
	}
	buf_release(&words);
}

static struct scope *
copy_of(const struct scope *s, struct arena *a)
{
	struct scope *copy = arena_alloc(a, sizeof(*copy));

	*copy = *s;
	copy->more = NULL;
	limit_types(copy, true);
	return copy;
}

/* Those of a scope that holds BOMs; the last one that was added. */
static struct scope *
claim_of(const struct restructure_rules *r, struct scope *s, struct arena *a)
{
	bool from = !s->limits_usages ||
	    value_set_has(&s->usages, r->from_text);
	const struct scope source = *s;
	struct scope *boms = copy_of(s, a), *others = NULL, *last;

	if (!from && !r->drops_others)
		return s;
	if (source.limits_usages && !r->drops_others) {
		others = copy_of(s, a);
		others->usages = without(&source.usages, r->from_text, a);
	}
	if (others && !others->usages.count)
		others = NULL;
	if (from)
		claim_made(r, boms, &source, a);
	else
		no_removals(boms);
	boms->more = others;
	last = others ? others : boms;
	last->more = source.more;
	if (limit_types(s, false))
		s->more = boms;
	else
		*s = *boms;
	return others ? others : s->more == boms ? boms : s;
}

void
restructure_claims(const struct restructure_rules *r, struct scope *s,
    struct arena *a)
{
	unsigned i;

	while (s) {
		bool boms = false;

		for (i = 0; i < COUNT_OF(bom_types); i++)
			boms = boms || holds_type(s, bom_types[i]);
		if (boms)
			s = claim_of(r, s, a);
		s = s->more;
	}
}
