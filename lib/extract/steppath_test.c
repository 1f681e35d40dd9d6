/* steppath_test.c - paths into instances, read and walked. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/steppath.h"

static struct arena arena = ARENA_INIT;
static struct ydoc doc;
static struct err error;

static int
read_plan(struct steppath_plan *p, const char *yaml)
{
	error = (struct err)ERR_INIT;
	ydoc_release(&doc);
	if (ydoc_parse(&doc, "p", slice_of(yaml), &error) < 0)
		fail_msg("%s", error.text);
	return steppath_read(p, doc.root, &arena, &error);
}

static const struct {
	const char *yaml;
	const char *wanted;
} bad[] = {
	{"columns: {a: 1}", "p:1:1: key \"rows\" is missing"},
	{"rows: A", "p:1:1: key \"columns\" is missing"},
	{"{rows: [], columns: {a: 1}}", "p:1:8: is an empty list"},
	{"{rows: A, columns: {a: 0}}", "p:1:24: is no path into an instance "
	    "(id, entity, stem, or as 3, 3/1, 3/*, NAME/3)"},
	{"{rows: A, columns: {a: name}}", "p:1:24: is no path"},
	{"{rows: A, columns: {a: 1/}}", "p:1:24: is no path"},
	{"{rows: A, columns: {a: B/C/1}}", "p:1:24: is no path"},
	{"{rows: A, columns: {a: '*'}}", "p:1:24: is no path"},
	{"{rows: A, columns: {a: '1/*/*'}}", "p:1:24: is no path"},
	{"{rows: A, columns: {a: []}}", "p:1:24: is an empty list"},
	{"{rows: A, columns: {a: {uniqe: 1}}}", "p:1:25: unknown key"},
	{"{rows: A, columns: {a: '1/*', b: '2/*'}}", "p:1:34: has its star in "
	    "another list than an earlier path: rows are made of one"},
	{"{rows: A, columns: {a: 1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1}}",
	    "p:1:24: has more than 16 steps"},
};

static void
what_is_no_path_is_refused(void **state)
{
	struct steppath_plan p;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(bad); i++) {
		assert_int_equal(read_plan(&p, bad[i].yaml), -1);
		assert_int_equal(error.kind, ERR_USAGE);
		if (!slice_begins(slice_of(error.text),
		    slice_of(bad[i].wanted)))
			fail_msg("%s\n%s", bad[i].yaml, error.text);
	}
}

static const char instance_text[] =
    "#1=(A('x',(1,(2,3)),T(S((4))),$)B((5,6,7),(8,9)))";

static const struct {
	const char *path;
	size_t element;
	const char *wanted; /* NULL: nothing is there */
} walks[] = {
	{"1", 0, "x"}, {"2/1", 0, "1"}, {"2/2/2", 0, "3"}, {"3/1", 0, "4"},
	{"B/2/1", 0, "8"}, {"b/1/3", 0, "7"}, {"B/1/*", 1, "6"},
	{"5", 0, NULL}, {"2/3", 0, NULL}, {"1/1", 0, NULL}, {"4/1", 0, NULL},
	{"C/1", 0, NULL}, {"B/1/*", 3, NULL},
};

static void
paths_lead_through_lists_types_and_parts(void **state)
{
	struct p21_instance instance = {SLICE_INIT(""), 1, NULL};
	const struct p21_value *v;
	struct steppath_plan p;
	char yaml[100];
	size_t i;

	(void)state;
	assert_int_equal(p21_parse(&instance, &arena, slice_of(instance_text),
	    "f", &error), 0);
	for (i = 0; i < COUNT_OF(walks); i++) {
		snprintf(yaml, sizeof(yaml), "{rows: A, columns: {a: '%s'}}",
		    walks[i].path);
		if (read_plan(&p, yaml) < 0)
			fail_msg("%s", error.text);
		v = steppath_find(&p.columns[0].paths[0], &instance,
		    instance.first, walks[i].element);
		if (!walks[i].wanted)
			assert_null(v);
		else if (!v || !slice_is(v->text, walks[i].wanted))
			fail_msg("%s", walks[i].path);
	}
}

static void
the_list_with_the_star_gives_the_rows(void **state)
{
	struct p21_instance instance = {SLICE_INIT(""), 1, NULL};
	struct steppath_plan p;

	(void)state;
	assert_int_equal(p21_parse(&instance, &arena, slice_of(instance_text),
	    "f", &error), 0);
	assert_int_equal(read_plan(&p, "{rows: A, columns: {a: 1}}"), 0);
	assert_int_equal(steppath_rows(&p, &instance, instance.first), 1);
	assert_int_equal(read_plan(&p, "{rows: A, columns: {a: 1, b: "
	    "'B/1/*', c: ['B/1/*/2', 3]}}"), 0);
	assert_int_equal(steppath_rows(&p, &instance, instance.first), 3);
	assert_int_equal(read_plan(&p, "{rows: A, columns: {a: '4/*'}}"), 0);
	assert_int_equal(steppath_rows(&p, &instance, instance.first), 0);
}

static void
names_are_read_in_any_case(void **state)
{
	struct steppath_plan p;

	(void)state;
	assert_int_equal(read_plan(&p, "{rows: [product, B], columns: {r: id, "
	    "e: entity, s: {unique: [1, stem]}}}"), 0);
	assert_int_equal(p.entity_count, 2);
	assert_true(slice_is(p.entities[0], "PRODUCT"));
	assert_int_equal(p.columns[0].paths[0].kind, STEPPATH_ID);
	assert_int_equal(p.columns[1].paths[0].kind, STEPPATH_ENTITY);
	assert_false(p.columns[1].unique);
	assert_true(p.columns[2].unique);
	assert_int_equal(p.columns[2].count, 2);
	assert_int_equal(p.columns[2].paths[1].kind, STEPPATH_STEM);
}

static int
release(void **state)
{
	(void)state;
	ydoc_release(&doc);
	arena_release(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_path_is_refused),
		cmocka_unit_test(paths_lead_through_lists_types_and_parts),
		cmocka_unit_test(the_list_with_the_star_gives_the_rows),
		cmocka_unit_test(names_are_read_in_any_case),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
