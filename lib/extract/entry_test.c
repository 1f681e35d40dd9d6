/* entry_test.c - what an entry says of itself, and what entries share. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/profile.h"

#define HEAD "profile: p\nsystem: s\nsources:\n" \
	"  f: {header: no, columns: [A, B]}\n" \
	"  t: {header: no, columns: [A, B, L], structure: {style: level, " \
	"level: L, parent: [A]}}\n"

static int
read_profile(struct profile *p, const char *rest, struct err *e)
{
	struct buf b = BUF_INIT(10000);
	int rc;

	err_clear(e);
	buf_add_text(&b, HEAD);
	buf_add_text(&b, rest);
	rc = profile_parse(p, "p.yaml", buf_slice(&b), e);
	buf_release(&b);
	return rc;
}

static void
entries_know_what_they_depend_on(void **state)
{
	static const struct {
		const char *entry;
		bool words, placed, below, numbered, claims;
	} cases[] = {
		{"{type: item, from: t, members: {item: A}}", false, false,
		    false, false, false},
		{"{type: item, from: t, members: {item: A}, when: '\"@level\" "
		    "> 0'}", false, true, false, false, false},
		{"{type: bom, from: t, members: {parent: '@parent.A'}}",
		    false, true, true, false, false},
		{"{type: bom, from: t, members: {parent: {column: '@parent.A',"
		    " default: X}}}", false, true, false, false, false},
		{"{type: bom, from: t, members: {parent: {expression: "
		    "'coalesce(\"@parent.A\", 1)'}}}", false, true, false,
		    false, false},
		{"{type: bom_line, from: f, members: {parent: A, component: "
		    "B, quantity: A}}", true, false, false, true, true},
		{"{type: bom_line, from: f, members: {parent: A, component: "
		    "B, quantity: {constant: 1}}}", false, false, false, true,
		    false},
		{"{type: bom_line, from: f, members: {parent: A, component: "
		    "B, quantity: A, as_required: B, occurrence: A}}", false,
		    false, false, false, true},
	};
	struct err e = ERR_INIT;
	struct profile p;
	char rest[400];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		const struct profile_entry *entry;

		snprintf(rest, sizeof(rest), "records: [%s]\n",
		    cases[i].entry);
		if (read_profile(&p, rest, &e) < 0)
			fail_msg("%s: %s", cases[i].entry, e.text);
		entry = &p.entries[0];
		if (entry->words != cases[i].words || entry->placed !=
		    cases[i].placed || entry->below != cases[i].below ||
		    entry->numbered != cases[i].numbered || p.scope.members
		    [TYPE_BOM_LINE][BOM_LINE_AS_REQUIRED] != cases[i].claims)
			fail_msg("%s", cases[i].entry);
		profile_release(&p);
	}
}

static void
answers_of_the_profile_hold_until_an_entry_changes_them(void **state)
{
	struct err e = ERR_INIT;
	struct profile p;

	(void)state;
	assert_int_equal(read_profile(&p, "damage: {cut: reject, date: warn}\n"
	    "records:\n- {type: item, from: f, members: {item: A}, damage: "
	    "{cut: ignore}}\n- {type: item, from: f, members: {item: B}}\n",
	    &e), 0);
	assert_int_equal(p.entries[0].damage.other[DAMAGE_CUT],
	    DAMAGE_IGNORE);
	assert_int_equal(p.entries[0].damage.identifier[DAMAGE_DATE],
	    DAMAGE_WARN);
	assert_int_equal(p.entries[1].damage.other[DAMAGE_CUT],
	    DAMAGE_REJECT);
	assert_true(p.entries[0].members[0].rule.identifier);
	profile_release(&p);
}

static void
entries_that_do_not_go_together_are_refused(void **state)
{
#define LINE(rest) "- {type: bom_line, from: f, members: {parent: A, " \
	"component: B" rest "}"
	static const struct {
		const char *records, *wanted;
	} cases[] = {
		{LINE("") "}\n" LINE(", occurrence: A") "}\n", "either all "
		    "entries of bom_line give occurrence or none"},
		{LINE("") "}\n" LINE("") ", combine: {quantity: count}}\n",
		    "all entries of bom_line have the same \"combine\" or "
		    "none"},
		{LINE(", occurrence: A") ", combine: {quantity: count}}\n",
		    "lines with an occurrence of their own are not combined"},
		{LINE(", quantity: A") ", combine: {quantity: count}}\n",
		    "\"quantity\" is counted (combine), so it has no rule"},
		{LINE("") ", damage: {cut: maybe}}\n", "unknown value"},
		{LINE(", quantity: '@parent.A'") "}\n",
		    "the source has no column \"@parent.A\""},
		{"- {type: item, from: t, members: {item: '@parent.B'}}\n",
		    "did you mean \"@parent.A\"?"},
	};
	struct err e = ERR_INIT;
	struct profile p;
	char rest[500];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		snprintf(rest, sizeof(rest), "records:\n%s",
		    cases[i].records);
		if (read_profile(&p, rest, &e) == 0 || !strstr(e.text,
		    cases[i].wanted))
			fail_msg("%s%s", cases[i].records, e.text);
		profile_release(&p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_know_what_they_depend_on),
		cmocka_unit_test(
		    answers_of_the_profile_hold_until_an_entry_changes_them),
		cmocka_unit_test(entries_that_do_not_go_together_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
