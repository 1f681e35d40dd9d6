/* names_test.c - names in their own case first, and the nearest one. */
#include "expr/names.h"

#include <setjmp.h>

#include <cmocka.h>

static const char *const columns[] = {"Name", "name", "QTY", "twice", "twice",
    NULL};
static const enum tree_kind kinds[] = {TREE_KIND_TEXT, TREE_KIND_TEXT,
    TREE_KIND_TEXT, TREE_KIND_TEXT, TREE_KIND_TEXT};

static struct names
all_names(void)
{
	struct names n = {columns, kinds, names_functions, 0, NULL, 0};

	while (names_functions[n.function_count].name)
		n.function_count++;
	return n;
}

static void
the_exact_name_goes_before_another_case(void **state)
{
	static const struct {
		const char *name;
		int index;
		const char *error;
	} rows[] = {
	    {"Name", 0, ""}, {"name", 1, ""}, {"qty", 2, ""}, {"QTY", 2, ""},
	    {"NAME", -1, "\"NAME\" stands for more than one column"},
	    {"twice", -1, "\"twice\" stands for more than one column"},
	    {"nam", -1, "unknown name \"nam\" (did you mean name?)"},
	    {"zebra", -1, "unknown name \"zebra\""},
	};
	struct names n = all_names();
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(names_column(&n, slice_of(rows[i].name), &e),
		    rows[i].index);
		assert_string_equal(e.text, rows[i].error);
	}
}

static void
functions_are_found_in_any_case(void **state)
{
	struct names n = all_names();
	const struct tree_function *f;
	struct err e = ERR_INIT, round = ERR_INIT;
	size_t i;

	(void)state;
	for (f = names_functions; f->name; f++) {
		char upper[40];

		for (i = 0; i <= strlen(f->name); i++)
			upper[i] = f->name[i] >= 'a' && f->name[i] <= 'z'
			    ? (char)(f->name[i] - 'a' + 'A') : f->name[i];
		assert_ptr_equal(names_function(&n, slice_of(upper), &e), f);
		assert_true(f->least <= f->most);
		assert_true(f->most <= NAMES_ARGUMENTS_MOST);
	}
	assert_null(names_function(&n, SLICE("substrr"), &e));
	assert_string_equal(e.text, "unknown function \"substrr\" (did you "
	    "mean substr?)");
	assert_null(names_function(&n, SLICE("ROUND"), &round));
	assert_string_equal(round.text, "unknown function \"ROUND\" (did you "
	    "mean dec_round?)");
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_exact_name_goes_before_another_case),
	    TEST(functions_are_found_in_any_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
