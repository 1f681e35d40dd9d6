/* ydoc_test.c - strict readers: what they take, and what they say if not. */
#include "format/ydoc.h"

#include <setjmp.h>

#include <cmocka.h>

static struct ydoc doc;
static struct err e;

/* Parses and returns the value of the key v, NULL if there is none. */
static const struct ydoc_node *
value_of(const char *yaml)
{
	ydoc_release(&doc);
	err_clear(&e);
	assert_int_equal(ydoc_parse(&doc, "p.yaml", slice_of(yaml), &e), 0);
	return ydoc_get(doc.root, "v");
}

static int
forget(void **state)
{
	(void)state;
	ydoc_release(&doc);
	err_clear(&e);
	return 0;
}

static void
unknown_keys_are_named_with_the_nearest_known_one(void **state)
{
	static const char *const names[] = {
	    "columns",
	    "header",
	    "separator",
	    NULL,
	};
	static const struct {
		const char *yaml;
		const char *words;
	} table[] = {
	    {"columns: 1\nheader: 2", NULL},
	    {"{}", NULL},
	    {"header: 1\ncolums: 2", "p.yaml:2:1: unknown key \"colums\" "
				     "(did you mean \"columns\"?)"},
	    {"{header: 1, zzz: 2}", "p.yaml:1:13: unknown key \"zzz\""},
	    {"- columns", "p.yaml:1:1: must be a map, is a list"},
	    {"columns", "p.yaml:1:1: must be a map, is a text"},
	    {"~", "p.yaml:1:1: must be a map, is empty"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		value_of(table[i].yaml);
		assert_int_equal(ydoc_check_keys(doc.root, names, &e),
		    table[i].words ? -1 : 0);
		if (!table[i].words)
			continue;
		assert_int_equal(e.kind, ERR_USAGE);
		assert_string_equal(e.text, table[i].words);
	}
}

static void
missing_keys_name_the_place_of_their_map(void **state)
{
	struct slice text = SLICE("kept");
	const struct ydoc_node *v = value_of("v:\n  w: 1");

	(void)state;
	assert_non_null(ydoc_need(v, "w", &e));
	assert_int_equal(e.kind, ERR_NONE);
	assert_null(ydoc_get(v, "x"));
	assert_int_equal(ydoc_text(ydoc_get(v, "x"), &text, &e), 0);
	assert_true(slice_is(text, "kept"));
	assert_int_equal(ydoc_text(ydoc_need(v, "x", &e), &text, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_string_equal(e.text, "p.yaml:2:3: key \"x\" is missing");

	v = value_of("v: [w]");
	assert_null(ydoc_get(v, "w"));
	assert_null(ydoc_need(v, "w", &e));
	assert_string_equal(e.text, "p.yaml:1:4: must be a map, is a list");
}

static void
texts_are_taken_as_they_stand(void **state)
{
	static const struct {
		const char *yaml;
		const char *text; /* NULL: refused */
		const char *words;
	} table[] = {
	    {"v: no", "no", NULL},
	    {"v: 0010", "0010", NULL},
	    {"v: 1E5", "1E5", NULL},
	    {"v: \"\"", "", NULL},
	    {"v: '~'", "~", NULL},
	    {"v: a b # c", "a b", NULL},
	    {"v:", NULL, "p.yaml:1:3: must be a text, is empty"},
	    {"v: null", NULL, "p.yaml:1:4: must be a text, is empty"},
	    {"v: [a]", NULL, "p.yaml:1:4: must be a text, is a list"},
	    {"v: {a: 1}", NULL, "p.yaml:1:4: must be a text, is a map"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		const struct ydoc_node *v = value_of(table[i].yaml);
		struct slice text = SLICE("kept");
		const char *string = "kept";
		int rc = table[i].text ? 0 : -1;

		assert_int_equal(ydoc_text(v, &text, &e), rc);
		assert_string_equal(e.text, rc ? table[i].words : "");
		assert_int_equal(ydoc_string(v, &string, &e), rc);
		assert_true(slice_is(text, rc ? "kept" : table[i].text));
		assert_string_equal(string, rc ? "kept" : table[i].text);
	}
}

static void
flags_have_four_words(void **state)
{
	static const struct {
		const char *yaml;
		int flag; /* -1: refused */
	} table[] = {
	    {"v: yes", 1},
	    {"v: true", 1},
	    {"v: no", 0},
	    {"v: false", 0},
	    {"v: Yes", -1},
	    {"v: on", -1},
	    {"v: 1", -1},
	    {"v: \"yes\"", -1},
	    {"v:", -1},
	    {"v: [yes]", -1},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		const struct ydoc_node *v = value_of(table[i].yaml);
		bool flag = table[i].flag == 0;

		assert_int_equal(
		    ydoc_flag(v, &flag, &e), table[i].flag < 0 ? -1 : 0);
		if (table[i].flag >= 0)
			assert_int_equal(flag, table[i].flag);
	}
	value_of("v: on");
	assert_int_equal(
	    ydoc_flag(ydoc_get(doc.root, "v"), &(bool){0}, &e), -1);
	assert_string_equal(e.text, "p.yaml:1:4: must be yes or no, is \"on\"");
}

static void
numbers_are_whole_and_within_their_range(void **state)
{
	static const struct {
		const char *yaml;
		long number;
		const char *words;
	} table[] = {
	    {"v: 1", 1, NULL},
	    {"v: 100", 100, NULL},
	    {"v: -5", -5, NULL},
	    {"v: 007", 7, NULL},
	    {"v: 101", 0,
		"p.yaml:1:4: must be a whole number from -5 to 100, "
		"is \"101\""},
	    {"v: -6", 0,
		"p.yaml:1:4: must be a whole number from -5 to 100, "
		"is \"-6\""},
	    {"v: 1.5", 0,
		"p.yaml:1:4: must be a whole number from -5 to 100, "
		"is \"1.5\""},
	    {"v: 99999999999999999999", 0,
		"p.yaml:1:4: must be a whole "
		"number from -5 to 100, is \"99999999999999999999\""},
	    {"v: --1", 0,
		"p.yaml:1:4: must be a whole number from -5 to 100, "
		"is \"--1\""},
	    {"v: ''", 0,
		"p.yaml:1:4: must be a whole number from -5 to 100, "
		"is \"\""},
	    {"v:", 0, "p.yaml:1:3: must be a whole number, is empty"},
	};
	const struct ydoc_range range = {-5, 100};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		const struct ydoc_node *v = value_of(table[i].yaml);
		long number = 42;
		int rc = table[i].words ? -1 : 0;

		assert_int_equal(ydoc_number(v, range, &number, &e), rc);
		assert_int_equal(number, rc ? 42 : table[i].number);
		assert_string_equal(e.text, rc ? table[i].words : "");
	}
}

static void
decimals_are_exact(void **state)
{
	const struct ydoc_node *v = value_of("v: 0.10");
	struct decimal d = DECIMAL_ZERO;
	char text[DECIMAL_TEXT_SIZE];

	(void)state;
	assert_int_equal(ydoc_decimal(v, &d, &e), 0);
	decimal_print(text, d);
	assert_string_equal(text, "0.1");
	v = value_of("v: 1,5");
	assert_int_equal(ydoc_decimal(v, &d, &e), -1);
	assert_non_null(
	    strstr(e.text, "p.yaml:1:4: must be a number, is \"1,5\" ("));
}

static void
durations_have_a_unit(void **state)
{
	static const struct {
		const char *text;
		long seconds; /* -1: it is none */
	} durations[] = {
		{"90s", 90}, {"15m", 900}, {"6h", 21600}, {"2d", 172800},
		{"0s", 0}, {"6", -1}, {"h", -1}, {"-1h", -1}, {"1.5h", -1},
		{"999999d", -1}, {"6H", -1},
	};
	struct ydoc d;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(durations); i++) {
		struct err why = ERR_INIT;
		long seconds = -1;
		int rc;

		assert_int_equal(ydoc_parse(&d, "p", slice_of(
		    durations[i].text), &why), 0);
		rc = ydoc_duration(d.root, &seconds, &why);
		assert_int_equal(rc, durations[i].seconds < 0 ? -1 : 0);
		assert_int_equal(seconds, durations[i].seconds);
		ydoc_release(&d);
	}
}

static void
pointers_are_empty_or_begin_with_a_slash(void **state)
{
	struct slice got = SLICE_INIT("");

	(void)state;
	assert_int_equal(ydoc_pointer(value_of("v: /a/0"), &got, &e), 0);
	assert_true(slice_is(got, "/a/0"));
	assert_int_equal(ydoc_pointer(value_of("v: ''"), &got, &e), 0);
	assert_int_equal(got.len, 0);
	assert_int_equal(ydoc_pointer(value_of("v: a/0"), &got, &e), -1);
	assert_non_null(strstr(e.text, "p.yaml:1:4: is no JSON Pointer"));
}

static void
choices_name_the_nearest_or_all(void **state)
{
	static const char *const names[] = {"keep", "drop", "hold", NULL};
	int choice = -1;

	(void)state;
	assert_int_equal(
	    ydoc_choice(value_of("v: hold"), names, &choice, &e), 0);
	assert_int_equal(choice, 2);
	assert_int_equal(
	    ydoc_choice(value_of("v: dorp x"), names, &choice, &e), -1);
	assert_string_equal(e.text, "p.yaml:1:4: unknown value \"dorp x\" "
				    "(one of keep, drop, hold)");
	assert_int_equal(
	    ydoc_choice(value_of("v: Hold"), names, &choice, &e), -1);
	assert_string_equal(e.text, "p.yaml:1:4: unknown value \"Hold\" "
				    "(did you mean \"hold\"?)");
	assert_int_equal(choice, 2);
}

static void
a_single_text_is_a_list_of_one(void **state)
{
	static const struct slice none = {NULL, 0};
	struct ydoc_texts texts = {&none, 7};

	(void)state;
	assert_int_equal(ydoc_texts(value_of("w: 1"), &texts, &e), 0);
	assert_int_equal(texts.count, 7);
	assert_int_equal(ydoc_texts(value_of("v: a"), &texts, &e), 0);
	assert_int_equal(texts.count, 1);
	assert_true(slice_is(texts.at[0], "a"));
	assert_int_equal(ydoc_texts(value_of("v: [a, 01]"), &texts, &e), 0);
	assert_int_equal(texts.count, 2);
	assert_true(slice_is(texts.at[1], "01"));
	assert_int_equal(ydoc_texts(value_of("v: []"), &texts, &e), 0);
	assert_int_equal(texts.count, 0);
	assert_int_equal(ydoc_texts(value_of("v:"), &texts, &e), -1);
	assert_string_equal(
	    e.text, "p.yaml:1:3: must be a list of texts, is empty");
	assert_int_equal(ydoc_texts(value_of("v: [a, [b]]"), &texts, &e), -1);
	assert_string_equal(e.text, "p.yaml:1:8: must be a text, is a list");
	assert_int_equal(ydoc_texts(value_of("v: {a: b}"), &texts, &e), -1);
	assert_string_equal(e.text, "p.yaml:1:4: must be a list, is a map");
}

static void
lists_are_checked_and_errors_have_both_places(void **state)
{
	const struct ydoc_node *v = value_of("v: [1]");

	(void)state;
	assert_int_equal(ydoc_check_list(v, &e), 0);
	assert_int_equal(ydoc_check_list(doc.root, &e), -1);
	assert_string_equal(e.text, "p.yaml:1:1: must be a list, is a map");
	err_clear(&e);
	assert_int_equal(ydoc_error(v, &e, "no %s", "good"), -1);
	assert_string_equal(e.text, "p.yaml:1:4: no good");
	err_clear(&e);
	assert_int_equal(ydoc_error_key(v, &e, "no %s", "good"), -1);
	assert_string_equal(e.text, "p.yaml:1:1: no good");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(unknown_keys_are_named_with_the_nearest_known_one),
	    cmocka_unit_test(missing_keys_name_the_place_of_their_map),
	    cmocka_unit_test(texts_are_taken_as_they_stand),
	    cmocka_unit_test(flags_have_four_words),
	    cmocka_unit_test(numbers_are_whole_and_within_their_range),
	    cmocka_unit_test(decimals_are_exact),
	    cmocka_unit_test(durations_have_a_unit),
	    cmocka_unit_test(pointers_are_empty_or_begin_with_a_slash),
	    cmocka_unit_test(choices_name_the_nearest_or_all),
	    cmocka_unit_test(a_single_text_is_a_list_of_one),
	    cmocka_unit_test(lists_are_checked_and_errors_have_both_places),
	};

	return cmocka_run_group_tests(tests, NULL, forget);
}
