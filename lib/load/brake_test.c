/* brake_test.c - how many of what may go, and who is told what. */
#include "load/brake.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/trial.h"

static void
a_limit_is_a_number_or_a_percentage(void **state)
{
	static const struct {
		const char *text;
		struct brake_limit limit;
		bool good;
	} cases[] = {
	    {NULL, {20, 2}, true},
	    {"0", {0, 0}, true},
	    {"35", {35, 0}, true},
	    {"5%", {0, 5}, true},
	    {"100%", {0, 100}, true},
	    {"101%", {0, 0}, false},
	    {"", {0, 0}, false},
	    {"%", {0, 0}, false},
	    {"2.5%", {0, 0}, false},
	    {"-1", {0, 0}, false},
	    {"99999999999999999999", {0, 0}, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct brake_limit limit;
		struct err e = ERR_INIT;

		assert_int_equal(brake_parse(&limit, cases[i].text, &e),
		    cases[i].good ? 0 : -1);
		if (!cases[i].good) {
			assert_int_equal(e.kind, ERR_USAGE);
			continue;
		}
		assert_int_equal(limit.records, cases[i].limit.records);
		assert_int_equal(limit.percent, cases[i].limit.percent);
	}
}

/* Removes `removed` of `known` lines in a plant. */
static int
check(struct brake_limit limit, unsigned removed, unsigned known,
    struct err *e)
{
	struct brake b;
	struct trial t;
	struct key k = {.type = TYPE_PLANT_ITEM, .count = 2,
	    .parts = {SLICE_INIT("P"), SLICE_INIT("1000")}};
	char line[128];
	unsigned i;
	int rc;

	trial_open(&t, "{plant_item: {}}");
	scratch_must(db_begin(t.scratch.db, e), e);
	for (i = 0; i < known; i++) {
		snprintf(line, sizeof(line), "{\"type\":\"plant_item\","
		    "\"item\":\"%u\",\"plant\":\"1000\"}", i);
		trial_known(&t, line);
	}
	trial_known(&t, "{\"type\":\"plant_item\",\"item\":\"x\","
	    "\"plant\":\"2000\"}");
	scratch_must(db_commit(t.scratch.db, e), e);
	brake_init(&b, limit);
	for (i = 0; i < removed; i++)
		brake_count(&b, &k);
	rc = brake_check(&b, t.scratch.db, "erp", e);
	brake_release(&b);
	trial_close(&t);
	return rc;
}

static void
the_default_is_twenty_records_or_two_percent(void **state)
{
	static const struct {
		struct brake_limit limit;
		unsigned removed, known;
		int rc;
	} cases[] = {
	    {{20, 2}, 0, 0, 0},
	    {{20, 2}, 20, 20, 0},
	    {{20, 2}, 21, 20, -1},
	    {{20, 2}, 24, 1200, 0},
	    {{20, 2}, 25, 1200, -1},
	    {{20, 2}, 24, 1199, -1},
	    {{0, 50}, 5, 10, 0},
	    {{0, 50}, 6, 10, -1},
	    {{0, 0}, 1, 10, -1},
	    {{7, 0}, 7, 10, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(check(cases[i].limit, cases[i].removed,
		    cases[i].known, &e), cases[i].rc);
		assert_int_equal(e.kind, cases[i].rc ? ERR_DECIDE : ERR_NONE);
	}
}

static void
the_message_says_how_many_of_what_and_what_would_allow_it(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(check((struct brake_limit){20, 2}, 30, 100, &e), -1);
	assert_string_equal(e.text, "30 of 100 plant_item records of plant "
	    "1000 that erp has would be removed, more than 20 (nothing was "
	    "sent; --max-remove 30 would allow it)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_limit_is_a_number_or_a_percentage),
	    cmocka_unit_test(the_default_is_twenty_records_or_two_percent),
	    cmocka_unit_test(
		the_message_says_how_many_of_what_and_what_would_allow_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
