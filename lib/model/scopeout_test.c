/* scopeout_test.c - scopes printed, alone and several. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/scopeout.h"

static void
several_scopes_are_an_array(void **state)
{
	struct scope one, two;
	struct buf b = BUF_INIT(4096);

	(void)state;
	scope_init(&one);
	scope_init(&two);
	one.limits_types = true;
	one.types[TYPE_ITEM] = true;
	two.no_removals[TYPE_BOM] = true;
	scopeout_add(&b, &one);
	assert_string_equal(buf_text(&b), "{\"types\":[\"item\"]}");
	one.more = &two;
	buf_clear(&b);
	scopeout_add(&b, &one);
	assert_string_equal(buf_text(&b), "[{\"types\":[\"item\"]},"
	    "{\"removals\":{\"bom\":false}}]");
	buf_release(&b);
}

static void
scopes_are_equal_where_they_print_alike(void **state)
{
	struct scope one, two;

	(void)state;
	scope_init(&one);
	scope_init(&two);
	assert_true(scopeout_equal(&one, &two));
	two.filter = SLICE("released");
	assert_false(scopeout_equal(&one, &two));
	two.filter = SLICE("");
	one.more = &two;
	assert_false(scopeout_equal(&one, &two));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(several_scopes_are_an_array),
	    cmocka_unit_test(scopes_are_equal_where_they_print_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
