/* text_test.c - slices, natural order, UTF-8 and bufs. */
#include "base/text.h"

#include <setjmp.h>

#include <cmocka.h>

static int
sign(int n)
{
	return (n > 0) - (n < 0);
}

static void
slices_are_compared_by_bytes(void **state)
{
	static const struct slice ordered[] = {
	    SLICE_INIT(""), SLICE_INIT("\0"), SLICE_INIT("\0\0"),
	    SLICE_INIT("A"), SLICE_INIT("A\0"), SLICE_INIT("AB"),
	    SLICE_INIT("a"), SLICE_INIT("\x7f"), SLICE_INIT("\x80"),
	    SLICE_INIT("\xff"),
	};
	size_t i, j;

	(void)state;
	for (i = 0; i < COUNT_OF(ordered); i++) {
		for (j = 0; j < COUNT_OF(ordered); j++) {
			int c = slice_compare(ordered[i], ordered[j]);

			assert_int_equal(sign(c), (i > j) - (i < j));
			assert_int_equal(slice_equal(ordered[i], ordered[j]),
			    i == j);
		}
	}
	assert_true(slice_equal(slice_from(NULL, 0), SLICE("")));
	assert_int_equal(slice_compare(slice_from(NULL, 0), SLICE("")), 0);
	assert_true(slice_is(SLICE("abc"), "abc"));
	assert_false(slice_is(SLICE("abc\0"), "abc"));
	assert_true(slice_begins(SLICE("abc"), SLICE("ab")));
	assert_true(slice_begins(SLICE("abc"), SLICE("")));
	assert_true(slice_begins(slice_from(NULL, 0), SLICE("")));
	assert_false(slice_begins(SLICE("ab"), SLICE("abc")));
	assert_false(slice_begins(SLICE("abc"), SLICE("b")));
}

static void
designators_come_in_natural_order(void **state)
{
	static const char *const ordered[] = {
	    "", "-1", "0", "00", "01", "1", "1-2", "1-10", "1.5", "1A", "002",
	    "2", "9", "010", "10", "18446744073709551616",
	    "018446744073709551617", "18446744073709551617",
	    "C", "C1", "C1-1", "C1A1", "C1A01B", "C1A2", "C2", "C10",
	    "R01", "R1", "R01a", "R1a", "R001b", "R2", "R10", "R10A2",
	    "R10A10", "RR1", "R\xc3\xa4", "c1",
	};
	size_t i, j;

	(void)state;
	for (i = 0; i < COUNT_OF(ordered); i++) {
		for (j = 0; j < COUNT_OF(ordered); j++) {
			int c = slice_compare_natural(slice_of(ordered[i]),
			    slice_of(ordered[j]));

			if (sign(c) != (i > j) - (i < j))
				fail_msg("%s and %s: %d", ordered[i],
				    ordered[j], c);
		}
	}
}

/* All short texts over an alphabet that holds every rule of the order. */
static void
natural_order_is_a_total_order(void **state)
{
	static const char alphabet[] = "01aR";
	static char texts[85][4]; /* 1 + 4 + 16 + 64 of up to 3 letters */
	size_t count = 1, i, j, k;

	(void)state;
	for (i = 0; i < 21; i++) {
		for (j = 0; j < 4; j++, count++) {
			memcpy(texts[count], texts[i], 4);
			texts[count][strlen(texts[i])] = alphabet[j];
		}
	}
	assert_int_equal(count, COUNT_OF(texts));
	for (i = 0; i < count; i++) {
		for (j = 0; j < count; j++) {
			struct slice a = slice_of(texts[i]);
			struct slice b = slice_of(texts[j]);
			int c = slice_compare_natural(a, b);

			assert_int_equal(sign(c),
			    -sign(slice_compare_natural(b, a)));
			assert_int_equal(c == 0, i == j);
			for (k = 0; c < 0 && k < count; k++) {
				struct slice d = slice_of(texts[k]);

				if (slice_compare_natural(b, d) < 0 &&
				    slice_compare_natural(a, d) >= 0)
					fail_msg("%s < %s < %s", texts[i],
					    texts[j], texts[k]);
			}
		}
	}
}

