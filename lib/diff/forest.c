/*
 * forest.c - lines made edges.
 *
 * The name of a node: 'b' or 'u', a 0, then its members, each with a 0 behind
 * it.  A BOM's are those of its key; a use has its unit behind them.
 */
#include "diff/forest.h"

#include "model/recin.h"

/* Behind the point, where a quantity for one has no end. */
#define SCALE 12

void
forest_init(struct forest *f)
{
	memset(f, 0, sizeof(*f));
	f->structure = (struct structure)STRUCTURE_INIT;
	buf_init(&f->name, KEY_MOST * 2);
}

void
forest_release(struct forest *f)
{
	structure_release(&f->structure);
	mem_free(f->boms);
	mem_free(f->bom_of);
	map_release(&f->by_item);
	map_release(&f->items);
	map_release(&f->plant_items);
	map_release(&f->uses);
	mem_free(f->next_use);
	arena_release(&f->texts);
	arena_release(&f->arena);
	buf_release(&f->name);
	memset(f, 0, sizeof(*f));
}

static struct slice
name_of(struct forest *f, char what, const struct slice *parts,
    unsigned count)
{
	unsigned i;

	buf_clear(&f->name);
	buf_add_byte(&f->name, what);
	for (i = 0; i < count; i++) {
		buf_add_byte(&f->name, '\0');
		buf_add_slice(&f->name, parts[i]);
	}
	buf_add_byte(&f->name, '\0');
	return buf_slice(&f->name);
}

#define PARTS (BOM_ALTERNATIVE + 1)

/* A member of a name: it is behind so many of them. */
static struct slice
member_of(const char *name, unsigned number)
{
	const char *p = name + 2;

	while (number--)
		p += strlen(p) + 1;
	return slice_of(p);
}

static struct slice
member(const struct forest *f, uint32_t node, unsigned number)
{
	return member_of(structure_name(&f->structure, node).at, number);
}

struct slice
forest_part(const struct forest_bom *b, unsigned part)
{
	return member_of(b->name, part);
}

void
forest_key(struct key *k, const struct forest_bom *b)
{
	struct slice rest = slice_of(b->name + 2);
	unsigned i;

	k->type = TYPE_BOM;
	k->count = PARTS;
	for (i = 0; i < PARTS; i++) {
		k->parts[i] = rest;
		rest = slice_of(rest.at + rest.len + 1);
	}
}

/* Room for the BOM's index at its node; nodes come in order. */
static void
note_bom(struct forest *f, uint32_t node, uint32_t index)
{
	size_t i = f->bom_of_size;

	if (node >= f->bom_of_size) {
		f->bom_of_size = mem_next_size(f->bom_of_size,
		    (size_t)node + 1);
		f->bom_of = mem_grow(f->bom_of, f->bom_of_size,
		    sizeof(*f->bom_of));
		for (; i < f->bom_of_size; i++)
			f->bom_of[i] = FOREST_NONE;
	}
	f->bom_of[node] = index;
}

static uint32_t
bom_at(const struct forest *f, uint32_t node)
{
	return node < f->bom_of_size ? f->bom_of[node] : FOREST_NONE;
}

/* The BOM that a key names or stands in, added if it is new. */
static struct forest_bom *
bom_of(struct forest *f, const struct slice *parts)
{
	uint32_t node = structure_node(&f->structure, name_of(f, 'b', parts,
	    PARTS));
	struct forest_bom *bom;
	uint64_t *first;
	bool added;

	if (bom_at(f, node) != FOREST_NONE)
		return &f->boms[f->bom_of[node]];
	note_bom(f, node, (uint32_t)f->count);
	if (f->count == f->size) {
		f->size = mem_next_size(f->size, f->count + 1);
		f->boms = mem_grow(f->boms, f->size, sizeof(*f->boms));
	}
	bom = &f->boms[f->count++];
	memset(bom, 0, sizeof(*bom));
	bom->node = node;
	bom->name = structure_name(&f->structure, node).at;
	bom->base = decimal_of(1);
	first = map_put(&f->by_item, parts[BOM_PARENT], &added);
	bom->next = added ? FOREST_NONE : (uint32_t)*first;
	*first = f->count - 1;
	return bom;
}

static void
put_header(struct forest *f, const struct record *r)
{
	struct forest_bom *bom;
	struct key k;

	record_key(&k, r);
	bom = bom_of(f, k.parts);
	bom->uom = slice_copy(record_text(r, BOM_UOM), &f->texts);
	bom->effective_from = slice_copy(record_text(r, BOM_EFFECTIVE_FROM),
	    &f->texts);
	bom->has_base = record_number(&bom->base, r, BOM_BASE_QUANTITY) &&
	    !decimal_zero(bom->base);
	if (!bom->has_base)
		bom->base = decimal_of(1);
}

static bool
material(const struct record *r)
{
	static const char *const none[] = {"reference", "document", "text",
	    "by_product", "co_product", "tool"};
	size_t i;

	if (slice_is(record_text(r, BOM_LINE_BASIS), "per_order"))
		return false;
	for (i = 0; i < COUNT_OF(none); i++)
		if (slice_is(record_text(r, BOM_LINE_LINE_KIND), none[i]))
			return false;
	return true;
}

