/* keytable_test.c - look-up tables, and sums in them. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/keytable.h"

static struct rule_lookup same = {.key = SLICE_INIT("K"),
    .value = SLICE_INIT("V"), .several = RULE_SAME};
static struct rule_lookup sum = {.key = SLICE_INIT("K"),
    .value = SLICE_INIT("V"), .several = RULE_SUM};

/* The look-up's table over rows "K,V"; the error of the first refused. */
static int
fill(struct keytables *t, struct rule_lookup *l, const char *(*pairs)[2],
    size_t count, struct err *e)
{
	static struct slice columns[] = {SLICE_INIT("K"), SLICE_INIT("V")};
	struct rule_names names = {.lookups = l, .table_count = 1};
	struct rows r = {.name = "f.csv", .columns = columns,
	    .column_count = 2,
	    .all_count = 2};
	struct slice fields[2];
	struct row row = {.fields = fields};
	size_t i;

	keytables_init(t, &names);
	assert_true(keytables_need(t, 0));
	assert_false(keytables_need(t, 1));
	assert_int_equal(keytables_bind(t, 0, &r, e), 0);
	for (i = 0; i < count; i++) {
		fields[0] = slice_of(pairs[i][0]);
		fields[1] = slice_of(pairs[i][1]);
		row.line = i + 1;
		if (keytables_add(t, 0, &r, &row, e) < 0)
			return -1;
	}
	return 0;
}

static void
finds_what_was_put_in(void **state)
{
	static const char *pairs[][2] = {
		{"a", "1"}, {"b", ""}, {"a", "1"}, {"", "x"},
	};
	struct arena a = ARENA_INIT;
	struct keytables t;
	struct err e = ERR_INIT;
	struct slice v;

	(void)state;
	assert_int_equal(fill(&t, &same, pairs, COUNT_OF(pairs), &e), 0);
	assert_int_equal(keytables_find(&t, &same, SLICE("a"), &v, &a),
	    KEYTABLE_FOUND);
	assert_true(slice_is(v, "1"));
	assert_int_equal(keytables_find(&t, &same, SLICE("b"), &v, &a),
	    KEYTABLE_FOUND);
	assert_true(slice_is(v, ""));
	assert_int_equal(keytables_find(&t, &same, SLICE("c"), &v, &a),
	    KEYTABLE_MISSING);
	keytables_release(&t);
	arena_release(&a);
}

static void
refuses_two_values_of_a_key(void **state)
{
	static const char *pairs[][2] = {{"a", "1"}, {"b", "1"}, {"a", "2"}};
	struct keytables t;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(fill(&t, &same, pairs, COUNT_OF(pairs), &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_string_equal(e.text, "f.csv:3: K \"a\" stands twice with "
	    "different V, which is looked up (first at line 1)");
	keytables_release(&t);
}

static void
adds_up_exactly(void **state)
{
	static const char *pairs[][2] = {
		{"a", ".1"}, {"z", ""}, {"bad", "x"}, {"n", "5"}, {"n", "-5"},
		{"a", "0.2"}, {"bad", "1"},
	};
	struct arena a = ARENA_INIT;
	struct keytables t;
	struct err e = ERR_INIT;
	struct slice v;

	(void)state;
	assert_int_equal(fill(&t, &sum, pairs, COUNT_OF(pairs), &e), 0);
	assert_int_equal(keytables_find(&t, &sum, SLICE("a"), &v, &a),
	    KEYTABLE_FOUND);
	assert_true(slice_is(v, "0.3"));
	assert_int_equal(keytables_find(&t, &sum, SLICE("n"), &v, &a),
	    KEYTABLE_FOUND);
	assert_true(slice_is(v, "0"));
	assert_int_equal(keytables_find(&t, &sum, SLICE("z"), &v, &a),
	    KEYTABLE_FOUND);
	assert_int_equal(v.len, 0);
	assert_int_equal(keytables_find(&t, &sum, SLICE("bad"), &v, &a),
	    KEYTABLE_BAD);
	keytables_release(&t);
	arena_release(&a);
}

static void
names_the_nearest_column(void **state)
{
	static struct slice columns[] = {
		SLICE_INIT("K"), SLICE_INIT("Quantity"),
	};
	struct rule_lookup l = {.key = SLICE_INIT("K"),
	    .value = SLICE_INIT("Quantty")};
	struct rule_names names = {.lookups = &l, .table_count = 1};
	struct rows r = {.columns = columns, .column_count = 2,
	    .all_count = 2};
	struct err e = ERR_INIT;
	struct keytables t;
	struct ydoc doc;

	(void)state;
	assert_int_equal(ydoc_parse(&doc, "p.yaml", SLICE("{key: K, "
	    "value: Quantty}"), &e), 0);
	l.node = doc.root;
	keytables_init(&t, &names);
	assert_int_equal(keytables_bind(&t, 0, &r, &e), -1);
	assert_string_equal(e.text, "p.yaml:1:17: the source has no column "
	    "\"Quantty\" (did you mean \"Quantity\"?)");
	keytables_release(&t);
	ydoc_release(&doc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_was_put_in),
		cmocka_unit_test(refuses_two_values_of_a_key),
		cmocka_unit_test(adds_up_exactly),
		cmocka_unit_test(names_the_nearest_column),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
