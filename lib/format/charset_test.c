/* charset_test.c - any character set in, UTF-8 out, by pieces of any size. */
#include "format/charset.h"

#include <setjmp.h>

#include <cmocka.h>

struct sample {
	const char *encoding;
	struct slice bytes;
	struct slice text;
};

static const struct sample samples[] = {
    {NULL, SLICE_INIT("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x94\xa9z"),
	SLICE_INIT("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x94\xa9z")},
    {"utf8", SLICE_INIT("plain, and longer than a word"),
	SLICE_INIT("plain, and longer than a word")},
    {"UTF-8", SLICE_INIT("n\0l"), SLICE_INIT("n\0l")},
    {"latin-1", SLICE_INIT("\xb5m \xd8 5"), SLICE_INIT("\xc2\xb5m \xc3\x98 5")},
    {"ISO-8859-1", SLICE_INIT("\xe9"), SLICE_INIT("\xc3\xa9")},
    {"windows-1252", SLICE_INIT("\x80 \x96"),
	SLICE_INIT("\xe2\x82\xac \xe2\x80\x93")},
    {"UTF-16LE", SLICE_INIT("a\0\xac\x20\x3d\xd8\x29\xdd"),
	SLICE_INIT("a\xe2\x82\xac\xf0\x9f\x94\xa9")},
    {"utf-16", SLICE_INIT("\xff\xfe\xe9\0"), SLICE_INIT("\xc3\xa9")},
    {"utf-16", SLICE_INIT("\xfe\xff\0\xe9"), SLICE_INIT("\xc3\xa9")},
    {"Shift_JIS", SLICE_INIT("\x95\x94\x95i"),
	SLICE_INIT("\xe9\x83\xa8\xe5\x93\x81")},
    /* Held back until it is known what follows. */
    {"windows-1258", SLICE_INIT("o"), SLICE_INIT("o")},
};

/* Gives `step` bytes more each time, into room for `room`. */
static void
decode(const struct sample *s, size_t step, size_t room, struct buf *out)
{
	struct charset c;
	struct err e = ERR_INIT;
	size_t given = 0, added;
	struct slice from = {s->bytes.at, 0};
	char to[64];
	enum charset_result result;

	assert_int_equal(charset_open(&c, s->encoding, &e), 0);
	while (given < s->bytes.len || from.len) {
		size_t more = s->bytes.len - given;

		more = more < step ? more : step;
		given += more;
		from.len += more;
		do {
			result = charset_decode(&c, &from, to, room, &added);
			assert_int_not_equal(result, CHARSET_BAD);
			assert_true(added <= room);
			buf_add(out, to, added);
		} while (result == CHARSET_FULL);
		assert_true(more || !from.len);
	}
	buf_add(out, to, charset_end(&c, to, 16));
	charset_close(&c);
}

static void
each_set_decodes_in_pieces_of_any_size(void **state)
{
	size_t i, step, room;

	(void)state;
	for (i = 0; i < COUNT_OF(samples); i++) {
		for (step = 1; step < 10; step++) {
			for (room = 4; room <= 64; room *= 2) {
				struct buf out = BUF_INIT(1000);

				decode(&samples[i], step, room, &out);
				assert_true(slice_equal(
				    buf_slice(&out), samples[i].text));
				buf_release(&out);
			}
		}
	}
}

static void
bytes_that_a_set_lacks_are_bad_where_they_stand(void **state)
{
	static const struct {
		const char *encoding;
		struct slice bytes;
		size_t good; /* of what is decoded */
	} table[] = {
	    {NULL, SLICE_INIT("ab\xff--"), 2},
	    {NULL, SLICE_INIT("\xc0\x80"), 0},         /* overlong */
	    {NULL, SLICE_INIT("a\xed\xa0\x80z"), 1},   /* surrogate */
	    {NULL, SLICE_INIT("\xf4\x90\x80\x80"), 0}, /* above U+10FFFF */
	    {NULL, SLICE_INIT("12345678\xe9tre"), 8},
	    {NULL, SLICE_INIT("\xed\xa0"), 0}, /* not a beginning either */
	    {"windows-1252", SLICE_INIT("a\x81"), 1},
	    {"us-ascii", SLICE_INIT("ab\xe9"), 2},
	    {"UTF-16LE", SLICE_INIT("a\0\x3d\xd8z\0"), 1},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct charset c;
		struct err e = ERR_INIT;
		struct slice from = table[i].bytes;
		char to[64];
		size_t added;

		assert_int_equal(charset_open(&c, table[i].encoding, &e), 0);
		assert_int_equal(
		    charset_decode(&c, &from, to, sizeof(to), &added),
		    CHARSET_BAD);
		assert_int_equal(added, table[i].good);
		assert_true(from.at + from.len ==
			    table[i].bytes.at + table[i].bytes.len);
		charset_close(&c);
	}
}

