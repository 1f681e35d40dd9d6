/* gatecycle_test.c - BOMs that contain themselves. */
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
a_cycle_is_told_once_by_its_first_changed_line(void **state)
{
	static const struct one cases[] = {
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"B"
		"\"}",
		"{\"type\":\"bom_line\",\"parent\":\"B\",\"component\":\"C"
		"\"}",
		"{\"type\":\"bom_line\",\"parent\":\"C\",\"component\":\"A"
		"\"}",
		"{\"type\":\"bom_line\",\"parent\":\"C\",\"component\":\"D"
		"\"}",
		NULL},
		"g bom_line:A//////B/: contains itself: A > B > C > A\n"},
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"A"
		"\"}",
		NULL},
		"g bom_line:A//////A/: contains itself: A > A\n"},
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"B"
		"\"}",
		"{\"type\":\"bom_line\",\"parent\":\"B\",\"component\":\"C"
		"\"}",
		NULL},
		""},
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"B"
		"\",\"usage\":\"eng\"}",
		"{\"type\":\"bom_line\",\"parent\":\"B\",\"component\":\"A"
		"\",\"usage\":\"mfg\"}",
		NULL},
		""},
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"B"
		"\"}",
		"{\"type\":\"bom_line\",\"parent\":\"B\",\"component\":\"A"
		"\",\"line_kind\":\"reference\"}",
		NULL},
		""},
	    {"", {
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"B"
		"\"}",
		"{\"type\":\"bom_line\",\"parent\":\"B\",\"component\":\"A"
		"\",\"effective_to\":\"2026-01-01\"}",
		NULL},
		""},
	    {"", {
		"{\"type\":\"bom\",\"parent\":\"B\",\"lifecycle\":\"obsolet"
		"e\"}",
		"{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"B"
		"\"}",
		"{\"type\":\"bom_line\",\"parent\":\"B\",\"component\":\"A"
		"\"}",
		NULL},
		""},
	};

	(void)state;
	check("cycle", cases, COUNT_OF(cases));
}

static void
an_old_cycle_is_left_alone_and_a_new_one_holds_its_boms(void **state)
{
#define LINE(p, c, more) "{\"type\":\"bom_line\",\"parent\":\"" p \
	"\",\"component\":\"" c "\"" more "}"
	static const char *const old[] = {LINE("A", "B", ""),
	    LINE("B", "A", ""), LINE("C", "D", ""), NULL};
	static const char *const now[] = {LINE("A", "B", ""),
	    LINE("B", "A", ""), LINE("C", "D", ""), LINE("D", "E", ""),
	    LINE("E", "C", ""), LINE("F", "A", ""), NULL};
	struct err e = ERR_INIT;

	(void)state;
	gatetrial_rules(&scratch, "gates: [{name: g, check: cycle}]");
	gatescratch_acknowledge(&scratch, old);
	gatescratch_spool(&scratch, now);
	assert_int_equal(gatetrial_run(&scratch, &e), 0);
	assert_string_equal(buf_text(&scratch.fates),
	    "pass bom_line:A//////B/\npass bom_line:B//////A/\n"
	    "pass bom_line:C//////D/\nhold bom_line:D//////E/\n"
	    "hold bom_line:E//////C/\npass bom_line:F//////A/\n"
	    "withhold bom:D////\nwithhold bom:E////\n");
	assert_string_equal(gatetrial_found(&scratch), "g bom_line:D//////"
	    "E/: contains itself: D > E > C > D\n");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(a_cycle_is_told_once_by_its_first_changed_line),
	    T(an_old_cycle_is_left_alone_and_a_new_one_holds_its_boms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
