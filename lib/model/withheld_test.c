/* withheld_test.c - what a withheld record covers, and what it does not. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/withheld.h"

static struct arena arena;

/* Withholds what the text form names, by way of its canonical line. */
static void
withhold(struct withheld *w, const char *text)
{
	struct buf line = BUF_INIT(1 << 20);
	struct err e = ERR_INIT;
	struct record r;
	struct key k;

	assert_int_equal(key_parse_text(&k, slice_of(text), &arena, &e), 0);
	withheld_record(&r, &k, "held", &arena);
	record_add_line(&line, &r);
	if (withheld_add(w, buf_slice(&line), &e) < 0)
		fail_msg("%s: %s", text, e.text);
	buf_release(&line);
}

static const struct {
	const char *withheld;
	const char *key;
	bool covered;
} cases[] = {
    {"item:A", "item:A", true},
    {"item:A", "item:B", false},
    {"item:A", "plant_item:A/1000", false},
    {"item:A", "bom:A////", false},
    {"bom:A/B///", "bom:A/B///", true},
    {"bom:A/B///", "bom_line:A/B////0010/C/", true},
    {"bom:A/B///", "substitute:A/B////0010/C//S", true},
    {"bom:A/B///", "bom_line:A/C////0010/C/", false},
    {"bom_line:A/B////0010/C/", "bom_line:A/B////0010/C/", true},
    {"bom_line:A/B////0010/C/", "substitute:A/B////0010/C//S", true},
    {"bom_line:A/B////0010/C/", "bom_line:A/B////0010/C/2", false},
    {"bom_line:A/B////0010/C/", "bom:A/B///", false},
    {"routing:A/B/1000/", "operation:A/B/1000//0010", true},
    {"routing:A/B/1000/", "operation:A/B/1100//0010", false},
    {"document:D/1", "document_link:A/B/D/1", false},
    {"item:A%2F%25%0A\xc3\xa9", "item:A%2f%25%0a\xc3\xa9", true},
    {"item:A%2FB", "item:A", false},
};

static void
a_record_covers_itself_and_what_hangs_on_it(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct withheld w = WITHHELD_INIT;
		struct err e = ERR_INIT;
		struct key k;

		assert_int_equal(key_parse_text(&k, slice_of(cases[i].key),
		    &arena, &e), 0);
		assert_false(withheld_covers(&w, &k));
		withhold(&w, cases[i].withheld);
		if (withheld_covers(&w, &k) != cases[i].covered)
			fail_msg("%s and %s", cases[i].withheld,
			    cases[i].key);
		withheld_release(&w);
	}
}

static const char *const bads[][2] = {
    {"{\"type\":\"withheld\",\"record_type\":\"itm\",\"record_key\":\"A\"}",
	"withheld: record_type \"itm\" is unknown"},
    {"{\"type\":\"withheld\",\"record_type\":\"item\","
     "\"record_key\":\"A/B\"}", "withheld: key \"A/B\": has 2 members "
				"(expected 1: item)"},
    {"{\"type\":\"withheld\",\"record_type\":\"plant_item\","
     "\"record_key\":\"A/\"}", "withheld: key \"A/\": plant is empty"},
    {"{\"type\":\"withheld\",\"record_type\":\"item\","
     "\"record_key\":\"A%\"}", "is not followed by two hex digits"},
};

static void
what_names_no_record_is_refused(void **state)
{
	struct withheld w = WITHHELD_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(bads); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(withheld_add(&w, slice_of(bads[i][0]), &e),
		    -1);
		assert_int_equal(e.kind, ERR_INPUT);
		if (!strstr(e.text, bads[i][1]))
			fail_msg("%s", e.text);
	}
	assert_int_equal(w.keys.count, 0);
	withheld_release(&w);
}

/* Short as a text, too long as a prefix: no record has such a key. */
static void
a_key_over_the_ceiling_is_refused(void **state)
{
	struct withheld w = WITHHELD_INIT;
	struct buf line = BUF_INIT(4 * KEY_MOST);
	struct err e = ERR_INIT;
	unsigned i;

	(void)state;
	buf_add_text(&line, "{\"type\":\"withheld\",\"record_type\":\"item\","
			    "\"record_key\":\"");
	for (i = 0; i < 20000; i++)
		buf_add_text(&line, "%01");
	buf_add_text(&line, "\"}");
	assert_int_equal(withheld_add(&w, buf_slice(&line), &e), -1);
	assert_non_null(strstr(e.text, "longer than 65536 bytes"));
	withheld_release(&w);
	buf_release(&line);
}

static void
a_withheld_record_says_type_key_and_reason(void **state)
{
	struct buf line = BUF_INIT(65536);
	struct err e = ERR_INIT;
	struct record r;
	struct key k;

	(void)state;
	assert_int_equal(key_parse_text(&k, SLICE("bom:A%2F1/B///"), &arena,
	    &e), 0);
	withheld_record(&r, &k, "rejected", &arena);
	record_add_line(&line, &r);
	assert_string_equal(buf_text(&line), "{\"type\":\"withheld\","
	    "\"record_type\":\"bom\",\"record_key\":\"A%2F1/B///\","
	    "\"reason\":\"rejected\"}");
	buf_release(&line);
}

static void
what_covers_a_known_record_is_marked(void **state)
{
	static const char *const lines[] = {
	    "{\"type\":\"withheld\",\"record_type\":\"bom\","
	    "\"record_key\":\"A/B///\"}",
	    "{\"type\":\"withheld\",\"record_type\":\"item\","
	    "\"record_key\":\"A\"}",
	};
	struct withheld w = WITHHELD_INIT;
	struct err e = ERR_INIT;
	struct key k;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(lines); i++)
		assert_int_equal(withheld_add(&w, slice_of(lines[i]), &e), 0);
	assert_int_equal(key_parse_text(&k, SLICE("bom_line:A/B////10/P/"),
	    &arena, &e), 0);
	withheld_mark(&w, &k);
	assert_int_equal(key_parse_text(&k, SLICE("item:Z"), &arena, &e), 0);
	withheld_mark(&w, &k);
	assert_int_equal(w.keys.entries[0].value, 1);
	assert_int_equal(w.keys.entries[1].value, 0);
	withheld_release(&w);
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
	    cmocka_unit_test(a_record_covers_itself_and_what_hangs_on_it),
	    cmocka_unit_test(what_names_no_record_is_refused),
	    cmocka_unit_test(a_key_over_the_ceiling_is_refused),
	    cmocka_unit_test(what_covers_a_known_record_is_marked),
	    cmocka_unit_test(a_withheld_record_says_type_key_and_reason),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
