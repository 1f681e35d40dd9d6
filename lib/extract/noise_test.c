/* noise_test.c - patterns of lines that are no rows. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/noise.h"

static struct ydoc doc;
static struct err error;

/* What noise_read says of the value of `k`. */
static int
read_noise(struct ydoc_texts *out, const char *yaml)
{
	error = (struct err)ERR_INIT;
	ydoc_release(&doc);
	*out = (struct ydoc_texts){NULL, 0};
	assert_int_equal(ydoc_parse(&doc, "p.yaml", slice_of(yaml), &error),
	    0);
	return noise_read(out, ydoc_get(doc.root, "k"), &error);
}

static int
release(void **state)
{
	(void)state;
	ydoc_release(&doc);
	return 0;
}

static void
a_line_with_one_of_the_patterns_is_noise(void **state)
{
	struct ydoc_texts patterns;
	struct noise x;

	(void)state;
	assert_int_equal(read_noise(&patterns, "k: ['^-+$', '^Page [0-9]+']"),
	    0);
	noise_init(&x, patterns);
	assert_true(noise_meets(&x, SLICE("-----")));
	assert_true(noise_meets(&x, SLICE("Page 12 of 40")));
	assert_false(noise_meets(&x, SLICE("|-----|")));
	assert_false(noise_meets(&x, SLICE("")));
	noise_release(&x);
	noise_release(&x);
}

static void
without_patterns_nothing_is_noise(void **state)
{
	struct ydoc_texts patterns;
	struct noise x;

	(void)state;
	assert_int_equal(read_noise(&patterns, "{}"), 0);
	noise_init(&x, patterns);
	assert_false(noise_meets(&x, SLICE("")));
	assert_false(noise_meets(&x, SLICE("-----")));
	noise_release(&x);
}

static void
what_is_no_pattern_is_refused(void **state)
{
	struct ydoc_texts patterns;

	(void)state;
	assert_int_equal(read_noise(&patterns, "k: '('"), -1);
	assert_int_equal(error.kind, ERR_USAGE);
	assert_int_equal(read_noise(&patterns, "k: [a, '[']"), -1);
	assert_non_null(strstr(error.text, "p.yaml:1:8: "));
	assert_int_equal(read_noise(&patterns, "k: []"), -1);
	assert_string_equal(error.text, "p.yaml:1:4: is an empty list");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_with_one_of_the_patterns_is_noise),
		cmocka_unit_test(without_patterns_nothing_is_noise),
		cmocka_unit_test(what_is_no_pattern_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