/* For one of the BOM's base. */
static struct decimal
quantity_of(struct forest *f, const struct forest_bom *bom,
    const struct record *r)
{
	struct decimal q = DECIMAL_ZERO, exact, back;

	if (!record_number(&q, r, BOM_LINE_QUANTITY) || !material(r))
		return decimal_of(0);
	if (!bom->has_base)
		return q;
	if (decimal_div(&exact, q, bom->base, DECIMAL_SCALE_MOST,
	    DECIMAL_DOWN) && decimal_mul(&back, exact, bom->base) &&
	    decimal_compare(back, q) == 0)
		return exact;
	f->rounded++;
	if (!decimal_div(&exact, q, bom->base, SCALE, DECIMAL_HALF_EVEN))
		return decimal_of(0);
	return exact;
}

static struct slice
name_of_use(struct forest *f, const struct record *line)
{
	struct slice use[PARTS + 1];
	struct key k;

	record_key(&k, line);
	memcpy(use, k.parts, sizeof(*use) * PARTS);
	use[BOM_PARENT] = k.parts[BOM_LINE_COMPONENT];
	use[BOM_PARENT_REVISION] = record_text(line,
	    BOM_LINE_COMPONENT_REVISION);
	use[PARTS] = record_text(line, BOM_LINE_UOM);
	return name_of(f, 'u', use, PARTS + 1);
}

static void
put_line(struct forest *f, const struct record *r)
{
	struct forest_bom *bom;
	struct decimal quantity;
	uint32_t node;
	struct key k;

	record_key(&k, r);
	bom = bom_of(f, k.parts);
	quantity = quantity_of(f, bom, r);
	node = structure_node(&f->structure, name_of_use(f, r));
	structure_add(&f->structure, bom->node, node, quantity, 0);
}

static void
put_revision(struct forest *f, const struct record *r)
{
	struct slice item = record_text(r, REVISION_ITEM);
	const uint64_t *at = map_find(&f->by_item, item);
	struct slice sequence = record_text(r, REVISION_SEQUENCE);
	uint32_t i;

	if (!at || !sequence.len)
		return;
	sequence = slice_copy(sequence, &f->texts);
	for (i = (uint32_t)*at; i != FOREST_NONE; i = f->boms[i].next)
		if (slice_equal(forest_part(&f->boms[i], BOM_PARENT_REVISION),
		    record_text(r, REVISION_REVISION)))
			f->boms[i].sequence = sequence;
}

int
forest_put(struct forest *f, const struct stream_line *line, struct err *e)
{
	struct record r;
	struct slice parts[2];

	if (line->type != TYPE_BOM && line->type != TYPE_BOM_LINE &&
	    line->type != TYPE_ITEM && line->type != TYPE_PLANT_ITEM &&
	    line->type != TYPE_REVISION)
		return 0;
	arena_reset(&f->arena);
	if (recin_parse(&r, line->text, JSON_AT("", line->number), &f->arena,
	    e) < 0)
		return -1;
	if (line->type == TYPE_BOM)
		put_header(f, &r);
	if (line->type == TYPE_BOM_LINE)
		put_line(f, &r);
	if (line->type == TYPE_REVISION)
		put_revision(f, &r);
	if (line->type == TYPE_ITEM)
		map_put(&f->items, record_text(&r, ITEM_ITEM), NULL);
	if (line->type == TYPE_PLANT_ITEM) {
		parts[0] = record_text(&r, PLANT_ITEM_ITEM);
		parts[1] = record_text(&r, PLANT_ITEM_PLANT);
		map_put(&f->plant_items, name_of(f, 'p', parts, 2), NULL);
	}
	return 0;
}

/* --- which BOM a use means --- */

bool
forest_newer(const struct forest_bom *a, const struct forest_bom *b)
{
	struct decimal x, y;
	bool has = a->sequence.len && decimal_parse(&x, a->sequence);
	bool had = b->sequence.len && decimal_parse(&y, b->sequence);
	int c;

	if (has != had)
		return has;
	c = has ? decimal_compare(x, y) : 0;
	if (!c)
		c = slice_compare(a->effective_from, b->effective_from);
	if (!c)
		c = slice_compare_natural(
		    forest_part(a, BOM_PARENT_REVISION),
		    forest_part(b, BOM_PARENT_REVISION));
	return c > 0;
}

/* The use's members, as PARTS of them. */
static bool
may_mean(const struct slice *use, const struct forest_bom *b)
{
	struct key is;

	forest_key(&is, b);
	return slice_equal(use[BOM_USAGE], is.parts[BOM_USAGE]) &&
	    (!is.parts[BOM_PLANT].len ||
	    slice_equal(use[BOM_PLANT], is.parts[BOM_PLANT])) &&
	    (!use[BOM_PARENT_REVISION].len || slice_equal(
	    use[BOM_PARENT_REVISION], is.parts[BOM_PARENT_REVISION]));
}

