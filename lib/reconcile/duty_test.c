/* duty_test.c - the first impact that holds, and what is wrong in a duty. */
#include "reconcile/duty.h"

#include <setjmp.h>

#include <cmocka.h>

struct fixture {
	struct ydoc doc;
	struct duty_words words;
	struct duty duty;
};

static int
read(struct fixture *f, const char *text, struct err *e)
{
	*f = (struct fixture){.words = DUTY_WORDS_INIT};
	err_clear(e);
	if (ydoc_parse(&f->doc, "p.yaml", slice_of(text), e) < 0)
		return -1;
	return duty_read(&f->duty, &f->words, f->doc.root, e);
}

static void
release(struct fixture *f)
{
	duty_words_release(&f->words);
	ydoc_release(&f->doc);
}

static void
the_first_impact_that_holds_counts(void **state)
{
	static const struct {
		const char *plant, *procurement, *impact;
	} cases[] = {
	    {"1000", "make", "line_stop"}, {"1000", "", "line_stop"},
	    {"2000", "buy", "cost"}, {"2000", "make", "cosmetic"},
	    /* absent: unknown, and so not held */
	    {"2000", "", "cosmetic"},
	};
	struct err e = ERR_INIT;
	struct fixture f;
	struct slice impact;
	struct record r;
	size_t i;

	(void)state;
	assert_int_equal(read(&f, "team: planning\nimpact:\n"
	    "- {when: \"plant = '1000'\", is: line_stop}\n"
	    "- {when: \"procurement = 'buy'\", is: cost}\n"
	    "- {is: cosmetic}\n", &e), 0);
	assert_true(slice_is(f.duty.team, "planning"));
	assert_int_equal(f.duty.severity.len, 0);
	for (i = 0; i < COUNT_OF(cases); i++) {
		record_init(&r, TYPE_PLANT_ITEM);
		r.values[PLANT_ITEM_PLANT].text = slice_of(cases[i].plant);
		if (*cases[i].procurement)
			r.values[PLANT_ITEM_PROCUREMENT] = value_of_text(
			    slice_of(cases[i].procurement));
		assert_int_equal(duty_impact(&f.duty, &r, &impact, &e), 0);
		assert_true(slice_is(impact, cases[i].impact));
	}
	release(&f);
}

static void
a_name_alone_always_holds(void **state)
{
	struct err e = ERR_INIT;
	struct slice impact;
	struct fixture f;
	struct record r;

	(void)state;
	record_init(&r, TYPE_ITEM);
	assert_int_equal(read(&f, "impact: launch\nseverity: major\n", &e), 0);
	assert_int_equal(duty_impact(&f.duty, &r, &impact, &e), 0);
	assert_true(slice_is(impact, "launch"));
	assert_true(slice_is(f.duty.severity, "major"));
	release(&f);
	assert_int_equal(read(&f, "team: x\n", &e), 0);
	assert_int_equal(duty_impact(&f.duty, &r, &impact, &e), 0);
	assert_int_equal(impact.len, 0);
	release(&f);
}

static void
what_is_wrong_has_its_place(void **state)
{
	static const struct {
		const char *text, *error;
	} cases[] = {
	    {"team: \"\"\n", "p.yaml:1:7: must not be empty"},
	    {"impact:\n- {wen: 1, is: x}\n", "p.yaml:2:4: "},
	    {"impact:\n- {when: \"plant = '1'\"}\n", "p.yaml:2:3: "},
	    {"impact:\n- {when: \"plnt = '1'\", is: x}\n", "p.yaml:2:10"},
	    {"impact: {is: x}\n", "p.yaml:1:9: "},
	};
	struct err e = ERR_INIT;
	struct fixture f;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(read(&f, cases[i].text, &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		if (strncmp(e.text, cases[i].error, strlen(cases[i].error)))
			fail_msg("%s: %s", cases[i].text, e.text);
		release(&f);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_first_impact_that_holds_counts),
	    cmocka_unit_test(a_name_alone_always_holds),
	    cmocka_unit_test(what_is_wrong_has_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
