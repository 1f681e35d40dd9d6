/* flat.c - two roll-ups, and a merge of their lines. */
#include "diff/flat.h"

#include "io/log.h"
#include "model/cycle.h"
#include "model/rollup.h"
#include "model/scan.h"

/* How much of an item, in one unit. */
struct amount {
	struct slice item, uom;
	struct decimal quantity;
	bool overflow;
};

struct amounts {
	struct amount *list;
	size_t count, size;
	struct map places; /* item, 0, unit */
	struct buf name;
};

struct flat {
	const struct root *root;
	const struct unit_table *units;
	struct slice *lines[2]; /* of each side, in key order */
	size_t counts[2], sizes[2];
	bool complete;
	uint64_t overflows[2];
	struct arena texts;
	struct buf text;
};

static struct amount *
amount_of(struct amounts *a, struct slice item, struct slice uom)
{
	struct amount *one;
	uint64_t *at;
	bool added;

	buf_clear(&a->name);
	buf_add_slice(&a->name, item);
	buf_add_byte(&a->name, '\0');
	buf_add_slice(&a->name, uom);
	at = map_put(&a->places, buf_slice(&a->name), &added);
	if (!added)
		return &a->list[*at];
	*at = a->count;
	if (a->count == a->size) {
		a->size = mem_next_size(a->size, a->count + 1);
		a->list = mem_grow(a->list, a->size, sizeof(*a->list));
	}
	one = &a->list[a->count++];
	memset(one, 0, sizeof(*one));
	one->item = item;
	one->uom = uom;
	return one;
}

static void
add_quantity(struct amount *to, struct decimal quantity, bool overflow)
{
	to->overflow |= overflow ||
	    !decimal_add(&to->quantity, to->quantity, quantity);
}

/* A side of the roots, and the first cycle that is found below it. */
struct knot {
	const struct forest *forest;
	const bool *reached; /* or NULL: all */
	struct buf text;
};

/* "A-100 > P-2 > A-100": BOMs and uses of one item are one step. */
static void
add_cycle(const uint32_t *edges, size_t count, void *ctx)
{
	struct knot *knot = ctx;
	const struct forest *f = knot->forest;
	struct buf *out = &knot->text;
	struct slice item;
	size_t i;

	/* others may be elsewhere; who reaches one of a knot reaches all */
	if (out->len || (knot->reached &&
	    !knot->reached[f->structure.edges[edges[0]].parent]))
		return;
	for (i = 0; i < count; i++) {
		uint32_t node = f->structure.edges[edges[i]].parent;

		if (!forest_is_bom(f, node))
			continue;
		item = forest_item(f, node);
		buf_printf(out, "%.*s > ", SLICE_ARGS(item));
	}
	for (i = 0; i < out->len && out->at[i] != '>'; i++)
		;
	if (i > 0)
		buf_add(out, out->at, i - 1);
}

static int
refuse_cycle(const struct flat *flat, int side, struct err *e)
{
	struct knot knot = {&flat->root->forests[side],
	    flat->root->reached[side], BUF_INIT(ERR_TEXT_MOST)};

	cycle_find(&knot.forest->structure, add_cycle, &knot);
	err_set(e, ERR_INPUT, "--level flat: a part contains itself: %s",
	    buf_text(&knot.text));
	buf_release(&knot.text);
	return -1;
}

static int
roll_up(const struct flat *flat, int side, const struct forest_bom *root,
    struct amounts *a, struct err *e)
{
	const struct forest *f = &flat->root->forests[side];
	struct rollup r = ROLLUP_INIT;
	const struct rollup_total *t;
	size_t i;
	int rc = 0;

	if (!rollup_run(&r, &f->structure, root->node, ROLLUP_COMPONENTS))
		rc = refuse_cycle(flat, side, e);
	for (i = 1; rc == 0 && i < r.count; i++) {
		t = &r.totals[i];
		if (!forest_is_bom(f, t->node))
			add_quantity(amount_of(a, forest_item(f, t->node),
			    forest_unit(f, t->node)), t->quantity,
			    t->overflow);
	}
	rollup_release(&r);
	return rc;
}

static int
compare_amounts(const void *a, const void *b)
{
	const struct amount *x = a, *y = b;
	int c = slice_compare(x->item, y->item);

	return c ? c : slice_compare(x->uom, y->uom);
}

/* Into an earlier amount of the item, if its unit can be had exactly. */
static bool
convert_into(const struct flat *f, struct amount *to,
    const struct amount *from)
{
	struct factor factor;
	struct decimal converted;

	if (to->overflow || from->overflow ||
	    unit_find(f->units, to->item, from->uom, to->uom,
	    &factor) != UNIT_FOUND ||
	    !factor_exact(&converted, from->quantity, &factor))
		return false;
	add_quantity(to, converted, false);
	return true;
}

static void
put_line(struct flat *f, int side, const struct record *r)
{
	if (f->counts[side] == f->sizes[side]) {
		f->sizes[side] = mem_next_size(f->sizes[side],
		    f->counts[side] + 1);
		f->lines[side] = mem_grow(f->lines[side], f->sizes[side],
		    sizeof(*f->lines[side]));
	}
	buf_clear(&f->text);
	record_add_line(&f->text, r);
	f->lines[side][f->counts[side]++] = slice_copy(buf_slice(&f->text),
	    &f->texts);
}

static const struct slice too_long = SLICE_INIT("the quantity needs more than "
    "38 digits");

