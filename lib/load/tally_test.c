/* tally_test.c - figures in words, times from words. */
#include "load/tally.h"

#include <setjmp.h>

#include <cmocka.h>

static void
what_is_none_is_not_said(void **state)
{
	struct load_result r = {.target = "erp", .counts = {.created = 3}};
	struct buf b = BUF_INIT(4096);

	(void)state;
	tally_sent(&b, &r);
	assert_string_equal(buf_text(&b), "erp: created 3, updated 0, removed "
	    "0, unchanged 0, refused 0");
	r.counts.held = 1;
	r.accepted = 2;
	buf_clear(&b);
	tally_sent(&b, &r);
	assert_string_equal(buf_text(&b), "erp: created 3, updated 0, removed "
	    "0, unchanged 0, refused 0, held 1, accepted and not confirmed "
	    "yet 2");
	r.adopted = (struct adopt_counts){1, 2, 3, 4};
	buf_clear(&b);
	tally_adopted(&b, &r);
	assert_string_equal(buf_text(&b), "erp: adopted 5, of which 3 differ; "
	    "not there 4, known before 1");
	buf_release(&b);
}

static void
a_time_has_a_unit(void **state)
{
	static const struct {
		const char *text;
		uint64_t seconds; /* 0: refused */
	} cases[] = {{"90s", 90}, {"15m", 900}, {"2h", 7200}, {"1d", 86400},
	    {"", 0}, {"5", 0}, {"0s", 0}, {"1.5h", 0}, {"-1s", 0}, {"h", 0}};
	struct err e = ERR_INIT;
	uint64_t seconds = 9;
	size_t i;

	(void)state;
	assert_int_equal(tally_time(&seconds, NULL, &e), 0);
	assert_int_equal(seconds, 0);
	for (i = 0; i < COUNT_OF(cases); i++) {
		err_clear(&e);
		assert_int_equal(tally_time(&seconds, cases[i].text, &e),
		    cases[i].seconds ? 0 : -1);
		assert_int_equal(seconds, cases[i].seconds);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_none_is_not_said),
	    cmocka_unit_test(a_time_has_a_unit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
