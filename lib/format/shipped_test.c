/* shipped_test.c - names, texts and summaries of shipped profiles. */
#include "format/shipped.h"

#include <setjmp.h>
#include <cmocka.h>

static void
has_profiles_that_say_what_they_are(void **state)
{
	static const struct shipped_set *const sets[] = {
		&shipped_sources, &shipped_targets,
	};
	size_t n, i;

	(void)state;
	for (n = 0; n < COUNT_OF(sets); n++) {
		assert_true(sets[n]->count > 0);
		for (i = 0; i < sets[n]->count; i++) {
			const struct shipped *s = &sets[n]->at[i];

			assert_true(shipped_summary(s).len > 10);
			assert_true(shipped_summary(s).len < 80);
			assert_ptr_equal(shipped_find(sets[n], s->name), s);
			if (i)
				assert_true(strcmp(s[-1].name, s->name) < 0);
		}
	}
}

static void
takes_paths_for_files_and_helps_with_names(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_null(shipped_for(&shipped_sources, "./plmxml", &e));
	assert_null(shipped_for(&shipped_sources, "/dev/null", &e));
	assert_null(shipped_for(&shipped_sources, "-", &e));
	assert_int_equal(e.kind, ERR_NONE);
	assert_ptr_equal(shipped_for(&shipped_sources, "plmxml", &e),
	    shipped_find(&shipped_sources,
	    "plmxml"));
	assert_null(shipped_for(&shipped_sources, "plm-xml", &e));
	assert_string_equal(e.text, "plm-xml: no such file, and no profile of "
	    "this name is shipped; did you mean \"plmxml\"? (--profiles lists "
	    "them)");
	e = (struct err)ERR_INIT;
	assert_int_equal(shipped_show(&shipped_sources,
	    "no-such-thing", NULL, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
}

static void
has_the_text_line_by_line(void **state)
{
	static const char *const lines[] = {"# a - b", "x: \"\\t\"", NULL};
	const struct shipped s = {"x", lines};
	struct buf b = BUF_INIT(4096);

	(void)state;
	shipped_add_text(&s, &b);
	assert_string_equal(buf_text(&b), "# a - b\nx: \"\\t\"\n");
	assert_true(slice_is(shipped_summary(&s), "a - b"));
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_profiles_that_say_what_they_are),
		cmocka_unit_test(takes_paths_for_files_and_helps_with_names),
		cmocka_unit_test(has_the_text_line_by_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