static bool
better(const struct slice *use, const struct forest_bom *a,
    const struct forest_bom *b)
{
	struct key a_key, b_key;
	const struct slice *x = a_key.parts, *y = b_key.parts;
	bool this, that;

	forest_key(&a_key, a);
	forest_key(&b_key, b);
	if (!slice_equal(x[BOM_PLANT], y[BOM_PLANT]))
		return x[BOM_PLANT].len > 0;
	if (!slice_equal(x[BOM_ALTERNATIVE], y[BOM_ALTERNATIVE])) {
		this = slice_equal(x[BOM_ALTERNATIVE], use[BOM_ALTERNATIVE]);
		that = slice_equal(y[BOM_ALTERNATIVE], use[BOM_ALTERNATIVE]);
		return this != that ? this
		    : slice_compare(x[BOM_ALTERNATIVE],
		    y[BOM_ALTERNATIVE]) < 0;
	}
	return forest_newer(a, b);
}

static const struct forest_bom *
meant(const struct forest *f, const struct slice *use)
{
	const struct forest_bom *b, *best = NULL;

	for (b = forest_first(f, use[BOM_PARENT]); b; b = forest_next(f, b))
		if (may_mean(use, b) && (!best || better(use, b, best)))
			best = b;
	return best;
}

/* How many of the BOM's own unit one of the use's is. */
static struct decimal
per_use(struct forest *f, const struct unit_table *units,
    const struct forest_bom *b, struct slice uom)
{
	struct decimal one = decimal_of(1);
	struct factor factor;

	if (!uom.len || !b->uom.len || slice_equal(uom, b->uom))
		return one;
	if (unit_find(units, forest_part(b, BOM_PARENT), uom, b->uom,
	    &factor) == UNIT_FOUND && (factor_exact(&one, one, &factor) ||
	    (f->rounded++, factor_rounded(&one, one, &factor, SCALE,
	    DECIMAL_HALF_EVEN))))
		return one;
	f->apart++;
	return decimal_of(1);
}

static void
chain_use(struct forest *f, uint32_t node)
{
	bool added;
	uint64_t *first = map_put(&f->uses, forest_item(f, node), &added);

	f->next_use[node] = added ? FOREST_NONE : (uint32_t)*first;
	*first = node;
}

void
forest_end(struct forest *f, const struct unit_table *units)
{
	uint32_t count = (uint32_t)structure_node_count(&f->structure), i;
	const struct forest_bom *b;
	struct slice rest, use[PARTS + 1];
	unsigned j;

	f->next_use = mem_grow(f->next_use, count + 1,
	    sizeof(*f->next_use));
	for (i = 0; i < count; i++) {
		if (forest_is_bom(f, i))
			continue;
		chain_use(f, i);
		rest = structure_name(&f->structure, i);
		slice_cut(&rest, '\0');
		for (j = 0; j <= PARTS; j++)
			use[j] = slice_cut(&rest, '\0');
		b = meant(f, use);
		if (b)
			structure_add(&f->structure, i, b->node,
			    per_use(f, units, b, use[PARTS]), FOREST_LINK);
	}
	structure_index(&f->structure);
}

/* --- asking --- */

const struct forest_bom *
forest_find(struct forest *f, const struct key *k)
{
	uint32_t node = structure_find(&f->structure, name_of(f, 'b',
	    k->parts, PARTS));

	return node == STRUCTURE_NONE ? NULL : forest_bom_of(f, node);
}

const struct forest_bom *
forest_first(const struct forest *f, struct slice item)
{
	const uint64_t *at = map_find(&f->by_item, item);

	return at ? &f->boms[*at] : NULL;
}

const struct forest_bom *
forest_next(const struct forest *f, const struct forest_bom *b)
{
	return b->next == FOREST_NONE ? NULL : &f->boms[b->next];
}

uint32_t
forest_first_use(const struct forest *f, struct slice item)
{
	const uint64_t *at = map_find(&f->uses, item);

	return at ? (uint32_t)*at : FOREST_NONE;
}

uint32_t
forest_next_use(const struct forest *f, uint32_t node)
{
	return f->next_use[node];
}

uint32_t
forest_use_of(struct forest *f, const struct record *line)
{
	uint32_t node = structure_find(&f->structure, name_of_use(f, line));

	return node == STRUCTURE_NONE ? FOREST_NONE : node;
}

struct slice
forest_item(const struct forest *f, uint32_t node)
{
	return member(f, node, BOM_PARENT);
}

struct slice
forest_unit(const struct forest *f, uint32_t node)
{
	return forest_is_bom(f, node) ? SLICE("") : member(f, node, PARTS);
}

struct slice
forest_plant(const struct forest *f, uint32_t node)
{
	return member(f, node, BOM_PLANT);
}

bool
forest_is_bom(const struct forest *f, uint32_t node)
{
	return structure_name(&f->structure, node).at[0] == 'b';
}

const struct forest_bom *
forest_bom_of(const struct forest *f, uint32_t node)
{
	uint32_t at = bom_at(f, node);

	return at == FOREST_NONE ? NULL : &f->boms[at];
}
