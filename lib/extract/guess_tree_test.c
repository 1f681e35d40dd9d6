/* guess_tree_test.c - where rows and columns of small documents are found. */
#include "extract/guess_tree.h"

#include <setjmp.h>

#include <cmocka.h>

#include "extract/guess_trial.h"

typedef int (*tree_function)(struct buf *, const char *, struct err *);

static void
check(tree_function f, const char *text, const char *wanted)
{
	struct buf b = BUF_INIT(65536);
	struct err e = ERR_INIT;
	int rc = f(&b, trial_file(text), &e);

	if (rc < 0 && wanted)
		fail_msg("%s", e.text);
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
	check(guess_tree_json, "[{\"a\":1},{\"b\":{\"c\":2,\"d\":[1]}}]",
	    "    format: json\n    rows: \"\"\n    columns:\n"
	    "      a: \"/a\"\n      b_c: \"/b/c\"\n");
	check(guess_tree_json, "{\"x\":[{\"a\":1}],\"y\":{\"z\":[{\"n/m\":1},"
	    "{\"n/m\":2}],\"t\":[1,2,3]}}",
	    "    format: json\n    rows: \"/y/z\"\n    columns:\n"
	    "      \"n~1m\": \"/n~1m\"\n");
	check(guess_tree_json, "{\"x\":[1,2]}", NULL);
	check(guess_tree_json, "{\"x\":", NULL);
}

static void
each_line_of_json_lines_is_a_row(void **state)
{
	(void)state;
	check(guess_tree_lines, "{\"a\":1}\n\n{\"a\":2,\"b\":\"x\"}\n",
	    "    format: jsonl\n    columns:\n      a: \"/a\"\n"
	    "      b: \"/b\"\n");
	check(guess_tree_lines, "[]\n", NULL);
}

static void
rows_of_xml_are_the_most_frequent_element(void **state)
{
	(void)state;
	check(guess_tree_xml, "<r><h>x</h><l><p n='1'><q>2</q><u><v>3</v>"
	    "</u></p><p n='2'><q>5</q></p></l></r>",
	    "    format: xml\n    rows: \"/r/l/p\"\n    columns:\n"
	    "      \"n\": \"@n\"\n      q: q\n      u_v: u/v\n");
	/* what comes several times in a row is no column */
	check(guess_tree_xml, "<r><p><a>1</a><m>1</m><m>2</m></p><p><a>2</a>"
	    "</p></r>",
	    "    format: xml\n    rows: \"/r/p\"\n    columns:\n"
	    "      a: a\n      # more below, several a row (see Paths in "
	    "bom-profile):\n      # m\n");
	check(guess_tree_xml, "<r/>", NULL);
	check(guess_tree_xml, "<r>", NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_of_json_are_the_largest_array_of_objects),
	    cmocka_unit_test(each_line_of_json_lines_is_a_row),
	    cmocka_unit_test(rows_of_xml_are_the_most_frequent_element),
	};

	return cmocka_run_group_tests(tests, NULL, trial_remove);
}
