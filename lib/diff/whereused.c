/* whereused.c - two roll-ups upwards, and their tops side by side. */
#include "diff/whereused.h"

enum { OLD, NEW };

void
whereused_init(struct whereused *w, struct forest *forests)
{
	memset(w, 0, sizeof(*w));
	w->forests = forests;
	w->rollups[OLD] = w->rollups[NEW] = (struct rollup)ROLLUP_INIT;
}

void
whereused_release(struct whereused *w)
{
	rollup_release(&w->rollups[OLD]);
	rollup_release(&w->rollups[NEW]);
	mem_free(w->rows);
	memset(w, 0, sizeof(*w));
}

static void
put(struct whereused *w, int side, const struct rollup_total *t,
    struct slice uom)
{
	struct whereused_row *row;

	if (w->count == w->size) {
		w->size = mem_next_size(w->size, w->count + 1);
		w->rows = mem_grow(w->rows, w->size, sizeof(*w->rows));
	}
	row = &w->rows[w->count++];
	memset(row, 0, sizeof(*row));
	row->tops[side] = forest_bom_of(&w->forests[side], t->node);
	row->uom = uom;
	row->states[side] = t->overflow ? WHEREUSED_OVERFLOW
	    : WHEREUSED_QUANTITY;
	row->quantities[side] = t->quantity;
}

static void
gather(struct whereused *w, int side, uint32_t node, struct slice uom)
{
	struct rollup *r = &w->rollups[side];
	size_t i;

	if (w->loops[side])
		return;
	if (!rollup_run(r, &w->forests[side].structure, node,
	    ROLLUP_PARENTS)) {
		w->loops[side] = true;
		return;
	}
	for (i = 1; i < r->count; i++)
		if (r->totals[i].end)
			put(w, side, &r->totals[i], uom);
}

static const struct forest_bom *
top_of(const struct whereused_row *row)
{
	return row->tops[NEW] ? row->tops[NEW] : row->tops[OLD];
}

/* All but the revision, then the unit. */
static int
compare_tops(const struct whereused_row *x, const struct whereused_row *y)
{
	const struct forest_bom *a = top_of(x), *b = top_of(y);
	unsigned i;
	int c;

	for (i = 0; i < a->key.count; i++) {
		if (i == BOM_PARENT_REVISION)
			continue;
		c = slice_compare(a->key.parts[i], b->key.parts[i]);
		if (c)
			return c;
	}
	return slice_compare(x->uom, y->uom);
}

/* Then the revision, then the side, old before new. */
static int
compare_rows(const void *a, const void *b)
{
	const struct whereused_row *x = a, *y = b;
	int c = compare_tops(x, y);

	if (!c)
		c = slice_compare_natural(
		    top_of(x)->key.parts[BOM_PARENT_REVISION],
		    top_of(y)->key.parts[BOM_PARENT_REVISION]);
	return c ? c : (x->tops[NEW] != NULL) - (y->tops[NEW] != NULL);
}

static bool
same_revision(const struct whereused_row *x, const struct whereused_row *y)
{
	return compare_tops(x, y) == 0 && slice_equal(
	    top_of(x)->key.parts[BOM_PARENT_REVISION],
	    top_of(y)->key.parts[BOM_PARENT_REVISION]);
}

/* Several uses on one side are a sum, one on each side a comparison. */
static void
join(struct whereused_row *to, const struct whereused_row *from)
{
	int side;

	for (side = 0; side < 2; side++) {
		if (!from->tops[side])
			continue;
		to->tops[side] = from->tops[side];
		if (to->states[side] == WHEREUSED_NONE) {
			to->states[side] = from->states[side];
			to->quantities[side] = from->quantities[side];
		} else if (from->states[side] == WHEREUSED_OVERFLOW ||
		    !decimal_add(&to->quantities[side],
		    to->quantities[side], from->quantities[side])) {
			to->states[side] = WHEREUSED_OVERFLOW;
		}
	}
}

/* Of one top from `from` on: a revision that became another one. */
static size_t
join_revisions(struct whereused *w, size_t from)
{
	size_t only[2] = {0, 0}, counts[2] = {0, 0}, i;

	for (i = from; i < w->count; i++) {
		if (w->rows[i].tops[OLD] && w->rows[i].tops[NEW])
			continue;
		only[w->rows[i].tops[NEW] != NULL] = i;
		counts[w->rows[i].tops[NEW] != NULL]++;
	}
	if (counts[OLD] == 1 && counts[NEW] == 1) {
		join(&w->rows[only[NEW]], &w->rows[only[OLD]]);
		memmove(&w->rows[only[OLD]], &w->rows[only[OLD] + 1],
		    (w->count - only[OLD] - 1) * sizeof(*w->rows));
		w->count--;
	}
	return w->count;
}

static void
arrange(struct whereused *w)
{
	size_t all = w->count, from = 0, i;

	w->count = 0;
	if (all)
		qsort(w->rows, all, sizeof(*w->rows), compare_rows);
	for (i = 0; i < all; i++) {
		if (w->count > from && compare_tops(&w->rows[w->count - 1],
		    &w->rows[i]) != 0)
			from = join_revisions(w, from);
		if (w->count > from && same_revision(
		    &w->rows[w->count - 1], &w->rows[i]))
			join(&w->rows[w->count - 1], &w->rows[i]);
		else
			w->rows[w->count++] = w->rows[i];
	}
	join_revisions(w, from);
}

static void
begin(struct whereused *w)
{
	w->count = 0;
	w->loops[OLD] = w->loops[NEW] = false;
}

void
whereused_of_bom(struct whereused *w, const struct ordering_place *p)
{
	struct key k = {TYPE_BOM, 5, {p->parent, p->was, p->plant, p->usage,
	    p->alternative}};
	const struct forest_bom *b;
	int side;

	begin(w);
	for (side = 0; side < 2; side++) {
		k.parts[BOM_PARENT_REVISION] = side ? p->revision : p->was;
		b = forest_find(&w->forests[side], &k);
		if (b)
			gather(w, side, b->node, SLICE(""));
	}
	arrange(w);
}

void
whereused_of_item(struct whereused *w, struct slice item)
{
	uint32_t node;
	int side;

	begin(w);
	for (side = 0; side < 2; side++)
		for (node = forest_first_use(&w->forests[side], item);
		    node != FOREST_NONE;
		    node = forest_next_use(&w->forests[side], node))
			gather(w, side, node,
			    forest_unit(&w->forests[side], node));
	arrange(w);
}