static void
blanks_are_trimmed_at_the_ends_only(void **state)
{
	static const char *const table[][2] = {
	    {"", ""}, {" ", ""}, {" \t\r\n", ""}, {"a", "a"},
	    {" a b ", "a b"}, {"\r\na\n", "a"}, {"\va\f", "\va\f"},
	    {"\xc2\xa0" "a", "\xc2\xa0" "a"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++)
		assert_true(slice_is(slice_trim(slice_of(table[i][0])),
		    table[i][1]));
	assert_int_equal(slice_trim(slice_from(NULL, 0)).len, 0);
}

static void
cutting_at_a_mark_gives_all_parts_and_an_end(void **state)
{
	static const struct {
		const char *text;
		size_t count;
		const char *parts[4];
	} table[] = {
	    {"", 1, {""}}, {"a", 1, {"a"}}, {",", 2, {"", ""}},
	    {"a,b", 2, {"a", "b"}}, {"a,,b,", 4, {"a", "", "b", ""}},
	};
	size_t i, n;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct slice rest = slice_of(table[i].text);

		for (n = 0; rest.at; n++) {
			struct slice part = slice_cut(&rest, ',');

			assert_true(n < table[i].count);
			assert_true(slice_is(part, table[i].parts[n]));
		}
		assert_int_equal(n, table[i].count);
		assert_int_equal(rest.len, 0);
	}
}

static void
utf8_is_that_of_table_3_7(void **state)
{
	static const struct {
		const char *text;
		size_t good; /* bytes at the start */
		size_t first; /* bytes of the first sequence */
	} table[] = {
	    {"", 0, 0}, {"abc", 3, 1}, {"\x7f", 1, 1}, {"\x80", 0, 0},
	    {"\xbf", 0, 0}, {"\xc0\x80", 0, 0}, {"\xc1\xbf", 0, 0},
	    {"\xc2\x80", 2, 2}, {"\xdf\xbf", 2, 2}, {"\xc2", 0, 0},
	    {"\xc2\x7f", 0, 0}, {"\xc2\xc0", 0, 0},
	    {"\xe0\x9f\xbf", 0, 0}, {"\xe0\xa0\x80", 3, 3},
	    {"\xe0\xbf\xbf", 3, 3}, {"\xe1\x80\x80", 3, 3},
	    {"\xec\xbf\xbf", 3, 3}, {"\xed\x80\x80", 3, 3},
	    {"\xed\x9f\xbf", 3, 3}, {"\xed\xa0\x80", 0, 0},
	    {"\xed\xbf\xbf", 0, 0}, {"\xee\x80\x80", 3, 3},
	    {"\xef\xbf\xbf", 3, 3}, {"\xe1\x80", 0, 0}, {"\xe1", 0, 0},
	    {"\xe1\x7f\x80", 0, 0}, {"\xe1\x80\x7f", 0, 0},
	    {"\xe1\x80\xc0", 0, 0},
	    {"\xf0\x8f\xbf\xbf", 0, 0}, {"\xf0\x90\x80\x80", 4, 4},
	    {"\xf0\xbf\xbf\xbf", 4, 4}, {"\xf1\x80\x80\x80", 4, 4},
	    {"\xf3\xbf\xbf\xbf", 4, 4}, {"\xf4\x80\x80\x80", 4, 4},
	    {"\xf4\x8f\xbf\xbf", 4, 4}, {"\xf4\x90\x80\x80", 0, 0},
	    {"\xf5\x80\x80\x80", 0, 0}, {"\xf8\x88\x80\x80\x80", 0, 0},
	    {"\xff", 0, 0}, {"\xf1\x80\x80", 0, 0},
	    {"\xf1\x80\x80\x7f", 0, 0}, {"\xf1\x80\xff\x80", 0, 0},
	    {"ab\xc3\xa9" "c\xff" "d", 5, 1},
	    {"\xe2\x82\xac\xe2\x82", 3, 3},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct slice s = slice_of(table[i].text);

		assert_int_equal(slice_utf8_length(s), table[i].good);
		assert_int_equal(slice_utf8_sequence(s), table[i].first);
	}
	assert_int_equal(slice_utf8_length(SLICE("a\0b")), 3);
	assert_int_equal(slice_utf8_length(slice_from(NULL, 0)), 0);
	/* what stands behind the slice is not looked at */
	assert_int_equal(slice_utf8_length(slice_from("\xc3\xa9", 1)), 0);
}

