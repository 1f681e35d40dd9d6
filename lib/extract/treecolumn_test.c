/* treecolumn_test.c - one text out of several. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/treecolumn.h"

struct trial {
	const char *yaml;  /* of the column */
	const char *found; /* texts between "/" */
	const char *text;  /* NULL: nothing */
	const char *wrong; /* how the reason begins, or NULL */
};

static void
try(const struct trial *t)
{
	struct treefound found = TREEFOUND_INIT;
	struct slice rest = slice_of(t->found), out;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct treecolumn c;
	struct ydoc doc;
	const char *wrong;

	assert_int_equal(ydoc_parse(&doc, "p.yaml", slice_of(t->yaml), &e), 0);
	if (treecolumn_read(&c, doc.root, TREEPATH_XML, &a, &e) < 0)
		fail_msg("%s: %s", t->yaml, e.text);
	while (rest.len)
		treefound_add(&found, slice_cut(&rest, '/'), &a);
	wrong = treecolumn_text(&c, &found, SLICE("col"), &out, &a);
	if (t->text ? !slice_is(out, t->text) : out.at != NULL)
		fail_msg("%s of %s: is %.*s", t->yaml, t->found,
		    SLICE_ARGS(out));
	assert_int_equal(wrong != NULL, t->wrong != NULL);
	if (wrong)
		assert_int_equal(strncmp(wrong, t->wrong, strlen(t->wrong)),
		    0);
	ydoc_release(&doc);
	arena_release(&a);
}

static void
takes_one_and_refuses_several(void **state)
{
	static const struct trial trials[] = {
		{"a", "", NULL, NULL},
		{"a", "x", "x", NULL},
		{"a", " /x / ", "x", NULL},
		{"a", "x/x", "x | x", "several: col has 2 texts"},
		{"{path: a, several: same}", "x/x", "x", NULL},
		{"{path: a, several: same}", "x/y", "x | y", "several: "},
		{"{path: a, several: first}", "/x/y", "x", NULL},
		{"{path: a, several: last}", "x/y", "y", NULL},
		{"{path: a, several: count}", "x/y/", "2", NULL},
		{"{path: a, several: count}", "", "0", NULL},
		{"{path: a, join: ', '}", "x/y/z", "x, y, z", NULL},
		{"{path: a, join: ','}", "", NULL, NULL},
		{"{path: a, join: ','}", "x,y", "x,y", "join: col \"x,y\""},
		{"{path: a, prefix: '#'}", "#x", "x", NULL},
		{"{path: a, prefix: '#', join: ','}", "#x/y", "x,y", NULL},
		{"{path: a, words: yes, join: ','}", " x  y ", "x,y", NULL},
		{"{path: a, words: yes, several: last}", "x y/z", "z", NULL},
		{"{path: a, words: yes}", "x y", "x | y", "several: "},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(trials); i++)
		try(&trials[i]);
}

static void
does_not_stop_at_a_nul(void **state)
{
	struct treecolumn c = {.several = TREECOLUMN_LAST, .words = true};
	struct treefound found = TREEFOUND_INIT;
	struct arena a = ARENA_INIT;
	struct slice out;

	(void)state;
	treefound_add(&found, slice_from("\0 b", 3), &a);
	assert_null(treecolumn_text(&c, &found, SLICE("c"), &out, &a));
	assert_true(slice_is(out, "b"));
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_one_and_refuses_several),
		cmocka_unit_test(does_not_stop_at_a_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
