/* viewcontrol_test.c - what is controlled, and what would reveal it. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/recin.h"
#include "transform/viewscratch.h"

/* Clearances in turn: items, documents, BOMs, revisions. */
static const char yaml[] =
    "clearance:\n"
    "- {name: i, type: item, when: export_control = 'ITAR', "
    "refused: silent, unknown: pass}\n"
    "- {name: d, type: document, where: {classification: secret}, "
    "refused: silent, unknown: pass}\n"
    "- {name: b, type: bom, where: {usage: svc}, refused: silent}\n"
    "- {name: r, type: revision, where: {lifecycle: pilot}, "
    "refused: silent, unknown: pass}\n"
    "audiences: []\n";

static const char *const lines[] = {
    "{\"type\":\"item\",\"item\":\"A\",\"export_control\":\"NLR\"}",
    "{\"type\":\"item\",\"item\":\"X\",\"export_control\":\"ITAR\"}",
    /* NULL: unknown, and so controlled */
    "{\"type\":\"item\",\"item\":\"U\"}",
    "{\"type\":\"document\",\"document\":\"D\",\"revision\":\"1\","
	"\"classification\":\"secret\"}",
    "{\"type\":\"document\",\"document\":\"D\",\"revision\":\"2\"}",
    "{\"type\":\"document\",\"document\":\"E\",\"revision\":\"1\"}",
    "{\"type\":\"bom\",\"parent\":\"A\",\"usage\":\"svc\"}",
    "{\"type\":\"bom\",\"parent\":\"A\",\"usage\":\"eng\"}",
    "{\"type\":\"revision\",\"item\":\"A\",\"revision\":\"B\","
	"\"lifecycle\":\"pilot\"}",
    NULL};

enum { I = 1, D = 2, B = 4, R = 8 };

static const struct {
	const char *record;
	bool shown; /* all members */
	uint64_t needs;
} cases[] = {
    {"item\",\"item\":\"A\"", true, 0},
    {"item\",\"item\":\"X\"", false, I},
    {"item\",\"item\":\"U\"", false, I},
    {"item\",\"item\":\"A\",\"drawing\":\"D\"", false, 0},
    {"item\",\"item\":\"A\",\"drawing\":\"D\"", true, D},
    {"item\",\"item\":\"A\",\"drawing\":\"E\"", true, 0},
    {"item\",\"item\":\"A\",\"drawing\":\"none\"", true, 0},
    {"plant_item\",\"item\":\"X\",\"plant\":\"1\"", false, I},
    {"alternate\",\"item\":\"A\",\"alternate\":\"X\"", false, I},
    {"document\",\"document\":\"D\",\"revision\":\"2\"", false, D},
    {"document_link\",\"item\":\"X\",\"document\":\"D\"", false,
	I | D},
    {"bom\",\"parent\":\"A\",\"usage\":\"eng\"", false, 0},
    {"bom\",\"parent\":\"A\",\"usage\":\"svc\"", false, B},
    /* a BOM that is not there is unknown, and refused */
    {"bom\",\"parent\":\"A\",\"usage\":\"mfg\"", false, B},
    {"bom_line\",\"parent\":\"A\",\"usage\":\"svc\","
	"\"component\":\"A\"", false, B},
    {"bom_line\",\"parent\":\"A\",\"usage\":\"eng\","
	"\"component\":\"X\"", false, I},
    {"substitute\",\"parent\":\"A\",\"usage\":\"svc\","
	"\"component\":\"X\",\"substitute\":\"U\"", false, I | B},
    {"substitute\",\"parent\":\"A\",\"usage\":\"eng\","
	"\"component\":\"A\",\"substitute\":\"U\"", false, I},
    {"bom_line\",\"parent\":\"A\",\"usage\":\"eng\",\"component\":"
	"\"A\",\"component_revision\":\"B\"", false, 0},
    {"bom_line\",\"parent\":\"A\",\"usage\":\"eng\",\"component\":"
	"\"A\",\"component_revision\":\"B\"", true, R},
    {"routing\",\"item\":\"A\",\"revision\":\"B\"", false, R},
    {"change_item\",\"change_order\":\"E\",\"item\":\"A\","
	"\"revision_to\":\"B\"", false, R},
    {"supplier\",\"supplier\":\"X\"", true, 0},
};

static void
what_names_it_or_hangs_on_it_reveals_it(void **state)
{
	struct viewcontrol c;
	struct viewscratch v;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	bool shown[SLOT_ATTRS + 1];
	size_t i;

	(void)state;
	memset(shown, 1, sizeof(shown));
	viewscratch_open(&v);
	assert_int_equal(viewscratch_rules(&v, yaml, &e), 0);
	gatescratch_spool(&v.ground, lines);
	assert_int_equal(viewcontrol_load(&c, &v.views.rules,
	    &v.ground.spool, &e), 0);
	for (i = 0; i < COUNT_OF(cases); i++) {
		const bool *seen = cases[i].shown ? shown : NULL;
		struct record r;
		char line[256];

		snprintf(line, sizeof(line), "{\"type\":\"%s}",
		    cases[i].record);
		assert_int_equal(recin_parse(&r, slice_of(line),
		    JSON_AT("line", 1), &a, &e), 0);
		if (viewcontrol_needs(&c, &r, seen) != cases[i].needs)
			fail_msg("%s needs %u", line,
			    (unsigned)viewcontrol_needs(&c, &r, seen));
		/* and nothing is needed that could not be foreseen */
		assert_int_equal(cases[i].needs &
		    ~viewcontrol_may_need(&c, r.type, seen), 0);
	}
	assert_int_equal(viewcontrol_may_need(&c, TYPE_SUPPLIER, shown), 0);
	viewcontrol_release(&c);
	arena_release(&a);
	viewscratch_close(&v);
}

static void
a_stream_that_lacks_what_is_asked_for_is_refused(void **state)
{
	struct viewscratch v;
	struct err e = ERR_INIT;
	struct scope s;

	(void)state;
	viewscratch_open(&v);
	assert_int_equal(viewscratch_rules(&v, yaml, &e), 0);
	scope_init(&s);
	assert_int_equal(viewcontrol_check_scope(&v.views.rules, &s, "r",
	    &e), 0);
	/* unknown: pass of items says that it may be so */
	s.limits_members[TYPE_ITEM] = true;
	assert_int_equal(viewcontrol_check_scope(&v.views.rules, &s, "r",
	    &e), 0);
	v.views.rules.clearances[0].lenient = false;
	assert_int_equal(viewcontrol_check_scope(&v.views.rules, &s, "r",
	    &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "export_control of item"));
	viewscratch_close(&v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_names_it_or_hangs_on_it_reveals_it),
	    cmocka_unit_test(a_stream_that_lacks_what_is_asked_for_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
