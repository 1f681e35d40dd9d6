/* verdict_test.c - rules held against answers. */
#include "load/verdict.h"

#include <setjmp.h>

#include <cmocka.h>

#include "io/log.h"

static const char rules_text[] =
    "- {at: /error, pattern: 'must be unique', message: /error/1/0,\n"
    "   is: exists}\n"
    "- {status: [409, 5xx], at: /code, equals: [7, busy], is: retry}\n"
    "- {pattern: 'try .* later', is: retry}\n"
    "- {status: 418, is: refused, message: [/none, /why]}\n";

static void
the_first_rule_whose_conditions_hold_decides(void **state)
{
	static const struct {
		long status;
		const char *body;
		int rule; /* -1: none */
	} cases[] = {
	    {200, "{\"error\":[\"U\",[\"Code must be unique.\"]]}", 0},
	    {200, "{\"error\":null}", -1},
	    {200, "{\"error\":[]}", -1},
	    {409, "{\"code\":7}", 1},
	    {503, "{\"code\":\"busy\"}", 1},
	    {503, "{\"code\":\"8\"}", -1},
	    {400, "{\"code\":7}", -1},
	    {200, "please try it later", 2},
	    {418, "", 3},
	    {200, "{\"error\":", -1},
	};
	struct verdict_rules rules;
	const struct verdict_rules *lists[3] = {NULL, NULL, NULL};
	static const struct verdict_rules none;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct ydoc d;
	size_t i;

	(void)state;
	if (ydoc_parse(&d, "p", slice_of(rules_text), &e) < 0 ||
	    verdict_read(&rules, d.root, &a, &e) < 0)
		fail_msg("%s", e.text);
	lists[0] = &none;
	lists[1] = &rules;
	for (i = 0; i < COUNT_OF(cases); i++) {
		const struct verdict_answer answer = {cases[i].status,
		    slice_of(cases[i].body)};
		const struct verdict_rule *r = verdict_find(lists, &answer);

		assert_ptr_equal(r, cases[i].rule < 0 ? NULL
		    : &rules.at[cases[i].rule]);
	}
	verdict_release(&rules);
	arena_release(&a);
	ydoc_release(&d);
}

static void
a_status_alone_has_its_usual_meaning(void **state)
{
	static const struct {
		long status;
		enum verdict is;
	} cases[] = {
	    {200, VERDICT_DONE}, {204, VERDICT_DONE},
	    {202, VERDICT_ACCEPTED}, {302, VERDICT_STOP},
	    {400, VERDICT_REFUSED}, {401, VERDICT_STOP},
	    {403, VERDICT_STOP}, {404, VERDICT_ABSENT},
	    {405, VERDICT_STOP}, {408, VERDICT_UNKNOWN},
	    {409, VERDICT_EXISTS}, {410, VERDICT_ABSENT},
	    {412, VERDICT_CONFLICT}, {422, VERDICT_REFUSED},
	    {428, VERDICT_CONFLICT}, {429, VERDICT_RETRY},
	    {500, VERDICT_UNKNOWN}, {503, VERDICT_RETRY},
	    {504, VERDICT_UNKNOWN},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(verdict_of_status(cases[i].status),
		    cases[i].is);
}

static void
words_are_the_targets_own_on_one_line_without_secrets(void **state)
{
	static const struct {
		long status;
		const char *body, *words;
	} cases[] = {
	    {400, "{\"error\":{\"message\":\"no\\nunit\"}}", "400: no unit"},
	    {400, "{\"message\":\"no\"}", "400: no"},
	    {200, "{\"error\":\"key is hunter22-key\"}", "key is ***"},
	    {500, "<html><b>No</b> way</html>", "500: No way"},
	    {500, "", "500"},
	    {418, "{\"why\":\"tea\"}", "418: tea"},
	};
	struct verdict_rules rules;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct ydoc d;
	size_t i;

	(void)state;
	log_secret(SLICE("hunter22-key"));
	if (ydoc_parse(&d, "p", slice_of(rules_text), &e) < 0 ||
	    verdict_read(&rules, d.root, &a, &e) < 0)
		fail_msg("%s", e.text);
	for (i = 0; i < COUNT_OF(cases); i++) {
		const struct verdict_answer answer = {cases[i].status,
		    slice_of(cases[i].body)};
		struct buf b = BUF_INIT(4096);

		verdict_words(&b, cases[i].status == 418 ? &rules.at[3]
		    : NULL, &answer);
		assert_string_equal(buf_text(&b), cases[i].words);
		buf_release(&b);
	}
	verdict_release(&rules);
	arena_release(&a);
	ydoc_release(&d);
}

static void
mistakes_are_refused_with_their_place(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
	    {"{is: done}", "p:1:1"},
	    {"[{status: 409}]", "is"},
	    {"[{is: gone}]", "p:1:7"},
	    {"[{status: 600, is: done}]", "must be a status such as 409"},
	    {"[{statsu: 1, is: done}]", "statsu"},
	    {"[{equals: a, is: done}]", "needs \"at\""},
	    {"[{pattern: '(', is: done}]", "p:1:12"},
	    {"[{message: a, is: done}]", "is no JSON Pointer"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct verdict_rules rules;
		struct arena a = ARENA_INIT;
		struct err e = ERR_INIT;
		struct ydoc d;

		assert_int_equal(ydoc_parse(&d, "p", slice_of(cases[i].text),
		    &e), 0);
		assert_int_equal(verdict_read(&rules, d.root, &a, &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		if (!strstr(e.text, cases[i].words))
			fail_msg("%s: %s", cases[i].text, e.text);
		verdict_release(&rules);
		arena_release(&a);
		ydoc_release(&d);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_first_rule_whose_conditions_hold_decides),
	    cmocka_unit_test(a_status_alone_has_its_usual_meaning),
	    cmocka_unit_test(
		words_are_the_targets_own_on_one_line_without_secrets),
	    cmocka_unit_test(mistakes_are_refused_with_their_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
