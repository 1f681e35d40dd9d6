/* converting_test.c - quantities in other units, exact or rounded once. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/converting.h"
#include "transform/scratchfile.h"

static const char *const files[] = {"c.csv", NULL};

static void
quantities_are_exact_or_not_at_all(void **state)
{
	static const struct {
		const char *quantity, *from, *to, *item;
		int digits; /* -1: exact */
		enum decimal_rounding how;
		const char *made; /* NULL: why */
		const char *why;
	} cases[] = {
	    {"3", "BX", "PCE", "P", -1, DECIMAL_HALF_UP, "750", NULL},
	    {"3", "BX", "PCE", "Q", -1, DECIMAL_HALF_UP, NULL,
		"there is no conversion"},
	    {"2.5", "MTR", "CMT", "", -1, DECIMAL_HALF_UP, "250", NULL},
	    {"1", "FOT", "YRD", "", -1, DECIMAL_HALF_UP, NULL, "the quantity "
		"has no exact value (digits says how to round)"},
	    {"1", "FOT", "YRD", "", 4, DECIMAL_HALF_UP, "0.3333", NULL},
	    {"1", "FOT", "YRD", "", 4, DECIMAL_UP, "0.3334", NULL},
	    {"1", "KGM", "LTR", "", 4, DECIMAL_UP, NULL,
		"there is no conversion"},
	    {"x", "MTR", "CMT", "", -1, DECIMAL_UP, NULL, "not a number"},
	};
	struct unit_table t = UNIT_TABLE_INIT;
	struct unit_conversion box = {SLICE("P"), SLICE("BX"), SLICE("PCE"),
	    {250, 0, false}, {1, 0, false}};
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	assert_int_equal(unit_table_add(&t, &box, &e), 0);
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct converting_wish w = {slice_of(cases[i].quantity),
		    slice_of(cases[i].from), slice_of(cases[i].to),
		    slice_of(cases[i].item), cases[i].digits >= 0,
		    (unsigned)cases[i].digits, cases[i].how};
		char text[DECIMAL_TEXT_SIZE];
		struct decimal made;
		const char *why = converting_quantity(&made, &t, &w);

		if (cases[i].why) {
			assert_string_equal(why, cases[i].why);
			continue;
		}
		assert_null(why);
		decimal_print(text, made);
		assert_string_equal(text, cases[i].made);
	}
	unit_table_release(&t);
}

static void
quantity_and_unit_change_together(void **state)
{
	const char *folder = scratchfile_folder();
	struct buf line = BUF_INIT(4096), why = BUF_INIT(4096);
	struct arena a = ARENA_INIT;
	struct record r;
	struct rules rules;
	const struct operation *o;

	(void)state;
	scratchfile_write(folder, "c.csv", "item,from_uom,to_uom,numerator,"
	    "denominator\n,BX,PCE,100,1\n");
	scratchfile_rules(&rules, folder, "rules: r\nconversions: c\n"
	    "tables: {c: {file: c.csv, key: [item, from_uom, to_uom]}}\n"
	    "steps:\n- change: {type: bom_line, convert: {quantity: "
	    "{unit: uom, to: PCE, item: component}}}\n");
	o = rules.types[TYPE_BOM_LINE].list[0].operations.list;
	scratchfile_record(&r, "{\"type\":\"bom_line\",\"parent\":\"A\","
	    "\"component\":\"B\",\"quantity\":0.5,\"uom\":\"BX\"}", &a);
	assert_int_equal(converting_apply(o->converting, &o->to, &r, &a,
	    &why), 1);
	record_add_line(&line, &r);
	assert_non_null(strstr(buf_text(&line),
	    "\"quantity\":50,\"uom\":\"PCE\""));
	r.values[BOM_LINE_UOM] = value_of_text(SLICE("KGM"));
	assert_int_equal(converting_apply(o->converting, &o->to, &r, &a,
	    &why), 0);
	assert_string_equal(buf_text(&why),
	    "convert: 50 KGM to PCE: there is no conversion");
	rules_release(&rules);
	buf_release(&line);
	buf_release(&why);
	arena_release(&a);
	scratchfile_remove(folder, files);
}

static void
expressions_convert_too(void **state)
{
	static const struct {
		const char *text;
		const char *value; /* NULL: NULL; "!": an error */
	} cases[] = {
	    {"convert(2, 'MTR', 'CMT')", "200"},
	    {"convert(quantity, uom, 'MMT', component)", "500"},
	    {"convert(1, 'FOT', 'YRD', '', 3)", "0.333"},
	    {"convert(mass, 'GRM', 'KGM')", NULL},
	    {"convert(1, 'FOT', 'YRD')", "!"},
	    {"convert(1, 'FOT', 'YRD', '', 99)", "!"},
	    {"external_id('item', component)", NULL},
	};
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct rules rules;
	struct record r;
	size_t i;

	(void)state;
	assert_int_equal(rules_parse(&rules, "r", SLICE("rules: r\n"
	    "steps: []\n"), &e), 0);
	scratchfile_record(&r, "{\"type\":\"bom_line\",\"parent\":\"A\","
	    "\"component\":\"B\",\"quantity\":0.5,\"uom\":\"MTR\"}", &a);
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct expr *x = expr_new(rules.shared.env,
		    slice_of(cases[i].text), "x", &e);
		struct expr_input in = {&r, NULL, i % 2};
		struct expr_value v;
		bool fails = cases[i].value && *cases[i].value == '!';

		assert_non_null(x);
		assert_int_equal(expr_eval(x, &in, &v, &e), fails ? -1 : 0);
		if (!fails && cases[i].value)
			assert_true(slice_is(v.text, cases[i].value));
		else if (!fails)
			assert_true(v.null);
		err_clear(&e);
		expr_free(x);
	}
	rules_release(&rules);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(quantities_are_exact_or_not_at_all),
	    cmocka_unit_test(quantity_and_unit_change_together),
	    cmocka_unit_test(expressions_convert_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
