/* guess_supply_test.c - entries for makers and sellers. */
#include "extract/guess_supply.h"

#include <setjmp.h>

#include <cmocka.h>

#include "extract/guess_trial.h"

static struct guess_part part;
static struct slice file = SLICE_INIT("dir/board.csv");

static void
look_at(const char *text)
{
	struct err e = ERR_INIT;

	part = (struct guess_part){.name = "s", .files = &file,
	    .file_count = 1, .items = true};
	if (guess_table_read(&part.table, trial_file(text), &e) < 0)
		fail_msg("%s", e.text);
	part.table.path = "board.csv";
	guess_columns_find(&part.columns, &part.table);
	guess_shape_find(&part.shape, &part.columns);
}

static void
forget(void)
{
	mem_free(part.used);
	guess_shape_release(&part.shape);
	guess_columns_release(&part.columns);
	guess_table_release(&part.table);
}

static void
each_maker_and_seller_has_an_entry(void **state)
{
	struct buf b = BUF_INIT(65536);
	struct guess_entry w = {&b, &part, NULL};

	(void)state;
	look_at("Part,Mfr,MPN,Supplier,Supplier PN,Mouser\nA,m,x,s,1,88\n"
	    "B,n,y,t,2,\n");
	part.used = mem_zero(8 * sizeof(bool));
	w.used = part.used;
	guess_supply_write(&w);
	assert_string_equal(buf_text(&b), "  - type: approved_manufacturer\n"
	    "    from: s\n    when: '\"Mfr\" IS NOT NULL'\n    members:\n"
	    "      item: Part\n      manufacturer: Mfr\n      mpn: MPN\n"
	    "  - type: approved_supplier\n    from: s\n"
	    "    when: '\"Supplier\" IS NOT NULL'\n    members:\n"
	    "      item: Part\n      supplier: Supplier\n"
	    "      supplier_item: Supplier PN\n"
	    "  - type: approved_supplier\n    from: s\n"
	    "    when: '\"Mouser\" IS NOT NULL'\n    members:\n"
	    "      item: Part\n      supplier: {constant: Mouser}\n"
	    "      supplier_item: Mouser\n");
	buf_release(&b);
	forget();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_maker_and_seller_has_an_entry),
	};

	return cmocka_run_group_tests(tests, NULL, trial_remove);
}
