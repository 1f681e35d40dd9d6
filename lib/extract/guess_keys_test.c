/* guess_keys_test.c - SELECTs for tables that refer to others. */
#include "extract/guess_keys.h"

#include <setjmp.h>

#include <cmocka.h>

static void
what_a_table_refers_to_is_joined_by_its_number(void **state)
{
	static const struct guess_keys_table tables[] = {
	    {SLICE_INIT("PARTS"), SLICE_INIT("CREATE TABLE PARTS (PART_ID "
	     "integer primary key, PART_NO text, PRICE numeric(10, 2))")},
	    {SLICE_INIT("LINES"), SLICE_INIT("CREATE TABLE LINES(\n\t"
	     "PARENT_ID integer references PARTS,\n\tCHILD_ID integer "
	     "REFERENCES \"parts\" (PART_ID), QTY numeric)")},
	    {SLICE_INIT("MAKERS"), SLICE_INIT("CREATE TABLE MAKERS ([PART_ID]"
	     " int, MPN text, FOREIGN KEY (PART_ID) REFERENCES PARTS)")},
	    {SLICE_INIT("WORDS"), SLICE_INIT("CREATE TABLE WORDS (W_ID int, "
	     "W text, PRIMARY KEY (W_ID))")},
	    {SLICE_INIT("SAID"), SLICE_INIT("CREATE TABLE SAID (A int "
	     "REFERENCES WORDS, B int REFERENCES NOWHERE)")},
	    {SLICE_INIT("a \"view\""), SLICE_INIT("")},
	};
	static const char *const queries[] = {
	    "SELECT * FROM \"PARTS\"",
	    "SELECT t.*, k1.\"PART_NO\" AS \"PARENT_ID PART_NO\", "
	    "k2.\"PART_NO\" AS \"CHILD_ID PART_NO\" FROM \"LINES\" t "
	    "LEFT JOIN \"PARTS\" k1 ON k1.\"PART_ID\" = t.\"PARENT_ID\" "
	    "LEFT JOIN \"PARTS\" k2 ON k2.\"PART_ID\" = t.\"CHILD_ID\"",
	    "SELECT t.*, k1.\"PART_NO\" AS \"PART_NO\" FROM \"MAKERS\" t "
	    "LEFT JOIN \"PARTS\" k1 ON k1.\"PART_ID\" = t.\"PART_ID\"",
	    "SELECT * FROM \"WORDS\"",
	    "SELECT * FROM \"SAID\"",
	    "SELECT * FROM \"a \"\"view\"\"\"",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(queries); i++) {
		struct buf b = BUF_INIT(65536);

		guess_keys_select(&b, tables, COUNT_OF(tables), i);
		assert_string_equal(buf_text(&b), queries[i]);
		buf_release(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_a_table_refers_to_is_joined_by_its_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
