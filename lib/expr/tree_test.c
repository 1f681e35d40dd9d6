/* tree_test.c - the kinds of parts, and literals as SQL. */
#include "expr/tree.h"

#include <setjmp.h>

#include <cmocka.h>

static void
kinds_have_one_kind_in_common(void **state)
{
	/* in order of the enum; n, i, #, t, ? */
	static const char table[5][6] = {"ni#t?", "ii#??", "###??", "t??t?",
	    "?????"};
	static const char letters[] = "ni#t?";
	unsigned a, b;

	(void)state;
	for (a = 0; a < 5; a++)
		for (b = 0; b < 5; b++)
			/* counted through all kinds */
			assert_int_equal(letters[tree_common(
			    (enum tree_kind)a, (enum tree_kind)b)],
			    table[a][b]);
}

static void
literals_become_sql(void **state)
{
	static const struct {
		const char *number;
		enum tree_kind kind;
		const char *sql;
	} rows[] = {
	    {"1E3", TREE_KIND_INTEGER, "1000"},
	    {"-5", TREE_KIND_INTEGER, "-5"},
	    {"9223372036854775807", TREE_KIND_INTEGER,
	    "9223372036854775807"},
	    {"9223372036854775808", TREE_KIND_NUMBER,
	    "'9223372036854775808'"},
	    {"2.50", TREE_KIND_NUMBER, "'2.5'"},
	};
	struct arena arena = ARENA_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct buf b = BUF_INIT(1000);
		struct decimal d;
		struct tree *t;

		assert_true(decimal_parse(&d, slice_of(rows[i].number)));
		t = tree_number(&arena, d);
		assert_int_equal(t->kind, rows[i].kind);
		tree_add_sql(&b, t);
		assert_string_equal(buf_text(&b), rows[i].sql);
		buf_release(&b);
	}
	arena_release(&arena);
}

static void
parts_know_their_depth(void **state)
{
	struct arena arena = ARENA_INIT;
	struct tree *all = tree_new(&arena, TREE_AND, TREE_KIND_INTEGER);
	struct tree *inner = tree_new(&arena, TREE_OR, TREE_KIND_INTEGER);

	(void)state;
	tree_append(inner, tree_literal(&arena, TREE_KIND_NULL, SLICE("")));
	tree_append(all, tree_literal(&arena, TREE_KIND_NULL, SLICE("")));
	assert_int_equal(all->depth, 1);
	tree_append(all, inner);
	assert_int_equal(all->depth, 2);
	assert_int_equal(all->count, 2);
	assert_ptr_equal(all->first->next, inner);
	assert_ptr_equal(all->last, inner);
	arena_release(&arena);
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(kinds_have_one_kind_in_common),
	    TEST(literals_become_sql),
	    TEST(parts_know_their_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
