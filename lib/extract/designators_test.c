/* designators_test.c - lists, ranges, and what only looks like a range. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/designators.h"

static struct arena arena = ARENA_INIT;

/* The texts of a list, joined by "|". */
static const char *
list_of(const char *text, const struct designators *how)
{
	static struct buf b;
	struct designator_list l;
	const char *why = "";
	size_t i;

	buf_release(&b);
	buf_init(&b, 65536);
	arena_reset(&arena);
	if (!designators_list(&l, slice_of(text), how, &arena, &why))
		return why;
	for (i = 0; i < l.count; i++) {
		buf_add_text(&b, i ? "|" : "");
		buf_add_slice(&b, l.at[i]);
	}
	return buf_text(&b);
}

static void
texts_are_cut_at_commas_semicolons_and_blanks(void **state)
{
	static const struct designators plain = {{NULL, 0}, false};

	(void)state;
	assert_string_equal(list_of("R1, R2;R3 R4\nR5,,R6 ", &plain),
	    "R1|R2|R3|R4|R5|R6");
	assert_string_equal(list_of("R1-R4", &plain), "R1-R4");
	assert_string_equal(list_of(" , ", &plain), "");
}

static void
texts_are_cut_at_what_the_profile_says(void **state)
{
	static const struct slice marks[] = {
		SLICE_INIT("<br>"), SLICE_INIT("/"),
	};
	static const struct designators own = {{marks, 2}, false};

	(void)state;
	assert_string_equal(list_of("R1 A<br>R2/ R3", &own), "R1 A|R2|R3");
}

static void
ranges_are_counted_up(void **state)
{
	static const struct {
		const char *text, *list;
	} cases[] = {
		{"R1-R4, R7", "R1|R2|R3|R4|R7"},
		{"R1-4", "R1|R2|R3|R4"},
		{"C10..C12", "C10|C11|C12"},
		{"R1 - R3 R5", "R1|R2|R3|R5"},
		{"R1\xe2\x80\x93R2", "R1|R2"},
		{"R1 -R2;R4- R5", "R1|R2|R4|R5"},
		{"BTN0-6", "BTN0|BTN1|BTN2|BTN3|BTN4|BTN5|BTN6"},
		{"TP01-TP03", "TP01|TP02|TP03"},
		{"TP08-11", "TP08|TP09|TP10|TP11"},
		{"TP9-TP11", "TP9|TP10|TP11"},
		{"X2_R1-X2_R2", "X2_R1|X2_R2"},
		{"R1-R1", "R1"},
		{"R0-R1", "R0|R1"},
	};
	static const struct designators ranges = {{NULL, 0}, true};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++)
		assert_string_equal(list_of(cases[i].text, &ranges),
		    cases[i].list);
}

static void
what_only_looks_like_a_range_is_one_text(void **state)
{
	static const char *const texts[] = {
		"USB-C1", "R4-R1", "R10-2", "R1-C4", "10-12", "R1-R4A",
		"R1-R2-R3", "TP01-TP3", "R01-R4", "R1-", "-R1", "J1-A",
		"IC1A-IC1C", "A:C1", "TEST+SUPPLY", "R.1",
		"R1-R99999999999999999999",
	};
	static const struct designators ranges = {{NULL, 0}, true};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(texts); i++)
		assert_string_equal(list_of(texts[i], &ranges), texts[i]);
}

static void
there_is_a_ceiling(void **state)
{
	static const struct designators ranges = {{NULL, 0}, true};

	(void)state;
	assert_string_equal(list_of("R1-R10001", &ranges),
	    "stands for more than 10000 texts");
	assert_string_equal(list_of("R1-R9999 C1-C2", &ranges),
	    "stands for more than 10000 texts");
	assert_int_equal(strncmp(list_of("R1-R10000", &ranges), "R1|R2|", 6),
	    0);
}

static int
release(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    texts_are_cut_at_commas_semicolons_and_blanks),
		cmocka_unit_test(texts_are_cut_at_what_the_profile_says),
		cmocka_unit_test(ranges_are_counted_up),
		cmocka_unit_test(what_only_looks_like_a_range_is_one_text),
		cmocka_unit_test(there_is_a_ceiling),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
