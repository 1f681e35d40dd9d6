/* totals.c - one group for each type, plant and unit. */
#include "reconcile/totals.h"

/* What is summed, and by what. */
struct summand {
	unsigned value, plant, unit;
};

static bool
summand_of(struct summand *s, enum record_type type)
{
	if (type == TYPE_BOM_LINE)
		*s = (struct summand){BOM_LINE_QUANTITY, BOM_LINE_PLANT,
		    BOM_LINE_UOM};
	else if (type == TYPE_PLANT_ITEM)
		*s = (struct summand){PLANT_ITEM_STANDARD_COST,
		    PLANT_ITEM_PLANT, PLANT_ITEM_CURRENCY};
	else
		return false;
	return true;
}

void
totals_init(struct totals *t)
{
	memset(t, 0, sizeof(*t));
	t->index = (struct map)MAP_INIT;
	t->texts = (struct arena)ARENA_INIT;
	/* a plant of a key and a unit, as long as lines are */
	buf_init(&t->key, (size_t)64 * 1024 * 1024);
}

void
totals_release(struct totals *t)
{
	map_release(&t->index);
	mem_free(t->list);
	arena_release(&t->texts);
	buf_release(&t->key);
}

bool
totals_wants(enum record_type type)
{
	struct summand s;

	return summand_of(&s, type);
}

static struct totals_group *
group_of(struct totals *t, const struct record *r, const struct summand *s)
{
	struct slice plant = record_text(r, s->plant);
	struct slice unit = record_text(r, s->unit);
	uint64_t *at;
	bool added;

	buf_clear(&t->key);
	buf_printf(&t->key, "%d %zu ", (int)r->type, plant.len);
	buf_add_slice(&t->key, plant);
	buf_add_slice(&t->key, unit);
	at = map_put(&t->index, buf_slice(&t->key), &added);
	if (added) {
		*at = t->count;
		if (t->count == t->size) {
			t->size = mem_next_size(t->size, t->count + 1);
			t->list = mem_grow(t->list, t->size,
			    sizeof(*t->list));
		}
		t->list[t->count++] = (struct totals_group){.type = r->type,
		    .member = s->value, .plant = slice_copy(plant, &t->texts),
		    .unit = slice_copy(unit, &t->texts)};
	}
	return &t->list[*at];
}

void
totals_add(struct totals *t, enum totals_side side, const struct record *r)
{
	struct totals_sum *sum;
	struct summand s;
	struct decimal d;

	if (!summand_of(&s, r->type) || !record_number(&d, r, s.value))
		return;
	sum = &group_of(t, r, &s)->sides[side];
	/* once over, always over: the order of records must not show */
	if (!sum->overflow && !decimal_add(&sum->sum, sum->sum, d))
		sum->overflow = true;
}

static int
compare_groups(const void *a, const void *b)
{
	const struct totals_group *left = a, *right = b;
	int c = (int)left->type - (int)right->type;

	if (!c)
		c = slice_compare(left->plant, right->plant);
	return c ? c : slice_compare(left->unit, right->unit);
}

void
totals_finish(struct totals *t)
{
	if (t->count)
		qsort(t->list, t->count, sizeof(*t->list), compare_groups);
}

bool
totals_agree(const struct totals_group *g)
{
	return !g->sides[0].overflow && !g->sides[1].overflow &&
	    decimal_compare(g->sides[0].sum, g->sides[1].sum) == 0;
}
