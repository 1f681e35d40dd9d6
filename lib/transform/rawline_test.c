/* rawline_test.c - lines cut and put together again, byte for byte. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/rawline.h"

#define KEYS ",\"parent\":\"A\\\"\",\"parent_revision\":\"\",\"plant\":\"\"," \
    "\"usage\":\"eng\",\"alternative\":\"\""
#define LINE "{\"type\":\"bom_line\"" KEYS ",\"find_number\":\"10\"," \
    "\"component\":\"C\\\\\",\"occurrence\":\"\"" \
    ",\"quantity\":\"1234567890123456.5\",\"as_required\":true," \
    "\"refdes\":[\"R1\",\"R\\\"]\"],\"note\":\"\xc3\xa4 x\"," \
    "\"attrs\":{\"quantity\":7},\"zz\":[1,{}]}"

static void
assert_slice(struct slice s, const char *right)
{
	if (!slice_is(s, right))
		fail_msg("%.*s is not %s", SLICE_ARGS(s), right);
}

static void
a_line_is_cut_and_put_together_again(void **state)
{
	struct buf b = BUF_INIT(10000);
	struct rawline l;
	struct slice line = SLICE(LINE);

	(void)state;
	rawline_cut(&l, TYPE_BOM_LINE, line);
	assert_slice(l.raw[BOM_LINE_PARENT], "\"A\\\"\"");
	assert_slice(l.raw[BOM_LINE_COMPONENT], "\"C\\\\\"");
	assert_slice(l.raw[BOM_LINE_AS_REQUIRED], "true");
	assert_slice(l.raw[BOM_LINE_REFDES], "[\"R1\",\"R\\\"]\"]");
	assert_slice(l.raw[BOM_LINE_NOTE], "\"\xc3\xa4 x\"");
	assert_slice(l.tail, ",\"attrs\":{\"quantity\":7},\"zz\":[1,{}]");
	assert_int_equal(l.raw[BOM_LINE_UOM].len, 0);
	rawline_add(&b, &l, TYPE_BOM_LINE);
	assert_true(slice_equal(buf_slice(&b), line));
	/* changed, dropped and added members, and from another text */
	buf_clear(&b);
	l.raw[BOM_LINE_PLANT] = SLICE("\"1000\"");
	l.raw[BOM_LINE_AS_REQUIRED] = slice_from("", 0);
	l.raw[BOM_LINE_UOM] = SLICE("\"PCE\"");
	rawline_add(&b, &l, TYPE_BOM_LINE);
	assert_slice(buf_slice(&b), "{\"type\":\"bom_line\",\"parent\":"
	    "\"A\\\"\",\"parent_revision\":\"\",\"plant\":\"1000\",\"usage\":"
	    "\"eng\",\"alternative\":\"\",\"find_number\":\"10\","
	    "\"component\":\"C\\\\\",\"occurrence\":\"\","
	    "\"quantity\":\"1234567890123456.5\",\"uom\":\"PCE\","
	    "\"refdes\":[\"R1\",\"R\\\"]\"],\"note\":\"\xc3\xa4 x\","
	    "\"attrs\":{\"quantity\":7},\"zz\":[1,{}]}");
	buf_release(&b);
}

static void
keys_are_the_same_bytes_in_a_bom_and_its_lines(void **state)
{
	struct slice bom = SLICE("{\"type\":\"bom\"" KEYS "}");
	struct slice a = rawline_keys(TYPE_BOM, bom, RAWLINE_BOM_KEYS);
	struct slice b = rawline_keys(TYPE_BOM_LINE, SLICE(LINE),
	    RAWLINE_BOM_KEYS);
	struct slice raw[RAWLINE_BOM_KEYS];
	struct rawline whole, rest;
	unsigned i;

	(void)state;
	assert_slice(a, KEYS);
	assert_true(slice_equal(a, b));
	assert_slice(rawline_key(TYPE_BOM, a, BOM_USAGE), "\"eng\"");
	assert_slice(rawline_first(TYPE_BOM, bom), "\"A\\\"\"");
	for (i = 0; i < RAWLINE_BOM_KEYS; i++)
		raw[i] = rawline_key(TYPE_BOM, a, i);
	rawline_cut(&whole, TYPE_BOM_LINE, SLICE(LINE));
	rawline_cut_line(&rest, SLICE(LINE), b, raw);
	for (i = 0; i < RAWLINE_MEMBERS; i++)
		assert_true(slice_equal(whole.raw[i], rest.raw[i]));
	assert_true(slice_equal(whole.tail, rest.tail));
}

static void
values_go_in_and_out(void **state)
{
	static const char *const numbers[] = {"0", "-1.5", "123456789012345",
	    "\"1234567890123456\"", "\"-0.00000000000000012345678901234567\""};
	struct arena a = ARENA_INIT;
	struct value v;
	struct decimal d;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(numbers); i++) {
		assert_true(rawline_number(&d, slice_of(numbers[i])));
		assert_slice(rawline_of_number(d, &a), numbers[i]);
	}
	assert_false(rawline_number(&d, SLICE("")));
	assert_slice(rawline_of_text(SLICE("a\"b\n"), &a), "\"a\\\"b\\n\"");
	assert_slice(rawline_plain(SLICE("\"x\"")), "x");
	v = rawline_set(SLICE("[\"R\\\"]\",\"R1\"]"), &a);
	assert_int_equal(v.count, 2);
	assert_slice(v.set[0], "R\"]");
	assert_slice(rawline_of_set(&v, &a), "[\"R\\\"]\",\"R1\"]");
	assert_int_equal(rawline_set(SLICE(""), &a).count, 0);
	assert_true(rawline_says(SLICE("\"x\"")));
	assert_true(rawline_says(SLICE("7")));
	assert_false(rawline_says(SLICE("\"\"")));
	assert_false(rawline_says(SLICE("")));
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_line_is_cut_and_put_together_again),
	    cmocka_unit_test(keys_are_the_same_bytes_in_a_bom_and_its_lines),
	    cmocka_unit_test(values_go_in_and_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
