/* difference_test.c - which members differ, and whose they are. */
#include "reconcile/difference.h"

#include <setjmp.h>

#include <cmocka.h>

#include "model/recin.h"

static struct arena arena = ARENA_INIT;

static struct record
record_of(const char *line)
{
	struct record r;
	struct err e = ERR_INIT;

	if (recin_parse(&r, slice_of(line), JSON_AT("test", 1), &arena, &e) < 0)
		fail_msg("%s", e.text);
	return r;
}

/* The differing members as "NAME owner, ..." . */
static void
assert_differs(const char *plm_line, const struct scope *plm_scope,
    const char *erp_line, const struct policy *policy, const char *wanted)
{
	struct record plm = record_of(plm_line), erp = record_of(erp_line);
	struct scope all;
	struct difference_side left = {&plm, plm_scope}, right = {&erp, &all};
	struct differences d;
	struct buf text = BUF_INIT(4096);
	size_t i;

	scope_init(&all);
	difference_find(&d, &(struct difference_by){&policy->types[plm.type],
	    NULL, false}, &left, &right, &arena);
	for (i = 0; i < d.count; i++) {
		buf_add_text(&text, i ? ", " : "");
		difference_add_name(&text, plm.type, &d.list[i]);
		buf_printf(&text, " %s", policy_owners[d.list[i].owner]);
		assert_true(d.of[d.list[i].owner]);
	}
	assert_string_equal(buf_text(&text), wanted);
	buf_release(&text);
	arena_reset(&arena);
}

static const char full[] = "{\"type\":\"item\",\"item\":\"A\",\"name\":\"x\","
    "\"mass\":1,\"attrs\":{\"a\":1,\"c\":\"x\"},\"x_new\":[1],\"x_old\":2}";
static const char other[] = "{\"type\":\"item\",\"item\":\"A\",\"mass\":1.0,"
    "\"uom\":\"EA\",\"attrs\":{\"a\":2,\"b\":1,\"c\":\"x\"},\"x_old\":3}";

static void
all_kinds_of_members_are_compared_in_order(void **state)
{
	struct policy p;
	struct scope scope;

	(void)state;
	policy_init(&p);
	scope_init(&scope);
	assert_differs(full, &scope, other, &p, "name plm, uom plm, "
	    "attrs.a plm, attrs.b plm, x_new plm, x_old plm");
	assert_differs(full, &scope, full, &p, "");
}

static void
members_that_one_side_does_not_supply_are_not_compared(void **state)
{
	struct policy p;
	struct scope scope;

	(void)state;
	policy_init(&p);
	scope_init(&scope);
	scope.limits_members[TYPE_ITEM] = true;
	scope.members[TYPE_ITEM][ITEM_UOM] = true;
	/* nor those that no list of members can name */
	assert_differs(full, &scope, other, &p, "uom plm");
}

static void
members_that_nobody_owns_are_not_compared(void **state)
{
	struct policy p;
	struct policy_type *t;
	struct scope scope;

	(void)state;
	policy_init(&p);
	t = &p.types[TYPE_ITEM];
	t->members[ITEM_NAME].owner = POLICY_NOBODY;
	t->members[ITEM_UOM].owner = POLICY_ERP;
	t->members[POLICY_ATTRS].owner = POLICY_SHARED;
	t->members[POLICY_UNKNOWN].owner = POLICY_NOBODY;
	scope_init(&scope);
	assert_differs(full, &scope, other, &p,
	    "uom erp, attrs.a shared, attrs.b shared");
}

/* One use of P as a line with this quantity and unit. */
static const char *
line_of(char text[256], const char *quantity, const char *uom)
{
	snprintf(text, 256, "{\"type\":\"bom_line\",\"parent\":\"A\","
	    "\"find_number\":\"1\",\"component\":\"P\",\"quantity\":%s,"
	    "\"uom\":\"%s\"}", quantity, uom);
	return text;
}

static void
numbers_in_other_units_are_converted_exactly(void **state)
{
	static const struct {
		const char *plm[2], *erp[2], *differs;
	} cases[] = {
	    {{"2.5", "KGM"}, {"2500", "GRM"}, ""},
	    {{"2.5", "KGM"}, {"2501", "GRM"}, "quantity plm, uom plm"},
	    {{"1", "INH"}, {"2.54", "CMT"}, ""},
	    {{"2.54", "CMT"}, {"1", "INH"}, ""},
	    /* no end as a decimal, no way at all, nothing said */
	    {{"0.39", "INH"}, {"1", "CMT"}, "quantity plm, uom plm"},
	    {{"1", "KGM"}, {"1", "MTR"}, "uom plm"},
	    {{"1", "KGM"}, {"1", ""}, "uom plm"},
	};
	struct policy p;
	struct scope scope;
	char plm[256], erp[256];
	size_t i;

	(void)state;
	policy_init(&p);
	scope_init(&scope);
	for (i = 0; i < COUNT_OF(cases); i++) {
		p.types[TYPE_BOM_LINE].members[BOM_LINE_QUANTITY].how
		    .converted = true;
		line_of(plm, cases[i].plm[0], cases[i].plm[1]);
		line_of(erp, cases[i].erp[0], cases[i].erp[1]);
		assert_differs(plm, &scope, erp, &p, cases[i].differs);
	}
	/* where the policy does not say so, units are texts */
	p.types[TYPE_BOM_LINE].members[BOM_LINE_QUANTITY].how.converted = false;
	assert_differs(line_of(plm, "2.5", "KGM"), &scope,
	    line_of(erp, "2500", "GRM"), &p, "quantity plm, uom plm");
}

static int
give_back(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_kinds_of_members_are_compared_in_order),
	    cmocka_unit_test(
		members_that_one_side_does_not_supply_are_not_compared),
	    cmocka_unit_test(members_that_nobody_owns_are_not_compared),
	    cmocka_unit_test(numbers_in_other_units_are_converted_exactly),
	};

	return cmocka_run_group_tests(tests, NULL, give_back);
}
