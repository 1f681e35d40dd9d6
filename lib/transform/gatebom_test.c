/* gatebom_test.c - records side by side. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/gatetrial.h"

static struct gatescratch scratch;

static int
set_up(void **state)
{
	(void)state;
	gatescratch_open(&scratch);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	gatescratch_close(&scratch);
	return 0;
}

struct one {
	const char *gate; /* further keys of it */
	const char *lines[8];
	const char *found; /* "" for nothing */
};

static void
check(const char *key, const struct one *cases, size_t count)
{
	struct buf yaml = BUF_INIT(4096);
	size_t i;

	for (i = 0; i < count; i++) {
		struct err e = ERR_INIT;

		buf_clear(&yaml);
		buf_printf(&yaml, "gates:\n- {name: g, check: %s%s}\n", key,
		    cases[i].gate);
		gatetrial_rules(&scratch, buf_text(&yaml));
		gatescratch_spool(&scratch, cases[i].lines);
		if (gatetrial_run(&scratch, &e) < 0)
			fail_msg("%s", e.text);
		if (strcmp(gatetrial_found(&scratch), cases[i].found) != 0)
			fail_msg("%s %zu: %s", key, i,
			    gatetrial_found(&scratch));
	}
	buf_release(&yaml);
}

static void
periods_of_one_find_number_must_not_overlap(void **state)
{
	static const struct one cases[] = {
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"P\",\"effective_to\":\"2027-01-01\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"Q\",\"effective_from\":\"2027-01-01\"}",
		NULL},
		""},
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"P\",\"effective_to\":\"2027-01-02\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"Q\",\"effective_from\":\"2027-01-01\"}",
		NULL},
		"g bom_line:A/////1/Q/: from 2027-01-01: overlaps bom_line:"
		"A/////1/P/, before 2027-01-02\n"},
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"P\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"Q\"}",
		NULL},
		""},
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"P\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"Q\",\"effective_from\":\"2027-01-01\"}",
		NULL},
		"g bom_line:A/////1/Q/: from 2027-01-01: overlaps bom_line:"
		"A/////1/P/, without dates\n"},
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"P\",\"effective_from\":\"2027-01-01\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"2\",\"component\":\"Q\",\"effective_from\":\"2027-01-01\"}",
		NULL},
		""},
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"\",\"component\":\"P\",\"effective_from\":\"2027-01-01\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"\",\"component\":\"Q\",\"effective_from\":\"2027-01-01\"}",
		NULL},
		""},
	};

	(void)state;
	check("overlap", cases, COUNT_OF(cases));
}

static void
periods_of_headers_must_not_overlap(void **state)
{
	static const struct one cases[] = {
	    {"", {
		"{\"type\":\"bom\",\"parent\":\"A\",\"parent_revision\":\"1"
		"\",\"effective_from\":\"2026-01-01\"}",
		"{\"type\":\"bom\",\"parent\":\"A\",\"parent_revision\":\"2"
		"\",\"effective_from\":\"2027-01-01\"}",
		NULL},
		"g bom:A/2///: from 2027-01-01: overlaps bom:A/1///, from 2"
		"026-01-01\n"},
	    {"", {
		"{\"type\":\"bom\",\"parent\":\"A\",\"parent_revision\":\"1"
		"\",\"effective_from\":\"2026-01-01\",\"lifecycle\":\"obsol"
		"ete\"}",
		"{\"type\":\"bom\",\"parent\":\"A\",\"parent_revision\":\"2"
		"\",\"effective_from\":\"2027-01-01\"}",
		NULL},
		""},
	    {"", {
		"{\"type\":\"bom\",\"parent\":\"A\",\"parent_revision\":\"1"
		"\",\"effective_from\":\"2026-01-01\",\"plant\":\"1\"}",
		"{\"type\":\"bom\",\"parent\":\"A\",\"parent_revision\":\"2"
		"\",\"effective_from\":\"2027-01-01\",\"plant\":\"2\"}",
		NULL},
		""},
	};

	(void)state;
	check("overlap", cases, COUNT_OF(cases));
}

static void
between_an_end_and_a_begin_is_no_gap_to_come(void **state)
{
	static const struct one cases[] = {
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"P\",\"effective_to\":\"2027-01-01\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"Q\",\"effective_from\":\"2027-01-02\"}",
		NULL},
		"g bom_line:A/////1/Q/: from 2027-01-02: leaves a gap to bo"
		"m_line:A/////1/P/, before 2027-01-01\n"},
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"P\",\"effective_to\":\"2027-01-01\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"Q\",\"effective_from\":\"2027-01-01\"}",
		NULL},
		""},
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"P\",\"effective_to\":\"2025-01-01\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"Q\",\"effective_from\":\"2025-02-01\"}",
		NULL},
		""},
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"P\",\"effective_to\":\"2027-01-01\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"Q\",\"effective_from\":\"2027-02-01\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"R\",\"effective_from\":\"2026-12-01\","
		"\"effective_to\":\"2027-03-01\"}",
		NULL},
		""},
	};

	(void)state;
	check("gap", cases, COUNT_OF(cases));
}

static void
the_same_line_twice_is_told(void **state)
{
	static const struct one cases[] = {
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"P\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"P\",\"occurrence\":\"2\",\"quantity\":"
		"3}",
		NULL},
		"g bom_line:A/////1/P/2: without dates: says the same as bo"
		"m_line:A/////1/P/, without dates\n"},
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"P\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"P\",\"occurrence\":\"2\",\"effective_t"
		"o\":\"2027-01-01\"}",
		NULL},
		""},
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"1\",\"component\":\"P\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"find_number\":\""
		"2\",\"component\":\"P\"}",
		NULL},
		""},
	};

	(void)state;
	check("duplicate", cases, COUNT_OF(cases));
}

static void
of_two_that_the_target_has_nothing_is_told(void **state)
{
	static const char *const lines[] = {
	    "{\"type\":\"bom_line\",\"parent\":\"A\","
	    "\"find_number\":\"1\",\"component\":\"P\"}",
	    "{\"type\":\"bom_line\",\"parent\":\"A\","
	    "\"find_number\":\"1\",\"component\":\"P\","
	    "\"occurrence\":\"2\"}", NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch, "gates: [{name: g, check: duplicate}]");
	gatescratch_acknowledge(&scratch, lines);
	gatescratch_spool(&scratch, lines);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(gatetrial_found(&scratch), "");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(periods_of_one_find_number_must_not_overlap),
	    T(periods_of_headers_must_not_overlap),
	    T(between_an_end_and_a_begin_is_no_gap_to_come),
	    T(the_same_line_twice_is_told),
	    T(of_two_that_the_target_has_nothing_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
