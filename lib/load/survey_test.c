/* survey_test.c - the plan counted, and the lines of a dry run. */
#include "load/survey.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/trial.h"

static char said[4096];

static void
say(const char *text)
{
	size_t len = strlen(said);

	snprintf(said + len, sizeof(said) - len, "%s\n", text);
}

static void
survey(struct trial *t, struct survey *s, struct brake *b)
{
	const struct survey_show show = {say, &mock_kind, NULL};
	struct err e = ERR_INIT;

	*said = '\0';
	brake_init(b, (struct brake_limit){20, 2});
	if (survey_run(s, &t->source, b, &show, &e) < 0)
		fail_msg("%s", e.text);
}

static void
each_type_has_a_line_of_counts_and_its_first_changes(void **state)
{
	struct trial t;
	struct survey s;
	struct brake b;
	char lines[2048] = "";
	unsigned i;

	(void)state;
	trial_open(&t, "{item: {}, supplier: {}}");
	trial_known(&t, "{\"type\":\"supplier\",\"supplier\":\"S\"}");
	for (i = 0; i < 12; i++)
		snprintf(lines + strlen(lines), sizeof(lines) - strlen(lines),
		    "{\"type\":\"item\",\"item\":\"P%02u\"}\n", i);
	snprintf(lines + strlen(lines), sizeof(lines) - strlen(lines),
	    "{\"type\":\"document\",\"document\":\"D\"}\n");
	trial_snapshot(&t, "all", lines);
	survey(&t, &s, &b);
	assert_string_equal(said,
	    "supplier: create 0, update 0, remove 0, report 1, unchanged 0\n"
	    "  report supplier:S\n"
	    "item: create 12, update 0, remove 0, report 0, unchanged 0\n"
	    "  create item:P00\n  create item:P01\n  create item:P02\n"
	    "  create item:P03\n  create item:P04\n  create item:P05\n"
	    "  create item:P06\n  create item:P07\n  create item:P08\n"
	    "  create item:P09\n"
	    "document: not sent 1\n");
	assert_int_equal(s.not_sent, 1);
	assert_int_equal(s.to_send, 12);
	assert_true(survey_sends(&s, TYPE_ITEM));
	assert_false(survey_removes(&s, TYPE_ITEM));
	assert_false(survey_sends(&s, TYPE_SUPPLIER));
	assert_true(survey_removes(&s, TYPE_SUPPLIER));
	brake_release(&b);
	trial_close(&t);
}

static void
reports_and_renumbering_do_not_touch_the_brake(void **state)
{
	struct trial t;
	struct survey s;
	struct brake b;

	(void)state;
	trial_open(&t, "{item: {}, bom_line: {}}");
	trial_input(&t, "{\"type\":\"item\",\"item\":\"P\",\"change\":"
	    "{\"op\":\"remove\"}}\n"
	    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"P\","
	    "\"find_number\":\"2\",\"change\":{\"op\":\"change\",\"was\":"
	    "{\"find_number\":\"1\"}}}\n");
	survey(&t, &s, &b);
	assert_int_equal(b.names.count, 0);
	assert_int_equal(s.types[TYPE_BOM_LINE].moved, 1);
	assert_int_equal(s.types[TYPE_BOM_LINE].counts[PLAN_REMOVE], 0);
	assert_true(survey_removes(&s, TYPE_BOM_LINE));
	brake_release(&b);
	trial_input(&t, "{\"type\":\"bom_line\",\"parent\":\"A\","
	    "\"component\":\"P\",\"plant\":\"1\",\"change\":"
	    "{\"op\":\"remove\"}}\n");
	survey(&t, &s, &b);
	assert_int_equal(b.names.count, 1);
	assert_int_equal(b.groups[0].removed, 1);
	brake_release(&b);
	trial_close(&t);
}

static void
a_lease_that_is_lost_ends_the_walk(void **state)
{
	struct trial t;
	struct survey s;
	struct brake brake;
	struct brake_limit limit;
	const struct survey_show show = {NULL, &mock_kind, NULL};
	struct err e = ERR_INIT;

	(void)state;
	trial_open(&t, "{item: {}}");
	trial_input(&t, "{\"type\":\"item\",\"item\":\"1\"}\n");
	t.source.lease = &t.place.lease;
	scratch_must(brake_parse(&limit, NULL, &e), &e);
	brake_init(&brake, limit);
	assert_int_equal(survey_run(&s, &t.source, &brake, &show, &e), 0);
	scratch_exec(&t.scratch, "UPDATE lease SET pid = pid + 1");
	assert_int_equal(survey_run(&s, &t.source, &brake, &show, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	brake_release(&brake);
	trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_lease_that_is_lost_ends_the_walk),
	    cmocka_unit_test(
		each_type_has_a_line_of_counts_and_its_first_changes),
	    cmocka_unit_test(reports_and_renumbering_do_not_touch_the_brake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