static void
a_cut_character_is_left_to_the_caller(void **state)
{
	static const struct slice cut[] = {
	    SLICE_INIT("a\xc3"),
	    SLICE_INIT("a\xe0"),
	    SLICE_INIT("a\xe0\xa0"),
	    SLICE_INIT("a\xed\x9f"),
	    SLICE_INIT("a\xf0"),
	    SLICE_INIT("a\xf0\x90"),
	    SLICE_INIT("a\xf4\x8f\xbf"),
	};
	size_t i, added;
	struct charset c;
	struct err e = ERR_INIT;
	char to[16];

	(void)state;
	assert_int_equal(charset_open(&c, NULL, &e), 0);
	for (i = 0; i < COUNT_OF(cut); i++) {
		struct slice from = cut[i];

		assert_int_equal(
		    charset_decode(&c, &from, to, sizeof(to), &added),
		    CHARSET_DONE);
		assert_int_equal(added, 1);
		assert_int_equal(from.len, cut[i].len - 1);
	}
	charset_close(&c);
}

static void
utf8_can_be_checked_where_it_stands(void **state)
{
	static const struct {
		struct slice bytes;
		size_t good;
		enum charset_result result;
	} table[] = {
	    {SLICE_INIT(""), 0, CHARSET_DONE},
	    {SLICE_INIT("plain and more than eight"), 25, CHARSET_DONE},
	    {SLICE_INIT("a l\xc3\xa4nge of \xe2\x82\xac"), 15, CHARSET_DONE},
	    {SLICE_INIT("ends in a \xe2\x82"), 10, CHARSET_DONE},
	    {SLICE_INIT("ends in a \xe2 not"), 10, CHARSET_BAD},
	    {SLICE_INIT("l\xe4nge"), 1, CHARSET_BAD},
	};
	struct charset c;
	struct err e = ERR_INIT;
	size_t i, good;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		assert_int_equal(charset_check(table[i].bytes, &good),
		    table[i].result);
		assert_int_equal(good, table[i].good);
	}
	assert_int_equal(charset_open(&c, "utf8", &e), 0);
	assert_true(charset_plain(&c));
	charset_close(&c);
	assert_int_equal(charset_open(&c, "latin-1", &e), 0);
	assert_false(charset_plain(&c));
	charset_close(&c);
}

static void
names_that_iconv_would_take_apart_are_refused(void **state)
{
	static const char *const names[] = {
	    "klingon",
	    "",
	    "latin1//IGNORE",
	    "utf-16//TRANSLIT",
	    "a b",
	    "../x",
	    "UTF-8,latin1",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(names); i++) {
		struct charset c;
		struct err e = ERR_INIT;
		int map[256];

		assert_int_equal(charset_open(&c, names[i], &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		assert_non_null(strstr(e.text, "is not known"));
		charset_close(&c);
		assert_false(charset_table(names[i], map));
	}
}

static void
tables_exist_for_sets_of_single_bytes(void **state)
{
	int map[256];

	(void)state;
	assert_true(charset_table("windows-1252", map));
	assert_int_equal(map['A'], 'A');
	assert_int_equal(map[0x80], 0x20ac);
	assert_int_equal(map[0x81], -1);
	assert_int_equal(map[0xff], 0xff);
	assert_true(charset_table("windows-1258", map));
	assert_int_equal(map['o'], 'o');
	assert_true(charset_table("ISO-8859-15", map));
	assert_int_equal(map[0xa4], 0x20ac);
	assert_false(charset_table("UTF-16LE", map));
	assert_false(charset_table("GBK", map));
	assert_false(charset_table("UTF-8", map));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_set_decodes_in_pieces_of_any_size),
	    cmocka_unit_test(bytes_that_a_set_lacks_are_bad_where_they_stand),
	    cmocka_unit_test(a_cut_character_is_left_to_the_caller),
	    cmocka_unit_test(utf8_can_be_checked_where_it_stands),
	    cmocka_unit_test(names_that_iconv_would_take_apart_are_refused),
	    cmocka_unit_test(tables_exist_for_sets_of_single_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
