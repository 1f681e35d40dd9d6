/*
 * guess_records.c - the entries under `records`.
 *
 * A member of the part itself must be the same in all rows of the part, else
 * they would be rejected as contradicting each other; what is not goes to the
 * line of the BOM, or stays out where there is none.
 */
#include "extract/guess_records.h"

#include "extract/guess_rule.h"
#include "extract/guess_yaml.h"

#define TEXT_MOST ((size_t)64 * 1024)

struct entry {
	struct buf *out;
	struct guess_part *part;
	bool *used; /* columns that have gone into some entry */
};

static int
best(const struct entry *w, enum guess_role role)
{
	return w->part->columns.best[role];
}

static struct slice
column_name(const struct entry *w, int column)
{
	return w->part->table.names[column];
}

/* --- the name of a part --- */

static void
add_part(struct entry *w, const char *prefix, size_t count)
{
	guess_rule_part(w->out, w->part, prefix, count);
}

/* The parent of the row, in tables that have a structure. */
static void
add_parent(struct entry *w)
{
	const struct guess_shape *s = &w->part->shape;

	if (s->kind == GUESS_PAIRS)
		guess_yaml_text(w->out, column_name(w, best(w,
		    GUESS_PARENT)));
	else if (s->kind == GUESS_FLAT)
		add_part(w, "@parent.", 1);
	else
		add_part(w, "@parent.", s->chain_count);
}

/* --- members --- */

static void
add_rule(struct entry *w, enum guess_role role, int column)
{
	w->used[column] = true;
	guess_rule(w->out, w->part, role, column);
}

/* "      name: RULE", where there is such a column. */
static bool
add_member(struct entry *w, const char *member, enum guess_role role)
{
	int column = best(w, role);

	if (column < 0)
		return false;
	buf_printf(w->out, "      %s: ", member);
	add_rule(w, role, column);
	buf_add_byte(w->out, '\n');
	return true;
}

/* The same, if the part says it alike in all of its rows. */
static bool
add_item_member(struct entry *w, const char *member, enum guess_role role)
{
	int column = best(w, role);

	if (column < 0 || w->used[column])
		return false;
	if (guess_shape_functional(&w->part->shape, (size_t)column))
		return add_member(w, member, role);
	buf_printf(w->out, "      # %s: ", member);
	guess_yaml_text(w->out, column_name(w, column));
	buf_add_text(w->out, " differs between rows of one part\n");
	return false;
}

static void
begin(struct entry *w, const char *type)
{
	buf_printf(w->out, "  - type: %s\n    from: %s\n", type,
	    w->part->name);
}

/* --- site fields --- */

/* The header as a name: "Unit Price ($)" is unit_price. */
static void
add_attr_name(struct buf *b, struct entry *w, size_t column, struct map *names)
{
	struct buf name = BUF_INIT(TEXT_MOST);
	uint64_t *times;
	size_t i;

	guess_words_fold(&name, column_name(w, (int)column)); /* at most 4096 */
	for (i = 0; i < name.len; i++)
		if (name.at[i] == ' ' || name.at[i] == '#')
			name.at[i] = '_';
	if (!name.len)
		buf_printf(&name, "column%zu", column + 1);
	times = map_put(names, buf_slice(&name), NULL);
	if ((*times)++)
		buf_printf(&name, "_%" PRIu64, *times);
	guess_yaml_text(b, buf_slice(&name));
	buf_release(&name);
}

/* Columns that are left; of items only those that all rows say alike. */
static void
add_attrs(struct entry *w, bool item)
{
	struct guess_part *p = w->part;
	struct map names = MAP_INIT;
	bool first = true;
	size_t i;

	for (i = 0; i < p->table.columns; i++) {
		if (w->used[i] || !p->table.looks[i].filled ||
		    (int)i == p->shape.level ||
		    ((item || p->shape.placements) &&
		    !guess_shape_functional(&p->shape, i)))
			continue;
		buf_add_text(w->out, first ? "    attrs:\n" : "");
		first = false;
		w->used[i] = true;
		buf_add_text(w->out, "      ");
		add_attr_name(w->out, w, i, &names);
		buf_add_text(w->out, ": ");
		guess_yaml_text(w->out, column_name(w, (int)i));
		buf_add_byte(w->out, '\n');
	}
	map_release(&names);
}

/* --- entries --- */

