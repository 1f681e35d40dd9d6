/* asked_test.c - option texts. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/asked.h"

static void
gives_one_date_to_both_sides_or_one_to_each(void **state)
{
	static const struct {
		const char *text, *old, *new; /* NULL: refused */
	} cases[] = {
	    {"2026-02-28", "2026-02-28", "2026-02-28"},
	    {"2026-02-28,2026-03-01", "2026-02-28", "2026-03-01"},
	    {"2026-02-29", NULL, NULL},
	    {"2026-02-28,", NULL, NULL},
	    {"", NULL, NULL},
	    {"2026-02-28,2026-03-01,2026-03-02", NULL, NULL},
	};
	struct asked_part words;
	struct asked_cuts cuts;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;
		int rc;

		memset(&words, 0, sizeof(words));
		words.as_of = cases[i].text;
		rc = asked_part(&cuts, &words, 1, &e);
		assert_int_equal(rc, cases[i].old ? 0 : -1);
		if (rc < 0) {
			assert_int_equal(e.kind, ERR_USAGE);
		} else {
			assert_true(slice_is(cuts.sides[0].as_of,
			    cases[i].old));
			assert_true(slice_is(cuts.sides[1].as_of,
			    cases[i].new));
		}
		asked_release(&cuts);
	}
}

static void
takes_comma_lists_and_several_of_them(void **state)
{
	const char *plants[] = {"P2,P1", "P3,"};
	const char *maps[] = {"usage:eng=mfg"};
	const struct asked_part words = {.plants = {plants, 2},
	    .maps = {maps, 1}, .sum = true};
	struct err e = ERR_INIT;
	struct asked_cuts cuts;

	(void)state;
	assert_int_equal(asked_part(&cuts, &words, 1, &e), 0);
	assert_null(cuts.sides[0].usages);
	assert_int_equal(cuts.sides[0].plants->count, 4);
	assert_true(slice_is(cuts.sides[1].plants->set[0], ""));
	assert_true(slice_is(cuts.sides[1].plants->set[3], "P3"));
	assert_true(cuts.sides[0].rekey.sum && cuts.sides[1].rekey.sum);
	assert_non_null(cuts.sides[0].rekey.map);
	assert_null(cuts.sides[1].rekey.map);
	asked_release(&cuts);
}

static void
adds_up_what_is_said_of_equality(void **state)
{
	const char *ignore[] = {"note"}, *wrong[] = {"colour"};
	struct asked_equality words = {.ignore = {ignore, 1}};
	struct err e = ERR_INIT;
	struct equality q;

	(void)state;
	equality_init(&q);
	assert_int_equal(asked_equality(&q, &words, &e), 0);
	assert_true(q.lossy);
	assert_false(q.convert);
	words.convert = true;
	assert_int_equal(asked_equality(&q, &words, &e), 0);
	assert_true(q.convert);
	words.only.texts = wrong;
	words.only.count = 1;
	assert_int_equal(asked_equality(&q, &words, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	equality_release(&q);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(gives_one_date_to_both_sides_or_one_to_each),
	    cmocka_unit_test(takes_comma_lists_and_several_of_them),
	    cmocka_unit_test(adds_up_what_is_said_of_equality),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
