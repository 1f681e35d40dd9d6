/* guess_entry_test.c - members and site fields of small tables. */
#include "extract/guess_entry.h"

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
a_column_goes_into_one_member_or_a_site_field(void **state)
{
	struct buf b = BUF_INIT(65536);
	struct guess_entry w = {&b, &part, NULL};

	(void)state;
	look_at("Part,Name,Colour,Size\nA,x,red,1\nB,y,blue,2\n");
	part.used = mem_zero(8 * sizeof(bool));
	w.used = part.used;
	guess_entry_begin(&w, "item");
	assert_true(guess_entry_member(&w, "name", GUESS_NAME));
	assert_false(guess_entry_member(&w, "plant", GUESS_PLANT));
	assert_false(guess_entry_item_member(&w, "name", GUESS_NAME));
	guess_entry_attrs(&w, true);
	assert_string_equal(buf_text(&b), "  - type: item\n    from: s\n"
	    "      name: Name\n    attrs:\n      part: Part\n"
	    "      colour: Colour\n      size: Size\n");
	buf_release(&b);
	forget();
}

static void
what_is_about_the_parent_is_no_site_field_of_a_line(void **state)
{
	struct buf b = BUF_INIT(65536);
	struct guess_entry w = {&b, &part, NULL};

	(void)state;
	look_at("Parent,Parent Description,Component,Qty,Colour\nA,x,B,1,red\n"
	    "A,x,C,2,blue\n");
	part.used = mem_zero(8 * sizeof(bool));
	w.used = part.used;
	guess_entry_parent(&w);
	guess_entry_member(&w, "", GUESS_COMPONENT);
	guess_entry_member(&w, "", GUESS_QUANTITY);
	guess_entry_member(&w, "", GUESS_PARENT);
	buf_clear(&b);
	guess_entry_attrs(&w, false);
	assert_string_equal(buf_text(&b), "    attrs:\n"
	    "      colour: Colour\n");
	buf_release(&b);
	forget();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_column_goes_into_one_member_or_a_site_field),
	    cmocka_unit_test(
		what_is_about_the_parent_is_no_site_field_of_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, trial_remove);
}
