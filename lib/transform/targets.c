/* targets.c - alternatives times plants, then what meets in one key. */
#include "transform/targets.h"

/* --- change orders --- */

static int
take_order(struct targets *t, struct slice line, struct err *e)
{
	struct arena scratch = ARENA_INIT;
	struct rawline raw;
	struct record r;
	struct value *to;
	size_t i;

	(void)e;
	rawline_cut(&raw, TYPE_CHANGE_ORDER, line);
	condition_record(&r, TYPE_CHANGE_ORDER, &raw, &scratch);
	*map_put(&t->orders, raw.raw[CHANGE_ORDER_CHANGE_ORDER], NULL) =
	    t->order_count;
	t->plants = mem_grow(t->plants, t->order_count + 1,
	    sizeof(*t->plants));
	to = &t->plants[t->order_count++];
	*to = r.values[CHANGE_ORDER_PLANTS];
	to->set = arena_alloc(&t->orders_arena,
	    (to->count + 1) * sizeof(*to->set));
	for (i = 0; i < to->count; i++)
		to->set[i] = rawline_of_text(
		    r.values[CHANGE_ORDER_PLANTS].set[i], &t->orders_arena);
	arena_release(&scratch);
	return 0;
}

int
targets_open(struct targets *t, struct restructure_rules *r,
    const struct spool *in, struct err *e)
{
	struct spool_cursor c;
	struct stream_line line;
	int got;

	memset(t, 0, sizeof(*t));
	t->rules = r;
	if (r->plants.by != PLANTS_BY_CHANGE_ORDER)
		return 0;
	spool_cursor_open(&c, in, TYPE_CHANGE_ORDER, TYPE_CHANGE_ORDER);
	while ((got = spool_cursor_next(&c, &line, e)) > 0)
		if (take_order(t, line.text, e) < 0)
			break;
	spool_cursor_close(&c);
	return got;
}

void
targets_close(struct targets *t)
{
	map_release(&t->orders);
	mem_free(t->plants);
	mem_free(t->list);
	arena_release(&t->orders_arena);
	memset(t, 0, sizeof(*t));
}

/* --- the plants of a BOM --- */

struct plant_list {
	struct slice *at; /* in quotes */
	const char **refuse; /* of each: why it is not known, or NULL */
	size_t count, room;
	struct arena *arena;
};

static void
add_plant(struct plant_list *l, struct slice plant, const char *refuse)
{
	size_t i;

	for (i = 0; i < l->count; i++)
		if (slice_equal(l->at[i], plant))
			return;
	if (l->count == l->room) {
		struct slice *at;
		const char **why;

		l->room = l->room ? l->room * 2 : 8;
		at = arena_alloc(l->arena, l->room * sizeof(*at));
		why = arena_alloc(l->arena, l->room * sizeof(*why));
		if (l->count) {
			memcpy(at, l->at, l->count * sizeof(*at));
			memcpy(why, l->refuse, l->count * sizeof(*why));
		}
		l->at = at;
		l->refuse = why;
	}
	l->at[l->count] = plant;
	l->refuse[l->count++] = refuse;
}

static int
by_plant_item(struct plant_list *l, struct targets *t, struct assembly *a,
    struct err *e)
{
	struct arena scratch = ARENA_INIT;
	const struct slice *unknown;
	size_t i, count;
	int rc = 0;

	for (i = 0; i < a->plant_item_count && rc == 0; i++) {
		struct rawline raw;
		bool holds;

		rawline_cut(&raw, TYPE_PLANT_ITEM, a->plant_items[i]);
		rc = condition_holds_raw(&t->rules->plants.condition, &raw,
		    &holds, &scratch, e);
		if (rc == 0 && holds && raw.raw[PLANT_ITEM_PLANT].len > 2)
			add_plant(l, raw.raw[PLANT_ITEM_PLANT], NULL);
	}
	unknown = unknowns_plants(t->unknowns, a->parent, &count);
	for (i = 0; i < count && rc == 0; i++)
		add_plant(l, slice_from(unknown[i].at + a->parent.len,
		    unknown[i].len - a->parent.len),
		    "whether the plant builds it is withheld");
	arena_release(&scratch);
	return rc;
}

static void
by_change_order(struct plant_list *l, const struct targets *t,
    const struct assembly_bom *b)
{
	const uint64_t *at;
	struct rawline raw;
	size_t i;

	if (!b->header.len)
		return;
	rawline_cut(&raw, TYPE_BOM, b->header);
	at = map_find(&t->orders, raw.raw[BOM_CHANGE_ORDER]);
	for (i = 0; at && i < t->plants[*at].count; i++)
		add_plant(l, t->plants[*at].set[i], NULL);
}

