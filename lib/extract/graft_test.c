/* graft_test.c - skeletons with something more in them. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/graft.h"
#include "net/fill.h"

static int
nothing(void *ctx, struct slice name, struct fill_value *out, struct err *e)
{
	(void)ctx;
	(void)name;
	(void)out;
	(void)e;
	return 0;
}

static const struct {
	const char *yaml;   /* {body: ..., add: {POINTER: VALUE}} */
	const char *wanted; /* JSON, or the error */
} cases[] = {
	{"{body: [1, [a, b], 2], add: {/1: [c, d]}}",
	    "[1,[\"a\",\"b\",[\"c\",\"d\"]],2]"},
	{"{body: {p: [[], 0], q: 1}, add: {/p/0: x}}",
	    "{\"p\":[[\"x\"],0],\"q\":1}"},
	{"{body: {p: {a: 1, b: 2}, q: 3}, add: {/p: {b: 4, c: 5}}}",
	    "{\"p\":{\"a\":1,\"b\":4,\"c\":5},\"q\":3}"},
	{"{body: {a: 1}, add: {\"\": {b: 2}}}", "{\"a\":1,\"b\":2}"},
	{"{body: [1], add: {\"\": 2}}", "[1,2]"},
	{"{body: {a: [1]}, add: {/b: 2}}", "t.yaml:1:24: leads to no list"},
	{"{body: {a: [1]}, add: {/a/x: 2}}", "t.yaml:1:24: leads to no list"},
	{"{body: {a: 1}, add: {/a: 2}}", "t.yaml:1:22: leads to no list"},
	{"{body: {a: {}}, add: {/a: 2}}", "t.yaml:1:23: leads to no list"},
};

static void
lists_and_maps_get_what_is_added(void **state)
{
	const struct fill_names names = {nothing, NULL};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf before = BUF_INIT(1000), text = BUF_INIT(1000);
		const struct ydoc_node *body, *add, *got;
		struct arena a = ARENA_INIT;
		struct err e = ERR_INIT;
		struct ydoc d;

		assert_int_equal(ydoc_parse(&d, "t.yaml",
		    slice_of(cases[i].yaml), &e), 0);
		body = ydoc_get(d.root, "body");
		add = ydoc_get(d.root, "add")->first;
		assert_int_equal(fill_json(&before, body, &names, &e), 0);
		got = graft(body, add->key, add, &a, &e);
		if (got) {
			assert_int_equal(fill_json(&text, got, &names, &e),
			    0);
			assert_string_equal(buf_text(&text),
			    cases[i].wanted);
		} else if (strncmp(e.text, cases[i].wanted,
		    strlen(cases[i].wanted)) != 0) {
			fail_msg("%s\nis     %s\nwanted %s", cases[i].yaml,
			    e.text, cases[i].wanted);
		}
		/* The body itself is as it was. */
		buf_clear(&text);
		err_clear(&e);
		assert_int_equal(fill_json(&text, body, &names, &e), 0);
		assert_string_equal(buf_text(&text), buf_text(&before));
		buf_release(&before);
		buf_release(&text);
		arena_release(&a);
		ydoc_release(&d);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_and_maps_get_what_is_added),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