static void
write_item(struct entry *w)
{
	const struct guess_shape *s = &w->part->shape;
	bool list = s->kind == GUESS_LIST, named;

	begin(w, "item");
	buf_add_text(w->out, "    members:\n      item: ");
	add_part(w, "", s->chain_count);
	buf_add_byte(w->out, '\n');
	named = add_item_member(w, "name", GUESS_NAME) ||
	    add_item_member(w, "name", GUESS_VALUE);
	add_item_member(w, named ? "description" : "name",
	    GUESS_DESCRIPTION);
	if (list)
		add_item_member(w, "uom", GUESS_UOM);
	if (s->kind != GUESS_LEVELS)
		add_item_member(w, "revision", GUESS_REVISION);
	add_item_member(w, "category", GUESS_CATEGORY);
	add_item_member(w, "lifecycle", GUESS_LIFECYCLE);
	add_item_member(w, "mass", GUESS_MASS);
	add_item_member(w, "drawing", GUESS_DRAWING);
	if (list || s->placements)
		add_attrs(w, true);
}

static void
write_root(struct entry *w)
{
	begin(w, "item");
	buf_add_text(w->out, "    # the assembly itself; what only parts have "
	    "is not compared\n");
	if (w->part->shape.kind == GUESS_LEVELS)
		buf_add_text(w->out, "    where: {\"@level\": \"0\"}\n");
	buf_add_text(w->out, "    members: {item: ");
	add_parent(w);
	buf_add_text(w->out, ", name: ");
	add_parent(w);
	buf_add_text(w->out, "}\n");
}

/* Rows without a parent give no line. */
static void
add_when_parent(struct entry *w)
{
	struct buf b = BUF_INIT(TEXT_MOST);
	int parent = best(w, GUESS_PARENT);

	if (w->part->shape.kind == GUESS_PAIRS &&
	    w->part->table.looks[parent].filled <
	    w->part->table.looks[parent].rows) {
		guess_yaml_column(&b, column_name(w, parent));
		buf_add_text(&b, " IS NOT NULL");
		buf_add_text(w->out, "    when: ");
		guess_yaml_text(w->out, buf_slice(&b));
		buf_add_byte(w->out, '\n');
	}
	buf_release(&b);
}

static void
add_parent_members(struct entry *w)
{
	int revision = best(w, GUESS_REVISION);
	struct buf b = BUF_INIT(TEXT_MOST);

	buf_add_text(w->out, "    members:\n      parent: ");
	add_parent(w);
	buf_add_byte(w->out, '\n');
	if (w->part->shape.kind == GUESS_LEVELS && revision >= 0) {
		buf_add_text(&b, "@parent.");
		buf_add_slice(&b, column_name(w, revision));
		buf_add_text(w->out, "      parent_revision: ");
		guess_yaml_text(w->out, buf_slice(&b));
		buf_add_byte(w->out, '\n');
	} else {
		add_member(w, "parent_revision", GUESS_PARENT_REVISION);
	}
	add_member(w, "plant", GUESS_PLANT);
	buf_release(&b);
}

static void
write_bom(struct entry *w)
{
	begin(w, "bom");
	add_when_parent(w);
	add_parent_members(w);
}

static void
write_line(struct entry *w)
{
	const struct guess_shape *s = &w->part->shape;
	bool quantity = best(w, GUESS_QUANTITY) >= 0;

	begin(w, "bom_line");
	add_when_parent(w);
	if (s->placements)
		buf_printf(w->out, "    combine: {quantity: %s, refdes: "
		    "union}\n", quantity ? "sum" : "count");
	add_parent_members(w);
	if (!s->placements && !(s->level >= 0 && s->level == best(w,
	    GUESS_FIND_NUMBER)))
		add_member(w, "find_number", GUESS_FIND_NUMBER);
	buf_add_text(w->out, "      component: ");
	add_part(w, "", s->chain_count);
	buf_add_byte(w->out, '\n');
	add_member(w, "component_revision", GUESS_REVISION);
	add_member(w, "quantity", GUESS_QUANTITY);
	add_member(w, "uom", GUESS_UOM);
	add_member(w, "refdes", GUESS_REFDES);
	add_member(w, "scrap_percent", GUESS_SCRAP);
	add_member(w, "effective_from", GUESS_FROM);
	add_member(w, "effective_to", GUESS_TO);
	add_member(w, "change_order", GUESS_CHANGE_ORDER);
	if (best(w, GUESS_NOTE) >= 0 && !w->used[best(w, GUESS_NOTE)] &&
	    !s->placements)
		add_member(w, "note", GUESS_NOTE);
}

