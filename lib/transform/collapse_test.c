/*
 * collapse_test.c - what becomes of each member below a phantom; exactness.
 */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/rehearsal.h"

#define PHANTOM(item) "{\"type\":\"item\",\"item\":\"" item \
		      "\",\"phantom\":true}"

struct made {
	const char *rules;
	const char *records[16]; /* ended by NULL */
	const char *out;
	const char *rejects; /* NULL: none */
};

static void
check(const struct made *c, size_t count)
{
	struct rehearsal t;

	for (; count; count--, c++) {
		rehearsal_run(&t, c->rules, c->records);
		assert_string_equal(buf_text(&t.out), c->out);
		assert_string_equal(buf_text(&t.rejects), c->rejects
		    ? c->rejects : "");
		rehearsal_release(&t);
	}
}

static void
members_join_as_the_manual_says(void **state)
{
	static const struct made cases[] = {
	    /* quantity times quantity by base; find numbers and refdes */
	    {"collapse: {}\n",
	    {PHANTOM("P"), "A = base_quantity=10", "A 1 P 2", "P = "
	    "base_quantity=4", "P 7 C 3 refdes=R1,R2", "P 8 D -", NULL},
	    "A///mfg/ = base_quantity=10\n"
	    "A///mfg/ 1.7 C quantity=1.5 refdes=[\"R1\",\"R2\"]\n"
	    "A///mfg/ 1.8 D\n", NULL},
	    {"collapse: {find_number: line}\n",
	    {PHANTOM("P"), "A 1 P 2", "P 7 C 3", "P 8 C 1", NULL},
	    "A///mfg/ 1 C quantity=6\nA///mfg/ 1 C#2 quantity=2\n", NULL},
	    {"collapse: {find_number: own}\n",
	    {PHANTOM("P"), "A 1 P 2", "A 2 P 1", "P 7 C 3", NULL},
	    "A///mfg/ 7 C quantity=6\nA///mfg/ 7 C#2 quantity=3\n", NULL},
	    /* yields multiply: 0.9 * 0.8 = 0.72 */
	    {"collapse: {}\n",
	    {PHANTOM("P"), "A 1 P 1 scrap_percent=10",
	    "P 1 C 1 scrap_percent=20", "P 2 D 1", NULL},
	    "A///mfg/ 1.1 C quantity=1 scrap_percent=28\n"
	    "A///mfg/ 1.2 D quantity=1 scrap_percent=10\n", NULL},
	    /* for the whole order: not times, and no scrap of the phantom */
	    {"collapse: {}\n",
	    {PHANTOM("P"), "A 1 P 5 scrap_percent=10",
	    "P 1 C 3 basis=per_order", "B 1 P 5 basis=per_order", "P 2 D 3",
	    NULL},
	    "A///mfg/ 1.1 C quantity=3 basis=per_order\n"
	    "A///mfg/ 1.2 D quantity=15 scrap_percent=10\n"
	    "B///mfg/ 1.1 C quantity=3 basis=per_order\n"
	    "B///mfg/ 1.2 D quantity=15 basis=per_order\n", NULL},
	    {"collapse: {}\n",
	    {PHANTOM("P"), "A 1 P - as_required=true", "P 1 C 3", NULL},
	    "A///mfg/ 1.1 C as_required=true\n", NULL},
	    /* periods are cut; those without a common day are left out */
	    {"collapse: {}\n",
	    {PHANTOM("P"), "A 1 P 1 effective_from=2026-03-01 "
	    "effective_to=2026-09-01", "P 1 C 1 effective_to=2026-06-01",
	    "P 2 D 1 effective_from=2026-04-01",
	    "P 3 E 1 effective_from=2026-09-01",
	    "P = effective_to=2026-08-01", NULL},
	    "A///mfg/ 1.1 C quantity=1 effective_from=2026-03-01 "
	    "effective_to=2026-06-01\n"
	    "A///mfg/ 1.2 D quantity=1 effective_from=2026-04-01 "
	    "effective_to=2026-08-01\n", NULL},
	    {"collapse: {}\n",
	    {PHANTOM("P"), "A 1 P 1 operation=10 condition=x "
	    "lead_time_offset_days=2 optional=true change_order=E1 "
	    "serial_from=5", "P 1 C 1 operation=99 condition=y "
	    "lead_time_offset_days=-3 note=n supply=s", "P 2 C 1 condition=x "
	    "change_order=E2", NULL},
	    "A///mfg/ 1.1 C quantity=1 supply=s optional=true condition=(x) "
	    "AND (y) operation=10 lead_time_offset_days=-1 serial_from=5 "
	    "change_order=E1 note=n\n"
	    "A///mfg/ 1.2 C quantity=1 optional=true condition=x operation=10"
	    " lead_time_offset_days=2 serial_from=5 change_order=E2\n", NULL},
	};

	(void)state;
	check(cases, COUNT_OF(cases));
}

