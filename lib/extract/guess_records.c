/*
 * guess_records.c - the entries under `records`.
 *
 * A member of the part itself must be the same in all rows of the part, else
 * they would be rejected as contradicting each other; what is not goes to the
 * line of the BOM, or stays out where there is none.
 */
#include "extract/guess_records.h"

#include "extract/guess_supply.h"
#include "extract/guess_yaml.h"

#define TEXT_MOST ((size_t)64 * 1024)

/* --- entries --- */

/* Rows without a parent give no line; `own`: it must stand in the row. */
static void
add_when_parent(struct guess_entry *w, bool own)
{
	struct buf b = BUF_INIT(TEXT_MOST);
	int parent = guess_entry_best(w, GUESS_PARENT);

	if (w->part->shape.kind == GUESS_PAIRS &&
	    (own || !w->part->shape.sparse) &&
	    w->part->table.looks[parent].filled <
	    w->part->table.looks[parent].rows) {
		guess_yaml_column(&b, guess_entry_name(w, parent));
		buf_add_text(&b, " IS NOT NULL");
		buf_add_text(w->out, "    when: ");
		guess_yaml_text(w->out, buf_slice(&b));
		buf_add_byte(w->out, '\n');
	}
	buf_release(&b);
}

static void
write_item(struct guess_entry *w)
{
	const struct guess_shape *s = &w->part->shape;
	bool list = s->kind == GUESS_LIST, named;
	bool plants = list && guess_entry_best(w, GUESS_PLANT) >= 0;

	guess_entry_begin(w, "item");
	buf_add_text(w->out, "    members:\n      item: ");
	guess_entry_part(w, "", s->chain_count);
	buf_add_byte(w->out, '\n');
	named = guess_entry_item_member(w, "name", GUESS_NAME) ||
	    guess_entry_item_member(w, "name", GUESS_VALUE);
	guess_entry_item_member(w, named ? "description" : "name",
	    GUESS_DESCRIPTION);
	if (list)
		guess_entry_item_member(w, "uom", GUESS_UOM);
	if (s->kind != GUESS_LEVELS)
		guess_entry_item_member(w, "revision", GUESS_REVISION);
	guess_entry_item_member(w, "category", GUESS_CATEGORY);
	if (!plants)
		guess_entry_item_member(w, "lifecycle", GUESS_LIFECYCLE);
	if (!plants)
		guess_entry_item_member(w, "make_buy", GUESS_MAKE_BUY);
	if (guess_entry_item_member(w, "mass", GUESS_MASS))
		guess_entry_item_member(w, "mass_uom", GUESS_MASS_UOM);
	guess_entry_item_member(w, "drawing", GUESS_DRAWING);
	if ((list && !plants) || s->placements)
		guess_entry_attrs(w, true);
}

/* What a plant says of a part. */
static void
write_plant_item(struct guess_entry *w)
{
	guess_entry_begin(w, "plant_item");
	buf_add_text(w->out, "    members:\n      item: ");
	guess_entry_part(w, "", w->part->shape.chain_count);
	buf_add_byte(w->out, '\n');
	guess_entry_member(w, "plant", GUESS_PLANT);
	guess_entry_member(w, "procurement", GUESS_MAKE_BUY);
	guess_entry_member(w, "special_procurement", GUESS_SPECIAL);
	guess_entry_member(w, "lead_time_days", GUESS_LEAD_TIME);
	guess_entry_member(w, "lot_size", GUESS_LOT_SIZE);
	guess_entry_member(w, "safety_stock", GUESS_SAFETY_STOCK);
	if (guess_entry_member(w, "standard_cost", GUESS_STANDARD_COST)) {
		guess_entry_member(w, "currency", GUESS_CURRENCY);
		guess_entry_member(w, "cost_unit", GUESS_COST_UNIT);
	}
	guess_entry_member(w, "status", GUESS_LIFECYCLE);
	guess_entry_member(w, "mrp_type", GUESS_MRP_TYPE);
	guess_entry_attrs(w, false);
}