/* Each sequence of up to three bytes, against the definition by code point. */
static void
utf8_agrees_with_the_code_points_for_all_short_sequences(void **state)
{
	uint32_t code;

	(void)state;
	for (code = 0; code < 0x1000000; code += code < 0xc00000 ? 251 : 1) {
		char bytes[3];
		uint32_t a = code >> 16, b = code >> 8 & 0xff, c = code & 0xff;
		bool second = (b & 0xc0) == 0x80, third = (c & 0xc0) == 0x80;
		uint32_t point = (a & 15) << 12 | (b & 63) << 6 | (c & 63);
		size_t expected = 0;

		bytes[0] = (char)a;
		bytes[1] = (char)b;
		bytes[2] = (char)c;
		if (a < 0x80)
			expected = 1;
		if (a >> 5 == 6 && second && ((a & 31) << 6) >= 0x80)
			expected = 2;
		if (a >> 4 == 14 && second && third && point >= 0x800 &&
		    (point < 0xd800 || point > 0xdfff))
			expected = 3;
		if (slice_utf8_sequence(slice_from(bytes, 3)) != expected)
			fail_msg("%06x", code);
	}
}

static void
the_nearest_name_is_near_enough_to_be_meant(void **state)
{
	static const char *const names[] = {"quantity", "uom", "find_number",
	    "component", "parent", "q", NULL};
	static const char *const table[][2] = {
	    {"quantity", "quantity"}, {"quantty", "quantity"},
	    {"Quantity", "quantity"}, {"qty", NULL}, {"umo", NULL},
	    {"uon", "uom"}, {"findnumber", "find_number"},
	    {"compnent", "component"}, {"xyz", NULL},
	    {"a_name_that_is_longer_than_forty_bytes_and_some", NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		const char *near = slice_nearest(slice_of(table[i][0]),
		    names);

		if (table[i][1])
			assert_string_equal(near ? near : "", table[i][1]);
		else
			assert_null(near);
	}
	assert_null(slice_nearest(SLICE("abc"), names + 6));
}

static void
a_buf_keeps_to_its_ceiling(void **state)
{
	static const size_t ceilings[] = {0, 1, 15, 16, 17, 20, 100, 1000};
	size_t i, step;

	(void)state;
	for (i = 0; i < COUNT_OF(ceilings); i++) {
		for (step = 1; step <= 33; step++) {
			struct buf b = BUF_INIT(ceilings[i]);
			char piece[33];
			size_t n = 0;

			memset(piece, 'x', sizeof(piece));
			while (n + step <= ceilings[i]) {
				buf_add(&b, piece, step);
				n += step;
				assert_false(b.over);
			}
			assert_int_equal(b.len, n);
			buf_add(&b, piece, step);
			assert_true(b.over);
			assert_int_equal(b.len, n);
			assert_int_equal(strlen(buf_text(&b)), n);
			buf_clear(&b);
			assert_false(b.over);
			assert_int_equal(buf_slice(&b).len, 0);
			buf_release(&b);
			assert_int_equal(b.most, ceilings[i]);
		}
	}
}

static void
pieces_of_every_kind_are_put_together(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 100);
	assert_string_equal(buf_text(&b), "");
	buf_add_slice(&b, SLICE("a\0b"));
	buf_add_text(&b, "-c");
	buf_add_byte(&b, '\n');
	buf_printf(&b, "%d/%s", 42, "x");
	buf_printf(&b, "%s", "");
	buf_add_hex(&b, (const unsigned char *)"\x00\x9f\xff", 3);
	buf_add(&b, NULL, 0);
	assert_true(slice_equal(buf_slice(&b),
	    SLICE("a\0b-c\n42/x009fff")));
	assert_int_equal(buf_text(&b)[b.len], 0);
	buf_release(&b);
	buf_release(&b);
}

