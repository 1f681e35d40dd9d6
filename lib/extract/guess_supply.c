/* guess_supply.c - manufacturers and suppliers. */
#include "extract/guess_supply.h"

#include "extract/guess_yaml.h"

#define TEXT_MOST ((size_t)64 * 1024)

/* Only rows that have both texts. */
static void
add_when(struct guess_entry *w, int column)
{
	struct buf b = BUF_INIT(TEXT_MOST);

	guess_yaml_column(&b, guess_entry_name(w, column));
	buf_add_text(&b, " IS NOT NULL");
	buf_add_text(w->out, "    when: ");
	guess_yaml_text(w->out, buf_slice(&b));
	buf_add_text(w->out, "\n    members:\n      item: ");
	guess_entry_part(w, "", w->part->shape.chain_count);
	buf_add_byte(w->out, '\n');
	buf_release(&b);
}

/* The column with this sound and number, or -1. */
static int
numbered(const struct guess_entry *w, enum guess_role role, unsigned number)
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
write_manufacturer(struct guess_entry *w, int manufacturer, int mpn)
{
	if (manufacturer < 0)
		return;
	guess_entry_begin(w, "approved_manufacturer");
	add_when(w, manufacturer);
	buf_add_text(w->out, "      manufacturer: ");
	guess_entry_rule(w, GUESS_MANUFACTURER, manufacturer);
	buf_add_byte(w->out, '\n');
	if (mpn < 0)
		return;
	buf_add_text(w->out, "      mpn: ");
	guess_entry_rule(w, GUESS_MPN, mpn);
	buf_add_byte(w->out, '\n');
}

static void
write_supplier(struct guess_entry *w)
{
	int supplier = guess_entry_best(w, GUESS_SUPPLIER);

	if (supplier < 0)
		return;
	guess_entry_begin(w, "approved_supplier");
	add_when(w, supplier);
	buf_add_text(w->out, "      supplier: ");
	guess_entry_rule(w, GUESS_SUPPLIER, supplier);
	buf_add_byte(w->out, '\n');
	guess_entry_member(w, "supplier_item", GUESS_SUPPLIER_ITEM);
	guess_entry_item_member(w, "price", GUESS_PRICE);
	guess_entry_item_member(w, "currency", GUESS_CURRENCY);
	guess_entry_item_member(w, "lead_time_days", GUESS_LEAD_TIME);
}

/* A column that is called after a distributor has its order numbers. */
static void
write_sellers(struct guess_entry *w)
{
	const struct guess_columns *c = &w->part->columns;
	size_t i;

	for (i = 0; i < c->table->columns; i++) {
		if (c->list[i].sounds != GUESS_SELLER ||
		    !c->table->looks[i].filled)
			continue;
		guess_entry_begin(w, "approved_supplier");
		add_when(w, (int)i);
		buf_add_text(w->out, "      supplier: {constant: ");
		guess_yaml_text(w->out, guess_entry_name(w, (int)i));
		buf_add_text(w->out, "}\n      supplier_item: ");
		guess_entry_rule(w, GUESS_SELLER, (int)i);
		buf_add_byte(w->out, '\n');
	}
}

void
guess_supply_write(struct guess_entry *w)
{
	int main_one = guess_entry_best(w, GUESS_MANUFACTURER), mpn;
	unsigned i;

	mpn = guess_entry_best(w, GUESS_MPN);
	/* beside a manufacturer, the number is the manufacturer's */
	if (mpn < 0 && w->part->shape.kind == GUESS_FLAT)
		mpn = guess_entry_best(w, GUESS_ITEM);
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
