/* guess_json_test.c - where rows and columns of small documents are found. */
#include "extract/guess_json.h"

#include <setjmp.h>

#include <cmocka.h>

#include "extract/guess_trial.h"

/* `inner`: what is said of lists within the rows; NULL: nothing. */
static void
check_both(const char *text, const char *wanted, const char *inner)
{
	struct buf b = BUF_INIT(65536), in = BUF_INIT(65536);
	struct err e = ERR_INIT;
	int rc = guess_json(&b, &in, trial_file(text), &e);

	if (rc < 0 && wanted)
		fail_msg("%s", e.text);
	if (wanted)
		assert_string_equal(buf_text(&b), wanted);
	else
		assert_int_equal(rc, -1);
	assert_string_equal(buf_text(&in), inner ? inner : "");
	buf_release(&b);
	buf_release(&in);
}

static void
check(const char *text, const char *wanted)
{
	check_both(text, wanted, NULL);
}

static void
check_lines(const char *text, const char *wanted)
{
	struct buf b = BUF_INIT(65536);
	struct err e = ERR_INIT;
	int rc = guess_json_lines(&b, trial_file(text), &e);

	if (wanted)
		assert_string_equal(buf_text(&b), wanted);
	else
		assert_int_equal(rc, -1);
	buf_release(&b);
}

static void
rows_of_json_are_the_largest_array_of_objects(void **state)
{
	(void)state;
	check("[{\"a\":1},{\"b\":{\"c\":2,\"d\":[1]}}]",
	    "    format: json\n    rows: \"\"\n    columns:\n"
	    "      a: \"/a\"\n      b_c: \"/b/c\"\n");
	check("{\"x\":[{\"a\":1}],\"y\":{\"z\":[{\"n/m\":1},"
	    "{\"n/m\":2}],\"t\":[1,2,3]}}",
	    "    format: json\n    rows: \"/y/z\"\n    columns:\n"
	    "      \"n~1m\": \"/n~1m\"\n");
	check("{\"x\":[1,2]}", NULL);
	check("{\"x\":", NULL);
}

static void
each_line_of_json_lines_is_a_row(void **state)
{
	(void)state;
	check_lines("{\"a\":1}\n\n{\"a\":2,\"b\":\"x\"}\n",
	    "    format: jsonl\n    columns:\n      a: \"/a\"\n"
	    "      b: \"/b\"\n");
	check_lines("[]\n", NULL);
}

static void
children_are_rows_below_what_is_around_them(void **state)
{
	(void)state;
	check_both("{\"bom\":{\"id\":7,\"partNumber\":\"A\",\"revision\":\"2\","
	    "\"items\":[{\"partNumber\":\"B\",\"qty\":1,\"kids\":["
	    "{\"partNumber\":\"C\",\"qty\":2,\"kids\":[]}]},"
	    "{\"partNumber\":\"D\",\"qty\":3,\"makers\":[{\"mpn\":\"x\"}]}]}}",
	    "    format: json\n    rows: \"/bom/items\"\n    columns:\n"
	    "      partNumber: \"/partNumber\"\n      qty: \"/qty\"\n"
	    "      parent_number: \"../../partNumber\"\n"
	    "      parent_revision: \"../../revision\"\n"
	    "      # more below, a source of its own (columns of the row "
	    "around it:\n"
	    "      # ../../NAME), rows: /bom/items//makers\n",
	    "    format: json\n    rows: \"/bom/items//kids\"\n    columns:\n"
	    "      partNumber: \"/partNumber\"\n      qty: \"/qty\"\n"
	    "      parent_number: \"../../partNumber\"\n");
	/* what is no line of a BOM has no parent */
	check("{\"number\":\"R1\",\"list\":[{\"partNumber\":\"B\"}]}",
	    "    format: json\n    rows: \"/list\"\n    columns:\n"
	    "      partNumber: \"/partNumber\"\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_of_json_are_the_largest_array_of_objects),
	    cmocka_unit_test(each_line_of_json_lines_is_a_row),
	    cmocka_unit_test(children_are_rows_below_what_is_around_them),
	};

	return cmocka_run_group_tests(tests, NULL, trial_remove);
}
