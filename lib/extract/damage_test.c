/* damage_test.c - answers: the defaults, and those of a profile. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/damage.h"
#include "extract/ere.h"

static int
read_answers(struct damage_answers *a, const char *text, struct err *e)
{
	struct ydoc doc;
	int rc;

	*a = damage_defaults;
	err_clear(e);
	if (ydoc_parse(&doc, "p.yaml", slice_of(text), e) < 0)
		fail_msg("%s", e->text);
	rc = damage_read(a, ydoc_get(doc.root, "damage"), e);
	ydoc_release(&doc);
	return rc;
}

static void
a_profile_changes_the_answers_that_it_names(void **state)
{
	struct damage_answers a;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(read_answers(&a, "damage: {cut: ignore, date: warn}",
	    &e), 0);
	assert_int_equal(a.identifier[DAMAGE_CUT], DAMAGE_IGNORE);
	assert_int_equal(a.other[DAMAGE_CUT], DAMAGE_IGNORE);
	assert_int_equal(a.identifier[DAMAGE_DATE], DAMAGE_WARN);
	assert_int_equal(a.other[DAMAGE_DATE], DAMAGE_IGNORE);
	assert_int_equal(a.identifier[DAMAGE_MOJIBAKE], DAMAGE_REJECT);
	assert_int_equal(a.other[DAMAGE_MOJIBAKE], DAMAGE_WARN);
	assert_int_equal(read_answers(&a, "x: 1", &e), 0);
	assert_int_equal(read_answers(&a, "damage: {mojibak: warn}", &e), -1);
	assert_non_null(strstr(e.text, "did you mean \"mojibake\"?"));
	assert_int_equal(read_answers(&a, "damage: {cut: no}", &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
}

static void
a_text_is_rejected_counted_or_taken(void **state)
{
	static const struct {
		const char *text;
		bool identifier, like;
		const char *why;   /* "": it passes */
		const char *first; /* a warning, or NULL */
	} cases[] = {
		{"1.23E+05", true, false, "scientific: item \"1.23E+05\" is "
		    "what a spreadsheet makes of a long number", NULL},
		{"1.23E+05", false, false, "", NULL},
		{"5-Mar", true, false, "date: item \"5-Mar\" is a date", NULL},
		{"5-Mar", false, false, "", NULL},
		{"\xc3\x83\xc2\xb6", true, false, "mojibake: item "
		    "\"\xc3\x83\xc2\xb6\" was read in a wrong character set "
		    "(\"\xc3\x83\xc2\xb6\")", NULL},
		{"\xc3\x83\xc2\xb6", false, false, "", "f.csv:7: item "
		    "\"\xc3\x83\xc2\xb6\" was read in a wrong character set "
		    "(\"\xc3\x83\xc2\xb6\")"},
		{"123", true, true, "leading_zeros: item \"123\" has lost 1 "
		    "zero in front", NULL},
		{"0123-B", true, true, "fused_revision: item \"0123-B\" has "
		    "revision \"B\" in it", NULL},
		{"0123", true, true, "", NULL},
		{"other", true, true, "", NULL},
	};
	struct ere *like = ere_checked(SLICE("^[0-9]{4}$"));
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct damage_log log;
		struct damage_judge j = {&damage_defaults, &log, {0, 3,
		    "f.csv", 7}};
		struct damage_text t = {SLICE_INIT("item"),
		    slice_of(cases[i].text), cases[i].identifier,
		    cases[i].like ? like : NULL};
		struct buf why = BUF_INIT(1000);

		damage_log_init(&log);
		if (damage_text_passes(&j, &t, &why) != !*cases[i].why ||
		    strcmp(buf_text(&why), cases[i].why) != 0)
			fail_msg("\"%s\": %s", cases[i].text, buf_text(&why));
		for (k = 0; k < DAMAGE_COUNT && !log.kinds[k].rows; k++)
			;
		if ((k < DAMAGE_COUNT) != (cases[i].first != NULL) ||
		    (cases[i].first && strcmp(log.kinds[k].first.at,
		    cases[i].first) != 0))
			fail_msg("\"%s\": no warning", cases[i].text);
		damage_log_release(&log);
		buf_release(&why);
	}
	ere_free(like);
}

static void
a_row_counts_once(void **state)
{
	struct damage_place p = {0, 5, "f.csv", 6};
	struct damage_log log;

	(void)state;
	damage_log_init(&log);
	damage_log_add(&log, DAMAGE_CUT, &p, SLICE("a"));
	damage_log_add(&log, DAMAGE_CUT, &p, SLICE("b"));
	p.ordinal = 6;
	damage_log_add(&log, DAMAGE_CUT, &p, SLICE("c"));
	p.source = 1;
	damage_log_add(&log, DAMAGE_CUT, &p, SLICE("d"));
	assert_int_equal(log.kinds[DAMAGE_CUT].rows, 3);
	assert_string_equal(log.kinds[DAMAGE_CUT].first.at, "f.csv:6: a");
	damage_log_release(&log);
}

static void
members_that_name_things_are_identifiers(void **state)
{
	(void)state;
	assert_true(damage_identifies(TYPE_BOM_LINE, BOM_LINE_COMPONENT));
	assert_true(damage_identifies(TYPE_ITEM, ITEM_ITEM));
	assert_true(damage_identifies(TYPE_APPROVED_MANUFACTURER,
	    APPROVED_MANUFACTURER_MPN));
	assert_false(damage_identifies(TYPE_ITEM, ITEM_NAME));
	assert_false(damage_identifies(TYPE_BOM_LINE, BOM_LINE_QUANTITY));
}

static void
designators_are_counted_against_the_quantity(void **state)
{
	struct slice set[] = {SLICE_INIT("R1"), SLICE_INIT("R2")};
	struct buf why = BUF_INIT(1000);
	struct record r;

	(void)state;
	record_init(&r, TYPE_BOM_LINE);
	assert_true(damage_refdes_fit(&r, &why));
	r.values[BOM_LINE_REFDES] = (struct value){VALUE_SET,
	    SLICE_INIT(""), set, 2};
	assert_true(damage_refdes_fit(&r, &why));
	r.values[BOM_LINE_QUANTITY] = (struct value){VALUE_NUMBER,
	    SLICE_INIT("2"), NULL, 0};
	assert_true(damage_refdes_fit(&r, &why));
	r.values[BOM_LINE_QUANTITY].text = SLICE("2.5");
	assert_false(damage_refdes_fit(&r, &why));
	assert_string_equal(buf_text(&why), "quantity is 2.5, but there are 2 "
	    "designators (R1 ...)");
	buf_release(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_profile_changes_the_answers_that_it_names),
		cmocka_unit_test(a_text_is_rejected_counted_or_taken),
		cmocka_unit_test(a_row_counts_once),
		cmocka_unit_test(members_that_name_things_are_identifiers),
		cmocka_unit_test(designators_are_counted_against_the_quantity),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