static void
units_are_converted_and_substitutes_follow(void **state)
{
	static const struct made cases[] = {
	    /* the line's unit into that of the phantom's BOM */
	    {"collapse: {}\n",
	    {PHANTOM("P"), "A 1 P 500 uom=GRM", "P = uom=KGM base_quantity=2",
	    "P 1 C 8 uom=PCE", NULL},
	    "A///mfg/ 1.1 C quantity=2 uom=PCE\n", NULL},
	    /* substitutes follow their lines, those of the phantom do not */
	    {"collapse: {}\n",
	    {PHANTOM("P"), "A 1 P 1", "A 1 P > Q", "P 1 C 1",
	    "P 1 C > D ratio=2", NULL},
	    "A///mfg/ 1.1 C quantity=1\nA///mfg/ 1.1 C > D ratio=2\n", NULL},
	};

	(void)state;
	check(cases, COUNT_OF(cases));
}

#define NINES "99999999999999999999999999999999999999" /* 38 of them */

static void
quantities_are_exact_until_the_one_rounding(void **state)
{
	static const struct made cases[] = {
	    /* 1/3 of 1/3 of 1/3, and 27 of it; a sum of thirds */
	    {"collapse: {}\nrounding: {digits: 4, mode: half-even}\n"
	    "roll: together\n",
	    {PHANTOM("P"), PHANTOM("Q"), PHANTOM("R"), "A 1 P 1",
	    "P = base_quantity=3", "P 1 Q 1", "Q = base_quantity=3",
	    "Q 1 R 1", "R = base_quantity=3", "R 1 C 27", "R 2 D 1",
	    "P 2 T 1", "P 3 T 1", "P 4 T 1", NULL},
	    "A///mfg/ 1.1.1.1 C quantity=1\nA///mfg/ 1.1.1.2 D "
	    "quantity=0.037\nA///mfg/ 1.2 T quantity=1\n", NULL},
	    {"collapse: {}\nrounding: {digits: 1, mode: up}\n",
	    {PHANTOM("P"), "A 1 P 1", "P = base_quantity=3", "P 1 C 1",
	    "P 2 D -1", NULL},
	    "A///mfg/ 1.1 C quantity=0.4\nA///mfg/ 1.2 D quantity=-0.4\n",
	    NULL},
	    /* what was not worked out is not rounded */
	    {"collapse: {}\nrounding: {digits: 0}\n",
	    {PHANTOM("P"), "A 1 C 0.123456789", "A 2 P 1", "P 1 C 1.5", NULL},
	    "A///mfg/ 1 C quantity=0.123456789\nA///mfg/ 2.1 C quantity=2\n",
	    NULL},
	    /* 38 digits through a third and back */
	    {"collapse: {}\n",
	    {PHANTOM("P"), PHANTOM("Q"), "A 1 P " NINES, "P = "
	    "base_quantity=7", "P 1 Q 1", "Q 1 C 7", NULL},
	    "A///mfg/ 1.1.1 C quantity=" NINES "\n", NULL},
	    {"collapse: {}\n",
	    {PHANTOM("P"), "A 1 P " NINES, "P 1 C 10", "P 2 C 1", NULL},
	    "withheld:bom/A%2F%2F%2Fmfg%2F\n",
	    "collapse: 1/C: the quantity in the phantom 1/P needs more than "
	    "38 digits\n"},
	    {"collapse: {}\nrounding: {digits: 2}\n",
	    {PHANTOM("P"), "A 1 P 1", "P = base_quantity=1000", "P 1 C 1",
	    NULL},
	    "withheld:bom/A%2F%2F%2Fmfg%2F\n",
	    "rounding: 1.1/C: a quantity above 0 would be rounded to 0 (give "
	    "rounding more digits)\n"},
	};

	(void)state;
	check(cases, COUNT_OF(cases));
}