static void
header_record(struct record *r, const struct assembly_bom *b, struct arena *a)
{
	struct rawline raw;

	if (b->header.len) {
		rawline_cut(&raw, TYPE_BOM, b->header);
	} else {
		memset(&raw, 0, sizeof(raw));
		raw.tail = SLICE("");
		memcpy(raw.raw, b->raw, sizeof(b->raw));
	}
	condition_record(r, TYPE_BOM, &raw, a);
}

static int
by_expression(struct plant_list *l, struct targets *t,
    const struct assembly_bom *b, struct err *e)
{
	struct expr_input in = {.texts = NULL};
	struct expr_value v;
	struct record r;
	struct slice rest;

	header_record(&r, b, l->arena);
	in.record = &r;
	if (expr_eval(t->rules->plants.expression, &in, &v, e) < 0)
		return -1;
	for (rest = v.null ? SLICE("") : v.text; rest.len;) {
		struct slice plant = slice_trim(slice_cut(&rest, ','));

		if (plant.len)
			add_plant(l, rawline_of_text(plant, l->arena), NULL);
	}
	return 0;
}

/* Another BOM of the parent is for this plant alone. */
static bool
has_own(const struct assembly *a, const struct assembly_bom *b,
    struct slice plant)
{
	size_t i;

	for (i = 0; i < a->bom_count; i++) {
		const struct assembly_bom *o = &a->boms[i];

		if (o != b && slice_equal(o->raw[BOM_PLANT], plant) &&
		    slice_equal(o->raw[BOM_PARENT_REVISION],
		    b->raw[BOM_PARENT_REVISION]) &&
		    slice_equal(o->raw[BOM_USAGE], b->raw[BOM_USAGE]) &&
		    slice_equal(o->raw[BOM_ALTERNATIVE],
		    b->raw[BOM_ALTERNATIVE]))
			return true;
	}
	return false;
}

/* A BOM of one plant goes there only; one of all does not go where one is. */
static void
narrow(struct plant_list *l, const struct targets *t,
    const struct assembly *a, const struct assembly_bom *b)
{
	const struct ydoc_texts *list = &t->rules->plants.list;
	bool general = b->raw[BOM_PLANT].len == 2;
	size_t i, n = 0;

	for (i = 0; i < l->count; i++) {
		if (!restructure_rules_listed(list, l->at[i]) ||
		    (general ? has_own(a, b, l->at[i])
			     : !slice_equal(b->raw[BOM_PLANT], l->at[i])))
			continue;
		l->at[n] = l->at[i];
		l->refuse[n++] = l->refuse[i];
	}
	l->count = n;
}

static int
plants_of(struct plant_list *l, struct targets *t, struct assembly *a,
    const struct assembly_bom *b, struct err *e)
{
	const struct restructure_plants *p = &t->rules->plants;
	bool any;
	size_t i;
	int rc = 0;

	switch (p->by) {
	case PLANTS_AS_THEY_ARE:
		add_plant(l, b->raw[BOM_PLANT], NULL);
		return 0;
	case PLANTS_BY_PLANT_ITEM:
		rc = by_plant_item(l, t, a, e);
		break;
	case PLANTS_BY_CHANGE_ORDER:
		by_change_order(l, t, b);
		break;
	case PLANTS_BY_LIST:
		for (i = 0; i < p->list.count; i++)
			add_plant(l, p->list.at[i], NULL);
		break;
	case PLANTS_BY_EXPRESSION:
		rc = by_expression(l, t, b, e);
		break;
	}
	any = l->count > 0;
	if (!any && t->partial && p->by == PLANTS_BY_PLANT_ITEM) {
		add_plant(l, b->raw[BOM_PLANT], "which plants build it cannot "
		    "be told: the input has none of its plant_items and is "
		    "not complete");
		return rc;
	}
	narrow(l, t, a, b);
	if (!l->count && !any && p->none != NONE_DROP)
		add_plant(l, b->raw[BOM_PLANT], p->none == NONE_REJECT
		    ? "no plant builds it" : NULL);
	return rc;
}

/* --- targets --- */

static struct target *
push(struct targets *t, struct assembly_bom *b)
{
	struct target *to;

	if (t->count == t->size) {
		t->size = mem_next_size(t->size, t->count + 1);
		t->list = mem_grow(t->list, t->size, sizeof(*t->list));
	}
	to = &t->list[t->count++];
	*to = (struct target){.from = b, .name = b->keys};
	memcpy(to->keys, b->raw, sizeof(to->keys));
	return to;
}

