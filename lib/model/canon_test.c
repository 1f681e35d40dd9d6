/* canon_test.c - the fast way and the slow one give the same line. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "io/log.h"
#include "io/zio.h"
#include "model/canon.h"

static const struct {
	const char *raw;
	const char *canonical;
	enum record_type type;
	size_t key_length;
	bool has_change;
} cases[] = {
    {"{\"type\":\"item\",\"item\":\"A\"}",
	"{\"type\":\"item\",\"item\":\"A\"}", TYPE_ITEM, 25, false},
    {"{\"type\":\"item\",\"item\":\"A\"}\r",
	"{\"type\":\"item\",\"item\":\"A\"}", TYPE_ITEM, 25, false},
    {"{\"type\":\"item\",\"item\":\"A\",\"change\":{\"op\":\"change\","
     "\"was\":{},\"tags\":[]}}", "{\"type\":\"item\",\"item\":\"A\","
	"\"change\":{\"op\":\"change\"}}", TYPE_ITEM, 25, true},
    {" { \"item\" : \"A\" , \"type\" : \"item\" } \r",
	"{\"type\":\"item\",\"item\":\"A\"}", TYPE_ITEM, 25, false},
    {"{\"type\":\"item\",\"item\":\"A\",\"mass\":\"2.50\"}",
	"{\"type\":\"item\",\"item\":\"A\",\"mass\":2.5}", TYPE_ITEM, 25,
	false},
    {"{\"type\":\"item\",\"item\":\"A\",\"zone\":[ 1.0 ]}",
	"{\"type\":\"item\",\"item\":\"A\",\"zone\":[1]}", TYPE_ITEM, 25,
	false},
    {"{\"type\":\"item\",\"item\":\"A\",\"change\":{\"op\":\"add\"}}",
	"{\"type\":\"item\",\"item\":\"A\",\"change\":{\"op\":\"add\"}}",
	TYPE_ITEM, 25, true},
    {"{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"\\u0041\"}",
	"{\"type\":\"plant_item\",\"item\":\"A\",\"plant\":\"A\"}",
	TYPE_PLANT_ITEM, 43, false},
};

static void
any_spelling_gives_the_line_with_its_type_and_key(void **state)
{
	struct err e = ERR_INIT;
	struct canon_line made;
	struct canon c;
	size_t i;

	(void)state;
	canon_init(&c, "in");
	for (i = 0; i < COUNT_OF(cases); i++) {
		if (canon_make(&c, &made, slice_of(cases[i].raw), i + 1,
		    &e) < 0)
			fail_msg("%s", e.text);
		assert_true(slice_is(made.text, cases[i].canonical));
		assert_int_equal(made.type, cases[i].type);
		assert_int_equal(made.key_length, cases[i].key_length);
		assert_int_equal(made.has_change, cases[i].has_change);
		/* again: the canonical line is its own */
		assert_int_equal(canon_make(&c, &made,
		    slice_of(cases[i].canonical), 1, &e), 0);
		assert_true(slice_is(made.text, cases[i].canonical));
	}
	canon_release(&c);
}

static void
what_is_wrong_is_said_with_name_line_and_column(void **state)
{
	struct err e = ERR_INIT;
	struct canon_line made;
	struct canon c;

	(void)state;
	canon_init(&c, "in.jsonl");
	assert_int_equal(canon_make(&c, &made,
	    SLICE("{\"type\":\"itm\",\"item\":\"A\"}"), 12, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_string_equal(e.text, "in.jsonl:12:14: type: \"itm\" is unknown "
	    "(did you mean item?)");
	/* and the next line is read as if nothing had been */
	err_clear(&e);
	assert_int_equal(canon_make(&c, &made, slice_of(cases[1].raw), 13,
	    &e), 0);
	assert_true(slice_is(made.text, cases[1].canonical));
	canon_release(&c);
}

/* A record may be longer in its canonical form than it came. */
static void
a_line_that_grows_over_the_ceiling_is_refused(void **state)
{
	struct buf raw = BUF_INIT(ZIO_LINE_MOST);
	struct err e = ERR_INIT;
	struct canon_line made;
	struct canon c;

	(void)state;
	buf_add_text(&raw, "{\"type\":\"bom\",\"parent\":\"A\",\"zone\":\"");
	while (raw.len < ZIO_LINE_MOST - 2)
		buf_add_byte(&raw, 'z');
	buf_add_text(&raw, "\"}");
	assert_int_equal(raw.len, ZIO_LINE_MOST);
	canon_init(&c, "in");
	assert_int_equal(canon_make(&c, &made, buf_slice(&raw), 1, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_string_equal(e.text,
	    "in:1: the record is longer than 16777216 bytes");
	canon_release(&c);
	buf_release(&raw);
}

static void
a_record_of_100_000_unknown_members_is_read_in_no_time(void **state)
{
	struct buf raw = BUF_INIT(ZIO_LINE_MOST);
	struct err e = ERR_INIT;
	struct canon_line made;
	struct canon c;
	unsigned i;

	(void)state;
	canon_init(&c, "in");
	buf_add_text(&raw, "{\"type\":\"item\",\"item\":\"A\"");
	for (i = 0; i < 100000; i++)
		buf_printf(&raw, ",\"u%u\":1", i);
	buf_add_byte(&raw, '}');
	assert_int_equal(canon_make(&c, &made, buf_slice(&raw), 1, &e), 0);
	assert_int_equal(made.text.len, raw.len);
	raw.len--;
	buf_add_text(&raw, ",\"v\":1}");
	assert_int_equal(canon_make(&c, &made, buf_slice(&raw), 1, &e), -1);
	assert_non_null(strstr(e.text, "more than 100000 members"));
	canon_release(&c);
	buf_release(&raw);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		any_spelling_gives_the_line_with_its_type_and_key),
	    cmocka_unit_test(what_is_wrong_is_said_with_name_line_and_column),
	    cmocka_unit_test(a_line_that_grows_over_the_ceiling_is_refused),
	    cmocka_unit_test(
		a_record_of_100_000_unknown_members_is_read_in_no_time),
	};

	log_init("canon_test", LOG_ERROR, LOG_TEXT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
