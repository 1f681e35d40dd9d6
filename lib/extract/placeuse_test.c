/* placeuse_test.c - who asks where a row stands. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/placeuse.h"

static void
columns_and_expressions_are_looked_at_but_not_constants(void **state)
{
	static const struct {
		enum rule_from from;
		const char *text;
		bool uses, parent;
	} cases[] = {
		{RULE_COLUMN, "@parent.Number", true, true},
		{RULE_COLUMN, "@level", true, false},
		{RULE_COLUMN, "@position", true, false},
		{RULE_COLUMN, "@label", false, false},
		{RULE_COLUMN, "Number", false, false},
		{RULE_COLUMN, "@stem", false, false},
		{RULE_EXPRESSION, "coalesce(\"@parent.Number\", 'X')", true,
		    false},
		{RULE_EXPRESSION, "Number || '-'", false, false},
		{RULE_CONSTANT, "@parent.Number", false, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct rule r = {.from = cases[i].from,
		    .text = slice_of(cases[i].text)};

		if (placeuse_rule(&r) != cases[i].uses ||
		    placeuse_parent(&r) != cases[i].parent)
			fail_msg("%s", cases[i].text);
	}
}

static void
filters_ask_by_column_or_expression(void **state)
{
	struct source_where where = {.column = SLICE_INIT("@level")};
	struct ydoc_node when = {.text = SLICE_INIT("\"@position\" > '1'")};
	struct source_filter by_where = {.wheres = &where, .where_count = 1};
	struct source_filter by_when = {.when = &when}, none = {.when = NULL};

	(void)state;
	assert_true(placeuse_filter(&by_where));
	assert_true(placeuse_filter(&by_when));
	assert_false(placeuse_filter(&none));
	where.column = SLICE("Level");
	assert_false(placeuse_filter(&by_where));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    columns_and_expressions_are_looked_at_but_not_constants),
		cmocka_unit_test(filters_ask_by_column_or_expression),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
