/* whereused.c - what is reached on both sides, top by top. */
#include "diff/whereused.h"

enum { OLD, NEW };

/*
 * Revisions of one top are one row or several, and those of a top whose list
 * was cut within them are not shown: so more tops are asked for than rows.
 */
#define SPARE 4

void
whereused_init(struct whereused *w, struct forest *forests, size_t most)
{
	int side;

	memset(w, 0, sizeof(*w));
	w->forests = forests;
	for (side = 0; side < 2; side++)
		reach_init(&w->reach[side], &forests[side],
		    most > SIZE_MAX - SPARE ? most : most + SPARE);
}

void
whereused_release(struct whereused *w)
{
	reach_release(&w->reach[OLD]);
	reach_release(&w->reach[NEW]);
	mem_free(w->rows);
	memset(w, 0, sizeof(*w));
}

static void
put(struct whereused *w, int side, const struct reach_top *t,
    struct slice uom)
{
	struct whereused_row *row;
	struct reach_total total;

	if (w->count == w->size) {
		w->size = mem_next_size(w->size, w->count + 1);
		w->rows = mem_grow(w->rows, w->size, sizeof(*w->rows));
	}
	row = &w->rows[w->count++];
	memset(row, 0, sizeof(*row));
	row->tops[side] = reach_bom(&w->reach[side], t->top);
	row->uom = uom;
	reach_total(&w->reach[side], t, &total);
	row->states[side] = total.overflow ? WHEREUSED_OVERFLOW
	    : WHEREUSED_QUANTITY;
	row->quantities[side] = total.quantity;
}

/* By all but the revision. */
static int
compare_boms(const struct forest_bom *a, const struct forest_bom *b)
{
	unsigned i;
	int c = 0;

	for (i = 0; i <= BOM_ALTERNATIVE && !c; i++)
		if (i != BOM_PARENT_REVISION)
			c = slice_compare(forest_part(a, i),
			    forest_part(b, i));
	return c;
}

static void
gather(struct whereused *w, int side, uint32_t node, struct slice uom)
{
	const struct reach_list *list = reach_of(&w->reach[side], node);
	const struct forest_bom *last;
	size_t i;

	if (list->loop)
		w->loops[side] = true;
	if (w->loops[side])
		return;
	for (i = 0; i < list->count; i++)
		put(w, side, &list->tops[i], uom);
	if (!list->more)
		return;
	w->more = true;
	last = reach_bom(&w->reach[side], list->tops[list->count - 1].top);
	if (!w->last[side] || compare_boms(last, w->last[side]) < 0)
		w->last[side] = last;
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
	int c = compare_boms(top_of(x), top_of(y));

	return c ? c : slice_compare(x->uom, y->uom);
}

/* Then the revision, then the side, old before new. */
static int
compare_rows(const void *a, const void *b)
{
	const struct whereused_row *x = a, *y = b;
	int c = compare_tops(x, y);

	if (!c)
		c = slice_compare_natural(
		    forest_part(top_of(x), BOM_PARENT_REVISION),
		    forest_part(top_of(y), BOM_PARENT_REVISION));
	return c ? c : (x->tops[NEW] != NULL) - (y->tops[NEW] != NULL);
}

static bool
same_revision(const struct whereused_row *x, const struct whereused_row *y)
{
	return compare_tops(x, y) == 0 && slice_equal(
	    forest_part(top_of(x), BOM_PARENT_REVISION),
	    forest_part(top_of(y), BOM_PARENT_REVISION));
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

/* Rows from the last top of a list that was cut on may lack something. */
static void
cut_rows(struct whereused *w)
{
	size_t i;
	int side;

	for (i = 0; i < w->count; i++)
		for (side = 0; side < 2; side++)
			if (w->last[side] && compare_boms(top_of(&w->rows[i]),
			    w->last[side]) >= 0)
				w->count = i;
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
	cut_rows(w);
}

static void
begin(struct whereused *w)
{
	w->count = 0;
	w->more = false;
	w->last[OLD] = w->last[NEW] = NULL;
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
		if (b && !structure_top(&w->forests[side].structure,
		    b->node))
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