static void
put_amount(struct flat *f, int side, const struct forest_bom *root,
    const struct amount *a, size_t occurrence)
{
	struct arena arena = ARENA_INIT;
	struct record r;
	struct key root_key;
	char number[24];
	unsigned i;

	record_init(&r, TYPE_BOM_LINE);
	forest_key(&root_key, root);
	for (i = 0; i < root_key.count; i++)
		if (i != BOM_PARENT_REVISION)
			r.values[i].text = root_key.parts[i];
	r.values[BOM_LINE_COMPONENT].text = a->item;
	snprintf(number, sizeof(number), "%zu", occurrence);
	if (occurrence > 1)
		r.values[BOM_LINE_OCCURRENCE].text = slice_of(number);
	r.values[BOM_LINE_UOM] = value_of_text(a->uom);
	f->overflows[side] += a->overflow;
	if (a->overflow)
		r.values[BOM_LINE_NOTE] = value_of_text(too_long);
	else
		r.values[BOM_LINE_QUANTITY] = value_of_number(a->quantity,
		    &arena);
	put_line(f, side, &r);
	arena_release(&arena);
}

/* A row an item and unit, those that can be converted in one. */
static void
put_rows(struct flat *f, int side, const struct forest_bom *root,
    struct amounts *a)
{
	size_t i, j, rows;

	qsort(a->list, a->count, sizeof(*a->list), compare_amounts);
	for (i = 0; i < a->count; i = j) {
		rows = i + 1;
		for (j = i + 1; j < a->count &&
		    slice_equal(a->list[j].item, a->list[i].item); j++) {
			size_t k;

			for (k = i; k < rows && !convert_into(f,
			    &a->list[k], &a->list[j]); k++)
				;
			if (k == rows)
				a->list[rows++] = a->list[j];
		}
		for (rows -= i; rows > 0; rows--)
			put_amount(f, side, root, &a->list[i + rows - 1],
			    rows);
	}
}

/* No other revision of this BOM is newer. */
static bool
newest(const struct forest *f, const struct forest_bom *b)
{
	const struct forest_bom *o;
	unsigned i;

	for (o = forest_first(f, forest_part(b, BOM_PARENT)); o;
	    o = forest_next(f, o)) {
		for (i = BOM_PLANT; i <= BOM_ALTERNATIVE && slice_equal(
		    forest_part(o, i), forest_part(b, i)); i++)
			;
		if (i > BOM_ALTERNATIVE && forest_newer(o, b))
			return false;
	}
	return true;
}

static int
compare_lines(const void *a, const void *b)
{
	return slice_compare(*(const struct slice *)a,
	    *(const struct slice *)b);
}

static int
flatten(struct flat *f, int side, struct err *e)
{
	const struct forest *forest = &f->root->forests[side];
	const struct forest_bom *b;
	struct amounts a;
	int rc = 0;

	for (b = forest_first(forest, f->root->names[1].item); b && rc == 0;
	    b = forest_next(forest, b)) {
		if (!newest(forest, b))
			continue;
		memset(&a, 0, sizeof(a));
		buf_init(&a.name, KEY_MOST * 2);
		rc = roll_up(f, side, b, &a, e);
		if (rc == 0)
			put_rows(f, side, b, &a);
		mem_free(a.list);
		map_release(&a.places);
		buf_release(&a.name);
	}
	if (f->counts[side])
		qsort(f->lines[side], f->counts[side],
		    sizeof(*f->lines[side]), compare_lines);
	return rc;
}

static struct slice
key_of(struct slice line)
{
	struct scan scan;

	if (!scan_key(&scan, line))
		BUG("a flat line without a key");
	return slice_from(line.at, scan.key_length);
}

/* Equal rows without a quantity may stand for two of them. */
static bool
unknown(struct slice line)
{
	return memmem(line.at, line.len, too_long.at, too_long.len) != NULL;
}

static int
merge(struct flat *f, struct edits *edits, struct err *e)
{
	size_t i = 0, j = 0;
	int c, rc = 0;

	while (rc == 0 && (i < f->counts[0] || j < f->counts[1])) {
		if (i == f->counts[0])
			c = 1;
		else if (j == f->counts[1])
			c = -1;
		else
			c = slice_compare(key_of(f->lines[0][i]),
			    key_of(f->lines[1][j]));
		if (c < 0 && !f->complete)
			edits->counts.kept++, i++;
		else if (c < 0)
			rc = edits_remove(edits, f->lines[0][i++], NULL, e);
		else if (c > 0)
			rc = edits_add(edits, f->lines[1][j++], NULL, e);
		else if (slice_equal(f->lines[0][i], f->lines[1][j]))
			edits->counts.unknown += unknown(f->lines[0][i++]),
			    j++;
		else
			rc = edits_change(edits, f->lines[0][i++],
			    f->lines[1][j++], NULL, e);
	}
	return rc;
}

int
flat_write(const struct root *r, const struct unit_table *units,
    struct edits *edits, bool complete, struct err *e)
{
	struct flat f = {.root = r, .units = units, .complete = complete};
	int rc = -1;

	buf_init(&f.text, KEY_MOST * 2);
	if (flatten(&f, 0, e) == 0 && flatten(&f, 1, e) == 0)
		rc = merge(&f, edits, e);
	if (f.overflows[0] || f.overflows[1])
		log_warning("--level flat: %" PRIu64 " quantities of the old "
		    "side and %" PRIu64 " of the new one need more than 38 "
		    "digits", f.overflows[0], f.overflows[1]);
	mem_free(f.lines[0]);
	mem_free(f.lines[1]);
	arena_release(&f.texts);
	buf_release(&f.text);
	return rc;
}
