/* cutline_test.c - what is cut is what is read. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/cutline.h"
#include "model/recin.h"

static const char *const lines[] = {
    "{\"type\":\"item\",\"item\":\"A\"}",
    "{\"type\":\"item\",\"item\":\"\xc3\xa9\",\"name\":\"a b\","
    "\"mass\":12.5,\"phantom\":true}",
    "{\"type\":\"item\",\"item\":\"A\",\"mass\":\"1234567890123456789\"}",
    "{\"type\":\"item\",\"item\":\"A\",\"attrs\":{\"a\":\"x,y\",\"b\":-1.5,"
    "\"c\":true,\"d\":\"1234567890123456789\",\"e\":\"}\"}}",
    "{\"type\":\"item\",\"item\":\"A\",\"attrs\":{\"b\":7}}",
    "{\"type\":\"bom_line\",\"parent\":\"A\",\"parent_revision\":\"\","
    "\"plant\":\"\",\"usage\":\"\",\"alternative\":\"\",\"find_number\":"
    "\"10\",\"component\":\"P\",\"occurrence\":\"\",\"quantity\":0,"
    "\"refdes\":[\"R1\",\"R2\",\"R3,4\"],\"effective_from\":\"2026-01-01\"}",
    "{\"type\":\"bom_line\",\"parent\":\"A\",\"parent_revision\":\"\","
    "\"plant\":\"\",\"usage\":\"\",\"alternative\":\"\",\"find_number\":"
    "\"\",\"component\":\"P\",\"occurrence\":\"\",\"refdes\":[\"R1\"]}",
    "{\"type\":\"change_order\",\"change_order\":\"E1\",\"plants\":"
    "[\"1\",\"2\"],\"released_at\":\"2026-01-01T00:00:00Z\"}",
};

/* A blank at the end is no canonical line: it is read the slow way. */
static void
a_record_cut_is_the_record_read(void **state)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct record cut, read;
	struct buf line = BUF_INIT(1000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(lines); i++) {
		buf_clear(&line);
		buf_printf(&line, "%s ", lines[i]);
		assert_true(cutline_record(&cut, slice_of(lines[i]), &a));
		assert_false(cutline_record(&read, buf_slice(&line), &a));
		assert_int_equal(recin_parse(&read, buf_slice(&line),
		    JSON_AT("line", 1), &a, &e), 0);
		if (!record_equal(&cut, &read))
			fail_msg("%s", lines[i]);
		buf_clear(&line);
		record_add_line(&line, &cut);
		assert_string_equal(buf_text(&line), lines[i]);
	}
	buf_release(&line);
	arena_release(&a);
}

static void
what_needs_more_than_cutting_is_not_cut(void **state)
{
	static const char *const others[] = {
	    "",
	    "{\"type\":\"item\",\"item\":\"\"}",
	    "{\"type\":\"item\",\"item\":\"A\\\"\"}",
	    "{\"type\":\"item\",\"item\":\"A\",\"mass\":1.0}",
	    "{\"type\":\"item\",\"item\":\"A\",\"zone\":1}",
	    "{\"type\":\"item\",\"item\":\"A\",\"change\":{\"op\":\"add\"}}",
	    "{\"item\":\"A\",\"type\":\"item\"}",
	    "{\"type\":\"item\",\"item\":\"A\",\"attrs\":{}}",
	};
	struct arena a = ARENA_INIT;
	struct record r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(others); i++)
		if (cutline_record(&r, slice_of(others[i]), &a))
			fail_msg("%s", others[i]);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_record_cut_is_the_record_read),
	    cmocka_unit_test(what_needs_more_than_cutting_is_not_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