/* Parents of which more is said, where no component is one of them. */
static void
write_parents(struct guess_entry *w)
{
	static const struct {
		const char *member;
		enum guess_role role;
	} members[] = {{"name", GUESS_NAME}, {"description",
	    GUESS_DESCRIPTION}, {"lifecycle", GUESS_LIFECYCLE},
	    {"category", GUESS_CATEGORY}};
	const struct guess_shape *s = &w->part->shape;
	const struct guess_columns *c = &w->part->columns;
	const struct map *parents;
	bool begun = false;
	size_t i;
	int at, parent = guess_entry_best(w, GUESS_PARENT);

	if (s->kind != GUESS_PAIRS)
		return;
	parents = &w->part->table.looks[parent].distinct;
	for (i = 0; i < parents->count; i++)
		if (map_find(&s->parts, parents->entries[i].key))
			return;
	for (i = 0; i < COUNT_OF(members); i++) {
		at = c->parent[members[i].role];
		if (at < 0 || !guess_columns_follow(c, (size_t)at))
			continue;
		if (!begun) {
			guess_entry_begin(w, "item");
			add_when_parent(w, true);
			buf_add_text(w->out, "    members:\n      item: ");
			guess_yaml_text(w->out, guess_entry_name(w, parent));
			buf_add_byte(w->out, '\n');
			begun = true;
		}
		buf_printf(w->out, "      %s: ", members[i].member);
		guess_entry_rule(w, members[i].role, at);
		buf_add_byte(w->out, '\n');
	}
}

static void
write_root(struct guess_entry *w)
{
	guess_entry_begin(w, "item");
	buf_add_text(w->out, "    # the assembly itself; what only parts have "
	    "is not compared\n");
	if (w->part->shape.kind == GUESS_LEVELS)
		buf_add_text(w->out, "    where: {\"@level\": \"0\"}\n");
	buf_add_text(w->out, "    members: {item: ");
	guess_entry_parent(w);
	buf_add_text(w->out, ", name: ");
	guess_entry_parent(w);
	buf_add_text(w->out, "}\n");
}

static void
add_parent_members(struct guess_entry *w, bool line)
{
	int revision = guess_entry_best(w, GUESS_REVISION);
	struct buf b = BUF_INIT(TEXT_MOST);

	buf_add_text(w->out, "    members:\n      parent: ");
	if (w->part->shape.sparse && !line)
		guess_yaml_text(w->out, guess_entry_name(w, guess_entry_best(w,
		    GUESS_PARENT)));
	else
		guess_entry_parent(w);
	buf_add_byte(w->out, '\n');
	if (w->part->shape.kind == GUESS_LEVELS && revision >= 0) {
		buf_add_text(&b, "@parent.");
		buf_add_slice(&b, guess_entry_name(w, revision));
		buf_add_text(w->out, "      parent_revision: ");
		guess_yaml_text(w->out, buf_slice(&b));
		buf_add_byte(w->out, '\n');
	} else {
		guess_entry_member(w, "parent_revision", GUESS_PARENT_REVISION);
	}
	if (!w->part->shape.sparse) {
		guess_entry_member(w, "plant", GUESS_PLANT);
		guess_entry_member(w, "alternative", GUESS_ALTERNATIVE);
	}
	buf_release(&b);
}

static void
write_bom(struct guess_entry *w)
{
	int base = guess_entry_best(w, GUESS_BASE_QUANTITY);

	guess_entry_begin(w, "bom");
	add_when_parent(w, true);
	add_parent_members(w, false);
	if (base >= 0 && w->part->shape.kind == GUESS_PAIRS &&
	    guess_columns_follow(&w->part->columns, (size_t)base))
		guess_entry_member(w, "base_quantity", GUESS_BASE_QUANTITY);
}

