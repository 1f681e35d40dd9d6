/* mbom_test.c - lines, what is in them, and quantities that are settled. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/rehearsal.h"

static void
a_folded_line_leaves_its_origins(void **state)
{
	struct restructure_rules r = {.digits = 2};
	struct mbom m;
	struct mbom_line *a, *b;

	(void)state;
	mbom_init(&m, &r);
	mbom_push(&m);
	mbom_push(&m);
	a = &m.lines[0];
	b = &m.lines[1];
	a->origins = mbom_origin(&m, SLICE("a"), 0, "restructure", NULL);
	b->origins = mbom_origin(&m, SLICE("b2"), MBOM_NO_SOURCE, "collapse",
	    mbom_origin(&m, SLICE("b1"), 1, "restructure", NULL));
	mbom_fold(&m, a, b, "roll");
	assert_true(b->gone);
	assert_true(slice_is(a->origins->line, "a"));
	assert_true(slice_is(a->origins->next->line, "b2"));
	assert_string_equal(a->origins->next->rule, "roll");
	assert_true(slice_is(a->origins->next->next->line, "b1"));
	assert_null(a->origins->next->next->next);
	mbom_release(&m);
}

static void
the_first_reason_stays(void **state)
{
	struct restructure_rules r = {.digits = 2};
	const struct slice keys[RAWLINE_BOM_KEYS] = {{"", 0}};
	struct mbom m;

	(void)state;
	mbom_init(&m, &r);
	assert_int_equal(mbom_reject(&m, "x", "one %d", 1), 1);
	assert_int_equal(mbom_reject(&m, "y", "two"), 1);
	assert_string_equal(buf_text(&m.why), "one 1");
	assert_string_equal(m.rule, "x");
	mbom_start(&m, keys, SLICE(""));
	assert_false(m.rejected);
	assert_int_equal(m.why.len, 0);
	mbom_release(&m);
}

static void
a_computed_quantity_is_rounded_once(void **state)
{
	struct restructure_rules r = {.digits = 2,
	    .rounding = DECIMAL_HALF_UP};
	struct fraction f;
	struct mbom_line *l;
	struct mbom m;
	bool some;

	(void)state;
	mbom_init(&m, &r);
	l = mbom_push(&m);
	memset(&l->raw, 0, sizeof(l->raw));
	assert_int_equal(mbom_quantity(&m, l, &f, &some), 0);
	assert_false(some);
	l->raw.raw[BOM_LINE_QUANTITY] = SLICE("1.23456");
	assert_int_equal(mbom_settle(&m, l), 0);
	assert_true(slice_is(l->raw.raw[BOM_LINE_QUANTITY], "1.23456"));
	assert_int_equal(mbom_quantity(&m, l, &l->quantity, &some), 0);
	assert_true(some);
	l->computed = true;
	assert_int_equal(mbom_settle(&m, l), 0);
	assert_true(slice_is(l->raw.raw[BOM_LINE_QUANTITY], "1.23"));
	/* still exact: settled again by other digits it is another */
	r.digits = 4;
	assert_int_equal(mbom_settle(&m, l), 0);
	assert_true(slice_is(l->raw.raw[BOM_LINE_QUANTITY], "1.2346"));
	mbom_release(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_folded_line_leaves_its_origins),
	    cmocka_unit_test(the_first_reason_stays),
	    cmocka_unit_test(a_computed_quantity_is_rounded_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
