/* step_test.c - one rule applied to one row; convert_test.c has the tables. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/step.h"

/* The rule of a column for a quantity, applied to a text. */
static int
apply(struct convert *c, const char *text, bool words, struct value *v)
{
	struct slice fields[] = {slice_of(text)};
	struct row row = {.fields = fields};
	struct rule rule = {.kind = MEMBER_NUMBER, .text = SLICE_INIT("Qty"),
	    .letters = RULE_AS_IS, .fallback = SLICE_INIT("1")};
	struct step s = {.c = c, .rule = &rule, .name = SLICE_INIT("quantity"),
	    .row = &row, .words = words};
	struct err e = ERR_INIT;

	memset(c, 0, sizeof(*c));
	buf_init(&c->reason, STEP_REASON_MOST);
	c->judge.answers = &damage_defaults;
	return step_apply(&s, v, &e);
}

static void
done(struct convert *c)
{
	buf_release(&c->reason);
	arena_release(&c->arena);
}

static void
words_of_the_trade_are_no_quantity(void **state)
{
	struct convert c;
	struct value v;

	(void)state;
	assert_int_equal(apply(&c, "A/R", true, &v), 1);
	assert_true(c.as_required);
	assert_int_equal(v.kind, VALUE_ABSENT);
	done(&c);
	assert_int_equal(apply(&c, "A/R", false, &v), 0);
	assert_string_equal(buf_text(&c.reason), "not_a_number: quantity "
	    "\"A/R\" is not a number");
	assert_true(slice_is(c.column, "Qty"));
	done(&c);
	assert_int_equal(apply(&c, "", true, &v), 1);
	assert_false(c.as_required);
	assert_true(slice_is(v.text, "1"));
	done(&c);
}

static void
the_first_reason_is_the_one_that_is_told(void **state)
{
	struct buf why = BUF_INIT(100);
	struct convert c;
	struct value v;
	struct step s = {.c = &c, .name = SLICE_INIT("item")};

	(void)state;
	assert_int_equal(apply(&c, "2", false, &v), 1);
	assert_int_equal(step_refuse(&s, "a: %d", 1), 0);
	assert_int_equal(step_refuse(&s, "b: %d", 2), 0);
	assert_string_equal(buf_text(&c.reason), "a: 1");
	assert_true(slice_is(c.column, "item"));
	buf_clear(&c.reason);
	assert_true(step_judged(&s, true, &why));
	buf_add_text(&why, "date: x");
	assert_false(step_judged(&s, false, &why));
	assert_string_equal(buf_text(&c.reason), "date: x");
	done(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_of_the_trade_are_no_quantity),
		cmocka_unit_test(the_first_reason_is_the_one_that_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
