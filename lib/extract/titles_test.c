/* titles_test.c - texts of the lines above a table. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/titles.h"

static struct ydoc doc;
static struct arena arena = ARENA_INIT;
static struct err error;

static int
read_titles(struct titles_spec **out, const char *yaml)
{
	error = (struct err)ERR_INIT;
	ydoc_release(&doc);
	assert_int_equal(ydoc_parse(&doc, "p.yaml", slice_of(yaml), &error),
	    0);
	return titles_read(out, doc.root, &arena, &error);
}

static int
release(void **state)
{
	(void)state;
	ydoc_release(&doc);
	arena_release(&arena);
	return 0;
}

static void
the_first_line_with_the_pattern_says_the_text(void **state)
{
	struct titles_spec *spec;
	struct slice fields[3];
	struct titles *t;

	(void)state;
	assert_int_equal(read_titles(&spec, "{top: 'Assembly: *([^,]*)', "
	    "rev: 'Rev ([A-Z])', none: 'x'}"), 0);
	assert_int_equal(spec->count, 3);
	assert_true(slice_is(spec->names[1], "@title.rev"));
	t = titles_new(spec);
	titles_begin(t);
	titles_look(t, SLICE("Report of today"));
	titles_look(t, SLICE("Assembly:  A-100\xc2\xa0,Rev C"));
	titles_look(t, SLICE("Assembly: B,Rev D"));
	titles_put(t, fields);
	assert_true(slice_is(fields[0], "A-100"));
	assert_true(slice_is(fields[1], "C"));
	assert_null(fields[2].at);
	assert_true(slice_is(titles_text(t, SLICE("@title.top")), "A-100"));
	assert_null(titles_text(t, SLICE("@title.x")).at);
	titles_begin(t);
	titles_put(t, fields);
	assert_null(fields[0].at);
	titles_free(t);
	titles_free(NULL);
}

static void
what_is_no_pattern_is_refused(void **state)
{
	struct titles_spec *spec;

	(void)state;
	assert_int_equal(read_titles(&spec, "{top: '('}"), -1);
	assert_int_equal(error.kind, ERR_USAGE);
	assert_int_equal(read_titles(&spec, "[a]"), -1);
	assert_int_equal(read_titles(&spec, "{'': a}"), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_line_with_the_pattern_says_the_text),
		cmocka_unit_test(what_is_no_pattern_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
