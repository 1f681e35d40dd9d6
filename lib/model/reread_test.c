/* reread_test.c - the short way gives what the long way gives. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/recin.h"
#include "model/reread.h"

#define LINE "{\"type\":\"bom_line\",\"parent\":\"A\",\"parent_revision\":" \
	"\"\",\"plant\":\"1000\",\"usage\":\"\",\"alternative\":\"\"," \
	"\"find_number\":\"10\",\"component\":\"B\",\"occurrence\":\"\""

static const struct {
	const char *line;
	bool read;
} cases[] = {
    {"{\"type\":\"item\",\"item\":\"A\"}", true},
    {"{\"type\":\"item\",\"item\":\"\303\204 / B\",\"name\":\"x\","
	"\"phantom\":true,\"attrs\":{\"a\":\"b\",\"n\":-1.5,\"t\":true}}",
	true},
    {LINE ",\"quantity\":2.5,\"uom\":\"EA\",\"refdes\":[\"R1\",\"R2\"],"
	"\"effective_from\":\"2026-01-01\"}", true},
    {LINE ",\"quantity\":\"1234567890.123456789\"}", true},
    {LINE ",\"as_required\":true}", true},
    /* left to the long way */
    {"{\"type\":\"item\",\"item\":\"a\\\"b\"}", false},
    {"{\"type\":\"item\",\"item\":\"A\",\"unknown\":1}", false},
    {"{\"type\":\"item\",\"item\":\"A\",\"change\":{\"op\":\"add\"}}", false},
    /* not canonical: never read behind the end */
    {"", false},
    {"{", false},
    {"{\"type\":\"item\",\"item\":\"A", false},
    {"{\"type\":\"item\",\"item\":\"A\"", false},
    {"{\"type\":\"none\"}", false},
    {LINE ",\"refdes\":[\"R1\"", false},
    {LINE ",\"quantity\":", false},
    {"{\"type\":\"item\",\"item\":\"A\",\"attrs\":{\"a\"}}", false},
};

static void
records_are_those_of_the_slow_reader(void **state)
{
	struct buf line = BUF_INIT(65536);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		/* without a NUL behind it, so that a wrong step is seen */
		size_t len = strlen(cases[i].line);
		char *exact = mem_grow(NULL, len + 1, 1);
		struct record fast, slow;
		struct slice text = slice_from(exact, len);

		memcpy(exact, cases[i].line, len);
		exact = mem_grow(exact, len ? len : 1, 1);
		text.at = exact;
		if (reread_record(&fast, text, &a) != cases[i].read)
			fail_msg("%s", cases[i].line);
		if (cases[i].read) {
			assert_int_equal(recin_parse(&slow, text,
			    JSON_AT("in", 1), &a, &e), 0);
			assert_true(record_equal(&fast, &slow));
			buf_clear(&line);
			record_add_line(&line, &fast);
			assert_string_equal(buf_text(&line), cases[i].line);
		}
		arena_reset(&a);
		mem_free(exact);
	}
	buf_release(&line);
	arena_release(&a);
}

static void
a_set_of_any_size_is_read(void **state)
{
	struct buf line = BUF_INIT(65536), again = BUF_INIT(65536);
	struct arena a = ARENA_INIT;
	struct record r;
	unsigned i;

	(void)state;
	buf_add_text(&line, LINE ",\"refdes\":[\"R1\"");
	for (i = 2; i < 500; i++)
		buf_printf(&line, ",\"R%u\"", i);
	buf_add_text(&line, "]}");
	assert_true(reread_record(&r, buf_slice(&line), &a));
	assert_int_equal(r.values[BOM_LINE_REFDES].count, 499);
	record_add_line(&again, &r);
	assert_string_equal(buf_text(&again), buf_text(&line));
	buf_release(&line);
	buf_release(&again);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(records_are_those_of_the_slow_reader),
	    cmocka_unit_test(a_set_of_any_size_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