static void
what_is_printed_over_the_ceiling_is_left_out_whole(void **state)
{
	struct buf b = BUF_INIT(10);

	(void)state;
	buf_add_text(&b, "12345");
	buf_printf(&b, "%s", "678901");
	assert_true(b.over);
	assert_string_equal(buf_text(&b), "12345");
	buf_printf(&b, "%s", "67890");
	assert_string_equal(buf_text(&b), "1234567890");
	assert_true(b.over);
	buf_release(&b);
}

static void
whole_numbers_are_read_up_to_a_most(void **state)
{
	static const struct {
		const char *text;
		uint64_t most;
		bool good;
		uint64_t value;
	} table[] = {
	    {"0", 0, true, 0}, {"1", 0, false, 0}, {"007", 7, true, 7},
	    {"8", 7, false, 0}, {"9", 7, false, 0}, {"10", 9, false, 0},
	    {"10", 10, true, 10}, {"11", 10, false, 0},
	    {"18446744073709551615", UINT64_MAX, true, UINT64_MAX},
	    {"18446744073709551616", UINT64_MAX, false, 0},
	    {"99999999999999999999", UINT64_MAX, false, 0},
	    {"184467440737095516150", UINT64_MAX, false, 0},
	    {"", 9, false, 0}, {"-1", 9, false, 0}, {"+1", 9, false, 0},
	    {" 1", 9, false, 0}, {"1 ", 9, false, 0}, {"1.0", 99, false, 0},
	    {"0x1", 99, false, 0}, {"\xb2", 99, false, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		uint64_t value = 77;

		assert_int_equal(text_to_number(slice_of(table[i].text),
		    table[i].most, &value), table[i].good);
		assert_true(value == (table[i].good ? table[i].value : 77));
	}
}

static void
a_copied_slice_lives_in_the_arena(void **state)
{
	struct arena a = ARENA_INIT;
	char text[] = "bolt";
	struct slice copy = slice_copy(slice_of(text), &a);

	(void)state;
	text[0] = 'c';
	assert_true(slice_is(copy, "bolt"));
	assert_int_equal(copy.at[copy.len], 0);
	arena_release(&a);
}

static void
quotes_inside_are_doubled(void **state)
{
	struct buf b = BUF_INIT(100);

	(void)state;
	buf_add_quoted(&b, SLICE("it's \"it\""), '\'');
	buf_add_byte(&b, ' ');
	buf_add_quoted(&b, SLICE("it's \"it\""), '"');
	buf_add_quoted(&b, SLICE(""), '"');
	assert_string_equal(buf_text(&b),
	    "'it''s \"it\"' \"it's \"\"it\"\"\"\"\"");
	buf_release(&b);
}

static void
copies_in_other_letters_change_those_of_ascii_only(void **state)
{
	struct arena a = ARENA_INIT;

	(void)state;
	assert_true(slice_is(slice_upper(SLICE("az-AZ@[`{\xc3\xa4"), &a),
	    "AZ-AZ@[`{\xc3\xa4"));
	assert_true(slice_is(slice_lower(SLICE("az-AZ@[`{\xc3\x84"), &a),
	    "az-az@[`{\xc3\x84"));
	assert_int_equal(slice_upper(SLICE(""), &a).len, 0);
	arena_release(&a);
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(slices_are_compared_by_bytes),
	    TEST(quotes_inside_are_doubled),
	    TEST(copies_in_other_letters_change_those_of_ascii_only),
	    TEST(designators_come_in_natural_order),
	    TEST(natural_order_is_a_total_order),
	    TEST(blanks_are_trimmed_at_the_ends_only),
	    TEST(cutting_at_a_mark_gives_all_parts_and_an_end),
	    TEST(utf8_is_that_of_table_3_7),
	    TEST(utf8_agrees_with_the_code_points_for_all_short_sequences),
	    TEST(the_nearest_name_is_near_enough_to_be_meant),
	    TEST(a_buf_keeps_to_its_ceiling),
	    TEST(pieces_of_every_kind_are_put_together),
	    TEST(what_is_printed_over_the_ceiling_is_left_out_whole),
	    TEST(whole_numbers_are_read_up_to_a_most),
	    TEST(a_copied_slice_lives_in_the_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
