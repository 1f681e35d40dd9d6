/* contain_test.c - what counts as being there as asked. */
#include "load/contain.h"

#include <setjmp.h>

#include <cmocka.h>

static void
an_answer_holds_what_was_asked_for(void **state)
{
	static const struct {
		const char *answer, *wanted;
		int rc;
		const char *where;
	} cases[] = {
	    {"{\"a\":1,\"b\":2}", "{\"a\":1}", 1, ""},
	    {"{\"a\":1.50}", "{\"a\":1.5}", 1, ""},
	    {"{\"a\":\"1.50\"}", "{\"a\":1.5}", 1, ""},
	    {"{\"a\":1}", "{\"a\":\"1\"}", 0, "/a"},
	    {"{\"a\":\"010\"}", "{\"a\":\"10\"}", 0, "/a"},
	    {"{\"a\":12345678901234567890}", "{\"a\":12345678901234567891}",
	     0, "/a"},
	    {"{}", "{\"a\":null,\"b\":\"\",\"c\":[],\"d\":false}", 1, ""},
	    {"{\"a\":false,\"b\":false}", "{\"a\":\"\",\"b\":null}", 1, ""},
	    {"{\"a\":0}", "{\"a\":null}", 0, "/a"},
	    {"{\"a\":\"x\"}", "{\"a\":null}", 0, "/a"},
	    {"{\"a\":{\"b\":[{\"c\":1}]}}", "{\"a\":{\"b\":[{\"c\":2}]}}", 0,
	     "/a/b"},
	    {"[1,2,2]", "[2,1,2]", 1, ""},
	    {"[1,2,3]", "[2,1]", 0, ""},
	    {"[2,1]", "[2,2]", 0, ""},
	    {"{\"l\":[{\"n\":1,\"x\":0},{\"n\":2}]}",
	     "{\"l\":[{\"n\":2},{\"n\":1}]}", 1, ""},
	    {"{\"a\":tru", "{}", -1, ""},
	    {"<html>", "{}", -1, ""},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf where = BUF_INIT(1024);
		struct err e = ERR_INIT;

		assert_int_equal(contain_check(slice_of(cases[i].answer),
		    slice_of(cases[i].wanted), &where, &e), cases[i].rc);
		assert_string_equal(buf_text(&where), cases[i].where);
		assert_int_equal(e.kind, cases[i].rc < 0 ? ERR_INPUT
		    : ERR_NONE);
		buf_release(&where);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_answer_holds_what_was_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