static struct slice
name_of(const struct slice keys[RAWLINE_BOM_KEYS], struct arena *a)
{
	const struct schema_member *members = schema_types[TYPE_BOM].members;
	struct buf b = BUF_INIT(KEY_MOST * 2);
	struct slice name;
	unsigned i;

	for (i = 0; i < RAWLINE_BOM_KEYS; i++) {
		buf_add_slice(&b, members[i].lead);
		buf_add_slice(&b, keys[i]);
	}
	name = slice_copy(buf_slice(&b), a);
	buf_release(&b);
	return name;
}

void
targets_drop(struct assembly_bom *b, unsigned part)
{
	size_t i, n = b->header_count + b->line_count + b->sub_count;

	for (i = 0; i < n; i++)
		b->records[i].part = (uint16_t)part;
}

/* One alternative in one plant; false: the parent is a phantom there. */
static bool
add_target(struct targets *t, struct assembly *a, struct assembly_bom *b,
    struct slice plant, struct slice alternative)
{
	enum phantoms_answer phantom = t->rules->collapse.keep_boms
	    ? PHANTOMS_NO : phantoms_ask_item(t->phantoms, a->parent, plant);
	struct target *to;

	if (phantom == PHANTOMS_YES)
		return false;
	to = push(t, b);
	to->keys[BOM_PLANT] = plant;
	to->keys[BOM_USAGE] = t->rules->to;
	to->keys[BOM_ALTERNATIVE] = alternative;
	to->name = name_of(to->keys, &a->arena);
	if (phantom == PHANTOMS_UNKNOWN)
		to->refuse = "whether it is a phantom is withheld";
	if (b->unknown)
		to->refuse = "a part of it is withheld";
	return true;
}

static void
add_alternatives(struct targets *t, struct assembly *a,
    struct assembly_bom *b, const struct plant_list *l)
{
	const struct restructure_rules *r = t->rules;
	unsigned part = l->count ? PART_ALTERNATIVES : PART_PLANTS;
	size_t before = t->count, i, k;

	for (i = 0; i < l->count; i++) {
		size_t first = t->count;

		if (!r->alternative_count && !add_target(t, a, b, l->at[i],
		    b->raw[BOM_ALTERNATIVE]))
			part = PART_PHANTOM_BOMS;
		for (k = 0; k < r->alternative_count; k++) {
			const struct restructure_alternative *x =
			    &r->alternatives[k];

			if (slice_equal(x->from, b->raw[BOM_ALTERNATIVE]) &&
			    restructure_rules_listed(&x->plants, l->at[i]) &&
			    !add_target(t, a, b, l->at[i], x->to))
				part = PART_PHANTOM_BOMS;
		}
		for (; first < t->count && l->refuse[i]; first++)
			t->list[first].refuse = l->refuse[i];
	}
	if (t->count == before)
		targets_drop(b, part);
}

static int
add_of(struct targets *t, struct assembly *a, struct assembly_bom *b,
    struct err *e)
{
	struct restructure_rules *r = t->rules;
	struct plant_list l = {.arena = &a->arena};
	struct record record;
	bool holds = true;

	if (!slice_equal(b->raw[BOM_USAGE], r->from)) {
		if (r->drops_others)
			targets_drop(b, PART_OTHERS);
		else
			push(t, b)->as_is = true;
		return 0;
	}
	if (!b->unknown && condition_asks(&r->from_condition)) {
		header_record(&record, b, &a->arena);
		if (condition_holds(&r->from_condition, &record, &holds,
		    e) < 0)
			return -1;
	}
	if (!holds) {
		targets_drop(b, PART_FROM);
		return 0;
	}
	if (plants_of(&l, t, a, b, e) < 0)
		return -1;
	add_alternatives(t, a, b, &l);
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	const struct target *x = a, *y = b;
	int c = slice_compare(x->name, y->name);

	/* one that stays as it is comes before those that are made */
	return c ? c : y->as_is - x->as_is;
}

static void
find_conflicts(struct targets *t)
{
	size_t i, first = 0;

	for (i = 1; i < t->count; i++) {
		if (!slice_equal(t->list[first].name, t->list[i].name)) {
			first = i;
			continue;
		}
		if (!t->list[first].as_is)
			t->list[first].refuse = "another BOM comes to the "
			    "same key";
		t->list[i].refuse = t->list[first].as_is ? "there is a BOM "
		    "with this key" : "another BOM comes to the same key";
		t->list[i].twice = true;
	}
}

int
targets_find(struct targets *t, struct assembly *a, struct err *e)
{
	size_t i;

	t->count = 0;
	for (i = 0; i < a->bom_count; i++)
		if (add_of(t, a, &a->boms[i], e) < 0)
			return -1;
	if (t->count > 1)
		qsort(t->list, t->count, sizeof(*t->list), by_name);
	find_conflicts(t);
	return 0;
}