/* Rows that differ in the manufacturer alone are one line. */
static void
add_combine_same(struct guess_entry *w)
{
	bool quantity = guess_entry_best(w, GUESS_QUANTITY) >= 0;
	bool refs = guess_entry_best(w, GUESS_REFDES) >= 0;

	buf_add_text(w->out, "    # rows that differ in who makes the part "
	    "are one line\n    combine: {");
	if (quantity)
		buf_add_text(w->out, "quantity: same");
	if (refs)
		buf_add_text(w->out, quantity ? ", refdes: same"
		    : "refdes: same");
	if (!quantity && !refs)
		buf_add_text(w->out, "attrs: same");
	buf_add_text(w->out, "}\n");
}

static void
write_line(struct guess_entry *w)
{
	const struct guess_shape *s = &w->part->shape;
	bool quantity = guess_entry_best(w, GUESS_QUANTITY) >= 0;
	int note = guess_entry_best(w, GUESS_NOTE);

	guess_entry_begin(w, "bom_line");
	add_when_parent(w, false);
	if (s->alternates)
		add_combine_same(w);
	if (s->placements)
		buf_printf(w->out, "    combine: {quantity: %s, refdes: "
		    "union}\n", quantity ? "sum" : "count");
	add_parent_members(w, true);
	if (!s->placements && !guess_entry_is_level(w, guess_entry_best(w,
	    GUESS_FIND_NUMBER)))
		guess_entry_member(w, "find_number", GUESS_FIND_NUMBER);
	buf_add_text(w->out, "      component: ");
	guess_entry_part(w, "", s->chain_count);
	buf_add_byte(w->out, '\n');
	guess_entry_member(w, "component_revision", GUESS_REVISION);
	guess_entry_member(w, "quantity", GUESS_QUANTITY);
	guess_entry_member(w, "uom", GUESS_UOM);
	guess_entry_member(w, "refdes", GUESS_REFDES);
	guess_entry_member(w, "scrap_percent", GUESS_SCRAP);
	guess_entry_member(w, "effective_from", GUESS_FROM);
	guess_entry_member(w, "effective_to", GUESS_TO);
	guess_entry_member(w, "change_order", GUESS_CHANGE_ORDER);
	if (note >= 0 && !w->used[note] &&
	    !s->placements)
		guess_entry_member(w, "note", GUESS_NOTE);
}

/* A table of plants may say nothing of the parts themselves. */
static bool
says_items(const struct guess_entry *w)
{
	static const enum guess_role roles[] = {GUESS_NAME,
	    GUESS_DESCRIPTION, GUESS_UOM, GUESS_CATEGORY, GUESS_MASS,
	    GUESS_VALUE};
	size_t i;

	for (i = 0; i < COUNT_OF(roles); i++)
		if (guess_entry_best(w, roles[i]) >= 0)
			return true;
	return false;
}

void
guess_records_write(struct buf *b, struct guess_part *p)
{
	bool list = p->shape.kind == GUESS_LIST;
	struct guess_entry w = {b, p, NULL};

	mem_free(p->used);
	p->used = mem_zero((p->table.columns + 1) * sizeof(bool));
	w.used = p->used;
	if (p->shape.chain[0].second < 0 && p->shape.chain[0].first >= 0)
		w.used[p->shape.chain[0].first] = true;
	if (p->shape.kind == GUESS_PAIRS)
		w.used[p->columns.best[GUESS_PARENT]] = true;
	if (p->items && (p->shape.kind == GUESS_FLAT ||
	    (p->shape.kind == GUESS_LEVELS && p->shape.outline.rooted)))
		write_root(&w);
	if (!list)
		write_bom(&w);
	guess_supply_write(&w);
	if (p->items)
		write_parents(&w);
	if (list && p->columns.best[GUESS_PLANT] >= 0) {
		if (says_items(&w))
			write_item(&w);
		write_plant_item(&w);
	} else if (p->items || list) {
		write_item(&w);
	}
	if (!list) {
		write_line(&w);
		if (!p->shape.placements)
			guess_entry_attrs(&w, false);
	}
}