/* Only rows that have both texts. */
static void
add_when(struct entry *w, int column)
{
	struct buf b = BUF_INIT(TEXT_MOST);

	guess_yaml_column(&b, column_name(w, column));
	buf_add_text(&b, " IS NOT NULL");
	buf_add_text(w->out, "    when: ");
	guess_yaml_text(w->out, buf_slice(&b));
	buf_add_text(w->out, "\n    members:\n      item: ");
	add_part(w, "", w->part->shape.chain_count);
	buf_add_byte(w->out, '\n');
	buf_release(&b);
}

/* The column with this sound and number, or -1. */
static int
numbered(const struct entry *w, enum guess_role role, unsigned number)
{
	const struct guess_columns *c = &w->part->columns;
	size_t i;

	for (i = 0; i < c->table->columns; i++)
		if (c->list[i].sounds == role &&
		    c->list[i].number == number && c->table->looks[i].filled)
			return (int)i; /* at most 4096 */
	return -1;
}

static void
write_manufacturer(struct entry *w, int manufacturer, int mpn)
{
	if (manufacturer < 0)
		return;
	begin(w, "approved_manufacturer");
	add_when(w, manufacturer);
	buf_add_text(w->out, "      manufacturer: ");
	add_rule(w, GUESS_MANUFACTURER, manufacturer);
	buf_add_byte(w->out, '\n');
	if (mpn < 0)
		return;
	buf_add_text(w->out, "      mpn: ");
	add_rule(w, GUESS_MPN, mpn);
	buf_add_byte(w->out, '\n');
}

static void
write_supplier(struct entry *w)
{
	int supplier = best(w, GUESS_SUPPLIER);

	if (supplier < 0)
		return;
	begin(w, "approved_supplier");
	add_when(w, supplier);
	buf_add_text(w->out, "      supplier: ");
	add_rule(w, GUESS_SUPPLIER, supplier);
	buf_add_byte(w->out, '\n');
	add_member(w, "supplier_item", GUESS_SUPPLIER_ITEM);
	add_item_member(w, "price", GUESS_PRICE);
	add_item_member(w, "currency", GUESS_CURRENCY);
	add_item_member(w, "lead_time_days", GUESS_LEAD_TIME);
}

/* A column that is called after a distributor has its order numbers. */
static void
write_sellers(struct entry *w)
{
	const struct guess_columns *c = &w->part->columns;
	size_t i;

	for (i = 0; i < c->table->columns; i++) {
		if (c->list[i].sounds != GUESS_SELLER ||
		    !c->table->looks[i].filled)
			continue;
		begin(w, "approved_supplier");
		add_when(w, (int)i);
		buf_add_text(w->out, "      supplier: {constant: ");
		guess_yaml_text(w->out, column_name(w, (int)i));
		buf_add_text(w->out, "}\n      supplier_item: ");
		add_rule(w, GUESS_SELLER, (int)i);
		buf_add_byte(w->out, '\n');
	}
}

static void
write_sources_of_supply(struct entry *w)
{
	int main_one = best(w, GUESS_MANUFACTURER), mpn;
	unsigned i;

	mpn = best(w, GUESS_MPN);
	/* beside a manufacturer, the number is the manufacturer's */
	if (mpn < 0 && w->part->shape.kind == GUESS_FLAT)
		mpn = best(w, GUESS_ITEM);
	write_manufacturer(w, main_one, mpn);
	for (i = 1; i < 10; i++) {
		int other = numbered(w, GUESS_MANUFACTURER, i);

		if (other >= 0 && other != main_one)
			write_manufacturer(w, other, numbered(w, GUESS_MPN,
			    i));
	}
	write_supplier(w);
	write_sellers(w);
}

void
guess_records_write(struct buf *b, struct guess_part *p)
{
	struct entry w = {b, p, mem_zero((p->table.columns + 1) *
	    sizeof(bool))};

	if (p->shape.chain[0].second < 0)
		w.used[p->shape.chain[0].first] = true;
	if (p->shape.kind == GUESS_PAIRS)
		w.used[p->columns.best[GUESS_PARENT]] = true;
	if (p->items && (p->shape.kind == GUESS_FLAT ||
	    (p->shape.kind == GUESS_LEVELS && p->shape.rooted)))
		write_root(&w);
	if (p->shape.kind != GUESS_LIST)
		write_bom(&w);
	write_sources_of_supply(&w);
	if (p->items || p->shape.kind == GUESS_LIST)
		write_item(&w);
	if (p->shape.kind != GUESS_LIST) {
		write_line(&w);
		if (!p->shape.placements)
			add_attrs(&w, false);
	}
	mem_free(w.used);
}
