/* guess_records_test.c - entries of records as they are written. */
#include "extract/guess_records.h"

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
	guess_shape_release(&part.shape);
	guess_columns_release(&part.columns);
	guess_table_release(&part.table);
}

static void
each_kind_of_table_has_its_entries(void **state)
{
	static const struct {
		const char *text, *records;
	} cases[] = {
	    {"Part,Name,Colour\nA,x,red\nB,y,blue\n",
	     "  - type: item\n    from: s\n    members:\n      item: Part\n"
	     "      name: Name\n    attrs:\n      colour: Colour\n"},
	    {"Parent,Child,Qty\nA,B,1\nA,C,2\n",
	     "  - type: bom\n    from: s\n    members:\n"
	     "      parent: Parent\n"
	     "  - type: item\n    from: s\n    members:\n      item: Child\n"
	     "  - type: bom_line\n    from: s\n    members:\n"
	     "      parent: Parent\n      component: Child\n"
	     "      quantity: Qty\n"},
	    {"id,parent_id\n1,\n2,1\n",
	     "  - type: bom\n    from: s\n"
	     "    when: '\"parent_id\" IS NOT NULL'\n    members:\n"
	     "      parent: parent_id\n"
	     "  - type: item\n    from: s\n    members:\n      item: id\n"
	     "  - type: bom_line\n    from: s\n"
	     "    when: '\"parent_id\" IS NOT NULL'\n    members:\n"
	     "      parent: parent_id\n      component: id\n"},
	    {"Ref,Part,Note\nR1,A,x\nR2,A,y\nC1,B,z\n",
	     "  - type: item\n    from: s\n"
	     "    # the assembly itself; what only parts have is not compared"
	     "\n    members: {item: \"@parent.Part\", "
	     "name: \"@parent.Part\"}\n"
	     "  - type: bom\n    from: s\n    members:\n"
	     "      parent: \"@parent.Part\"\n"
	     "  - type: item\n    from: s\n    members:\n      item: Part\n"
	     "  - type: bom_line\n    from: s\n"
	     "    combine: {quantity: count, refdes: union}\n    members:\n"
	     "      parent: \"@parent.Part\"\n      component: Part\n"
	     "      refdes: {column: Ref, split: [\",\"]}\n"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf b = BUF_INIT(65536);

		look_at(cases[i].text);
		guess_records_write(&b, &part);
		assert_string_equal(buf_text(&b), cases[i].records);
		buf_release(&b);
		forget();
	}
}

static void
sources_of_supply_are_entries_of_their_own(void **state)
{
	struct buf b = BUF_INIT(65536);
	const char *text;

	(void)state;
	look_at("Part,Mfg,MPN,MFG2,MPN2,Vendor,Vendor PN,Price,Mouser\n"
	    "A,m,x,m2,y,v,1,1.50,88\nB,,z,,,,,,\n");
	guess_records_write(&b, &part);
	text = buf_text(&b);
	assert_non_null(strstr(text, "  - type: approved_manufacturer\n"
	    "    from: s\n    when: '\"Mfg\" IS NOT NULL'\n    members:\n"
	    "      item: Part\n      manufacturer: Mfg\n      mpn: MPN\n"
	    "  - type: approved_manufacturer\n"
	    "    from: s\n    when: '\"MFG2\" IS NOT NULL'\n    members:\n"
	    "      item: Part\n      manufacturer: MFG2\n      mpn: MPN2\n"));
	assert_non_null(strstr(text, "      supplier: Vendor\n"
	    "      supplier_item: Vendor PN\n      price: Price\n"));
	assert_non_null(strstr(text, "      supplier: {constant: Mouser}\n"
	    "      supplier_item: Mouser\n"));
	buf_release(&b);
	forget();
}

static void
what_differs_within_a_part_stays_out_of_its_item(void **state)
{
	struct buf b = BUF_INIT(65536);

	(void)state;
	look_at("Parent,Part,Name,Qty\nA,P,bolt,1\nB,P,screw,2\n");
	guess_records_write(&b, &part);
	assert_non_null(strstr(buf_text(&b), "      item: Part\n"
	    "      # name: Name differs between rows of one part\n"));
	assert_non_null(strstr(buf_text(&b), "    attrs:\n"
	    "      name: Name\n"));
	buf_release(&b);
	forget();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_kind_of_table_has_its_entries),
	    cmocka_unit_test(sources_of_supply_are_entries_of_their_own),
	    cmocka_unit_test(what_differs_within_a_part_stays_out_of_its_item),
	};

	return cmocka_run_group_tests(tests, NULL, trial_remove);
}