static void
what_cannot_be_collapsed_is_said(void **state)
{
	static const struct made cases[] = {
	    {"collapse: {}\n",
	    {PHANTOM("P"), PHANTOM("Q"), "A 1 P 1", "P 1 Q 1", "Q 1 P 1",
	    NULL}, "withheld:bom/A%2F%2F%2Fmfg%2F\n",
	    "collapse: a cycle through phantoms: A > P > Q > P\n"},
	    {"collapse: {keep_boms: yes}\n",
	    {PHANTOM("P"), "P 1 P 1", NULL},
	    "withheld:bom/P%2F%2F%2Fmfg%2F\n",
	    "collapse: a cycle through phantoms: P > P\n"},
	    {"collapse: {}\n", {PHANTOM("P"), "A 1 P 1", NULL},
	    "A///mfg/ 1 P quantity=1\n", NULL},
	    {"collapse: {without_bom: drop}\n",
	    {PHANTOM("P"), "A 1 P 1", "A 2 C 1", NULL},
	    "A///mfg/ 2 C quantity=1\n", NULL},
	    {"collapse: {without_bom: reject}\n",
	    {PHANTOM("P"), "A 1 P 1", NULL},
	    "withheld:bom/A%2F%2F%2Fmfg%2F\n",
	    "collapse: 1/P: the phantom has no BOM\n"},
	    {"collapse: {}\n",
	    {PHANTOM("P"), "A 1 P -", "P 1 C 1", NULL},
	    "withheld:bom/A%2F%2F%2Fmfg%2F\n",
	    "collapse: 1/P: the phantom has no quantity\n"},
	    {"collapse: {}\n",
	    {PHANTOM("P"), "A 1 P 1 uom=KGM", "P = uom=MTR", "P 1 C 1", NULL},
	    "withheld:bom/A%2F%2F%2Fmfg%2F\n",
	    "collapse: 1/P: KGM of the line to MTR of the phantom's BOM: "
	    "there is no conversion\n"},
	    {"collapse: {}\n",
	    {PHANTOM("P"), "A 1 P 1 serial_from=1", "P 1 C 1 serial_from=2",
	    NULL}, "withheld:bom/A%2F%2F%2Fmfg%2F\n",
	    "collapse: 1/C: it and the phantom 1/P have serial numbers, which "
	    "cannot be joined\n"},
	    {"collapse: {}\n",
	    {PHANTOM("P"), "A 1 P 1", "P = base_quantity=0", "P 1 C 1", NULL},
	    "withheld:bom/A%2F%2F%2Fmfg%2F\n",
	    "collapse: 1/P: the base quantity of the phantom's BOM is not "
	    "above 0\n"},
	};

	(void)state;
	check(cases, COUNT_OF(cases));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(members_join_as_the_manual_says),
	    cmocka_unit_test(units_are_converted_and_substitutes_follow),
	    cmocka_unit_test(quantities_are_exact_until_the_one_rounding),
	    cmocka_unit_test(what_cannot_be_collapsed_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
