/* outline_spec_test.c - what `structure` may say, and what is refused. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/outline_spec.h"

static int
read_spec(struct outline_spec **s, struct ydoc *doc, struct arena *a,
    const char *text, struct err *e)
{
	struct buf b = BUF_INIT(10000);
	int rc;

	err_clear(e);
	arena_reset(a);
	buf_printf(&b, "s: %s\n", text);
	rc = ydoc_parse(doc, "p.yaml", buf_slice(&b), e);
	buf_release(&b);
	if (rc < 0)
		fail_msg("%s: %s", text, e->text);
	return outline_spec_read(s, ydoc_get(doc->root, "s"), a, e);
}

static void
what_is_said_is_kept(void **state)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct outline_spec *s;
	struct slice names[5];
	struct ydoc doc;

	(void)state;
	assert_int_equal(read_spec(&s, &doc, &a, "{style: dots, level: "
	    "{column: L, pattern: 'x(.*)'}, parent: [N, R], root: {N: "
	    "'@stem', R: A}, first: 1, mark: '-', recursive: yes}", &e), 0);
	assert_int_equal(s->style, OUTLINE_DOTS);
	assert_int_equal(s->levels.count, 1);
	assert_true(slice_is(s->pattern, "x(.*)"));
	assert_true(s->rooted && s->roots[0].column && !s->roots[1].column);
	assert_int_equal(s->first, 1);
	assert_string_equal(s->marks, "-");
	assert_true(s->recursive);
	assert_int_equal(outline_spec_derived(s), 5);
	outline_spec_name(s, names, &a);
	assert_true(slice_is(names[0], "@level"));
	assert_true(slice_is(names[2], "@label"));
	assert_true(slice_is(names[4], "@parent.R"));
	ydoc_release(&doc);
	assert_int_equal(read_spec(&s, &doc, &a, "{style: indent, level: L, "
	    "parent: N, step: any}", &e), 0);
	assert_int_equal(s->step, -1);
	assert_int_equal(s->first, -1);
	assert_false(s->rooted);
	ydoc_release(&doc);
	arena_release(&a);
}

static void
mistakes_are_named_with_their_place(void **state)
{
	static const struct {
		const char *text, *wanted;
	} cases[] = {
		{"{level: L, parent: N}", "key \"style\" is missing"},
		{"{style: levels, level: L, parent: N}", "level"},
		{"{style: level, parent: N}", "key \"level\" is missing"},
		{"{style: level, level: L}", "key \"parent\" is missing"},
		{"{style: level, level: [A, B], parent: N}",
		    "must be one column"},
		{"{style: columns, level: A, parent: N}",
		    "style columns needs the columns of all levels"},
		{"{style: flat, level: L, parent: N}",
		    "style flat has no \"level\""},
		{"{style: level, level: L, parent: N, step: 2}",
		    "style level has no \"step\""},
		{"{style: level, level: L, parent: N, mark: x}",
		    "style level has no \"mark\""},
		{"{style: dots, level: L, parent: N, mark: ''}", "is empty"},
		{"{style: indent, level: L, parent: N, step: 0}", "1"},
		{"{style: level, level: L, parent: N, first: -1}", "0"},
		{"{style: level, level: L, parent: []}",
		    "is empty: nothing is wanted of the parent"},
		{"{style: level, level: L, parent: '@parent.N'}",
		    "\"@parent.N\" is no column of the row itself"},
		{"{style: level, level: L, parent: N, root: {M: x}}",
		    "\"M\" is no column that \"parent\" lists"},
		{"{style: level, level: L, parent: N, root: {}}", "is empty"},
		{"{style: level, level: L, parent: N, root: {N: {column: L}}}",
		    "must be @stem or @file, is \"L\""},
		{"{style: level, level: {column: L, pattern: '('}, parent: N}",
		    "is no pattern: "},
		{"{style: level, level: L, parent: N, rot: x}",
		    "did you mean \"root\"?"},
	};
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct outline_spec *s;
	struct ydoc doc;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		if (read_spec(&s, &doc, &a, cases[i].text, &e) == 0 ||
		    e.kind != ERR_USAGE || !strstr(e.text, "p.yaml:1:") ||
		    !strstr(e.text, cases[i].wanted))
			fail_msg("%s: %s", cases[i].text, e.text);
		ydoc_release(&doc);
	}
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_said_is_kept),
		cmocka_unit_test(mistakes_are_named_with_their_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
