/* csv_spec_test.c - what a profile of drops may say. */
#include "load/csv_spec.h"

#include <setjmp.h>

#include <cmocka.h>

static const struct {
	const char *yaml;
	const char *wanted; /* the error; NULL: it is fine */
} cases[] = {
    {"folder: /d", NULL},
    {"target: t", "p/e.yaml:1:1: key \"folder\" is missing"},
    {"folder: ''", "p/e.yaml:2:9: a path cannot be empty"},
    {"folder: d\nname: a/b", "p/e.yaml:3:7: \"a/b\" cannot be what files"},
    {"folder: d\nname: .a", "p/e.yaml:3:7: \".a\" cannot be what files"},
    {"folder: d\nmode: ful", "p/e.yaml:3:7: "},
    {"folder: d\nmode: full\noperation: op",
	"p/e.yaml:4:1: a full drop has no operations"},
    {"folder: d\ndelimiter: '\"'", "p/e.yaml:3:12: a delimiter is one"},
    {"folder: d\ndelimiter: ''", "p/e.yaml:3:12: a delimiter is one"},
    {"folder: d\ndelimiter: \xc2\xa7", "p/e.yaml:3:12: a delimiter is one"},
};

static int
read_it(struct csv_spec *s, const char *yaml, struct arena *a, struct err *e)
{
	static struct ydoc doc;
	struct buf text = BUF_INIT(4096);
	int rc;

	ydoc_release(&doc);
	if (yaml) {
		buf_printf(&text, "%s%s\n", strncmp(yaml, "target", 6) == 0
		    ? "" : "target: t\n", yaml);
		if (ydoc_parse(&doc, "p/e.yaml", buf_slice(&text), e) < 0)
			fail_msg("%s", e->text);
	}
	buf_release(&text);
	rc = yaml ? csv_spec_read(s, doc.root, a, e) : 0;
	return rc;
}

static void
mistakes_are_found_with_their_place(void **state)
{
	struct arena a = ARENA_INIT;
	struct csv_spec s;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;
		int rc = read_it(&s, cases[i].yaml, &a, &e);

		if (rc != (cases[i].wanted ? -1 : 0) || (cases[i].wanted &&
		    strncmp(e.text, cases[i].wanted,
		    strlen(cases[i].wanted)) != 0))
			fail_msg("%zu: %s", i, e.text);
	}
	read_it(&s, NULL, &a, NULL);
	arena_release(&a);
}

static void
what_is_not_said_is_usual(void **state)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct csv_spec s;

	(void)state;
	assert_int_equal(read_it(&s, "folder: d", &a, &e), 0);
	assert_string_equal(s.folder, "p/d");
	assert_string_equal(s.spool, "p/d/.bomtools");
	assert_string_equal(s.name, "t");
	assert_string_equal(s.operation, "operation");
	assert_int_equal(s.delimiter, ',');
	assert_false(s.full || s.guard || s.crlf);
	assert_int_equal(read_it(&s, "folder: /d\nspool: s\nname: n\n"
	    "mode: full\nformulas: guard\nline_end: crlf\ndelimiter: ';'", &a,
	    &e), 0);
	assert_string_equal(s.folder, "/d");
	assert_string_equal(s.spool, "p/s");
	assert_string_equal(s.name, "n");
	assert_int_equal(s.delimiter, ';');
	assert_true(s.full && s.guard && s.crlf);
	read_it(&s, NULL, &a, NULL);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(mistakes_are_found_with_their_place),
	    cmocka_unit_test(what_is_not_said_is_usual),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
