/* members_test.c - columns for records of all types. */
#include "expr/members.h"

#include <setjmp.h>

#include <cmocka.h>

static unsigned
column(const struct members *m, const char *name)
{
	unsigned i;

	for (i = 0; m->names[i]; i++)
		if (strcmp(m->names[i], name) == 0)
			return i;
	fail_msg("no column %s", name);
	return 0;
}

static void
each_member_of_each_type_has_one_column(void **state)
{
	struct members m;
	struct record r;
	unsigned type, i, k;

	(void)state;
	members_init_records(&m);
	for (i = 0; i < m.count; i++)
		assert_int_equal(column(&m, m.names[i]), i);
	for (type = 0; type < TYPE_COUNT; type++) {
		const struct schema_type *t = &schema_types[type];
		unsigned found = 0;

		/* counted through all types */
		record_init(&r, (enum record_type)type);
		for (i = MEMBERS_FIRST; i < m.count; i++)
			found += members_value(&m, i, &r) != NULL;
		assert_int_equal(found, t->member_count);
		for (k = 0; k < t->member_count; k++)
			assert_ptr_equal(members_value(&m, column(&m,
			    t->members[k].name.at), &r), &r.values[k]);
	}
	members_release(&m);
}

static void
columns_have_the_kind_of_their_members(void **state)
{
	static const struct {
		const char *name;
		enum tree_kind kind;
	} rows[] = {
	    {"type", TREE_KIND_TEXT}, {"line_number", TREE_KIND_INTEGER},
	    {"quantity", TREE_KIND_NUMBER}, {"phantom", TREE_KIND_INTEGER},
	    {"refdes", TREE_KIND_TEXT}, {"effective_from", TREE_KIND_TEXT},
	    {"find_number", TREE_KIND_TEXT},
	    /* a number of substitutes, a text of change orders */
	    {"priority", TREE_KIND_ANY},
	};
	struct members m;
	size_t i;

	(void)state;
	members_init_records(&m);
	for (i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(m.kinds[column(&m, rows[i].name)],
		    rows[i].kind);
	members_release(&m);
}

static void
given_names_become_columns_of_texts(void **state)
{
	static const char *const names[] = {"b", "a", NULL};
	static const char *const none[] = {NULL};
	struct members m;

	(void)state;
	members_init_texts(&m, names);
	assert_int_equal(m.count, 2);
	assert_string_equal(m.names[1], "a");
	assert_null(m.names[2]);
	assert_int_equal(m.kinds[1], TREE_KIND_TEXT);
	members_release(&m);
	members_init_texts(&m, none);
	assert_null(m.names[0]);
	members_release(&m);
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(each_member_of_each_type_has_one_column),
	    TEST(columns_have_the_kind_of_their_members),
	    TEST(given_names_become_columns_of_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
