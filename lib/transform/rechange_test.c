/* rechange_test.c - old records out of changes, changes out of old records. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/rechange.h"
#include "transform/scratchfile.h"

#define ITEM "{\"type\":\"item\",\"item\":\"A\""

static const char *const lines[] = {
    ITEM ",\"name\":\"new\",\"change\":{\"op\":\"change\",\"was\":{\"name\":"
	"\"old\"}}}",
    ITEM ",\"change\":{\"op\":\"change\",\"was\":{\"name\":\"old\"}}}",
    ITEM ",\"name\":\"new\",\"attrs\":{\"a\":1},\"change\":{\"op\":"
	"\"change\",\"was\":{\"name\":null,\"attrs\":null}}}",
    ITEM ",\"other\":2,\"change\":{\"op\":\"change\",\"was\":{\"item\":"
	"\"B\",\"other\":1}}}",
};

static void
a_change_comes_out_as_it_went_in(void **state)
{
	struct buf line = BUF_INIT(4096);
	struct arena a = ARENA_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(lines); i++) {
		struct record r, *old;

		scratchfile_record(&r, lines[i], &a);
		old = rechange_old(&r, &a);
		assert_null(old->change);
		assert_false(record_equal(old, &r));
		r.change->was = NULL;
		assert_true(rechange_compare(old, &r, &a));
		buf_clear(&line);
		record_add_line(&line, &r);
		assert_string_equal(buf_text(&line), lines[i]);
		/* where both are equal nothing is left */
		assert_false(rechange_compare(&r, &r, &a));
	}
	buf_release(&line);
	arena_release(&a);
}

static void
a_change_becomes_an_add_or_a_removal(void **state)
{
	struct buf line = BUF_INIT(4096);
	struct arena a = ARENA_INIT;
	struct record r;

	(void)state;
	scratchfile_record(&r, lines[0], &a);
	rechange_turn(&r, CHANGE_ADD, &a);
	record_add_line(&line, &r);
	assert_string_equal(buf_text(&line), ITEM ",\"name\":\"new\","
	    "\"change\":{\"op\":\"add\",\"tags\":[\"add\"]}}");
	buf_release(&line);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_change_comes_out_as_it_went_in),
	    cmocka_unit_test(a_change_becomes_an_add_or_a_removal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
