/* rows_test.c - what all formats share. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/rows.h"

static void
cleans_texts_as_the_source_says(void **state)
{
	static const struct slice absents[] = {SLICE_INIT("NULL")};
	struct source s = {.trim = true, .nul_empty = true};
	struct slice names[] = {SLICE_INIT("A"), SLICE_INIT("B"),
	    SLICE_INIT("C"), SLICE_INIT("D"), SLICE_INIT("E")};
	struct rows r = {.source = &s};

	(void)state;
	s.absent = (struct ydoc_texts){absents, 1};
	rows_name_columns(&r, names, COUNT_OF(names));
	rows_put(&r, 0, SLICE("  a b\t"));
	rows_put(&r, 1, SLICE("   "));
	rows_put(&r, 2, slice_from("\0", 1));
	rows_put(&r, 3, SLICE(" NULL "));
	rows_put(&r, 4, SLICE("a\0b"));
	assert_true(slice_is(r.fields[0], "a b"));
	assert_null(r.fields[1].at);
	assert_null(r.fields[2].at);
	assert_null(r.fields[3].at);
	assert_int_equal(r.fields[4].len, 3);
	s.trim = false;
	rows_put(&r, 0, SLICE(" a"));
	assert_true(slice_is(r.fields[0], " a"));
	arena_release(&r.names);
}

static void
add(struct buf *b, const char *text, const struct csvin_dialect *d)
{
	buf_clear(b);
	rows_add_field(b, slice_of(text), d);
}

static void
quotes_only_what_needs_it(void **state)
{
	struct csvin_dialect csv = {NULL, NULL, NULL, '"'};
	struct csvin_dialect tsv = {"\t", NULL, NULL, CSVIN_NO_QUOTE};
	struct csvin_dialect odd = {"+|", "&|\r\n", NULL, CSVIN_NO_QUOTE};
	struct buf b = BUF_INIT(1024);

	(void)state;
	add(&b, "plain", &csv);
	assert_true(slice_is(buf_slice(&b), "plain"));
	add(&b, "a,b", &csv);
	assert_true(slice_is(buf_slice(&b), "\"a,b\""));
	add(&b, "say \"x\"\n", &csv);
	assert_true(slice_is(buf_slice(&b), "\"say \"\"x\"\"\n\""));
	add(&b, "a\tb\nc,\"d\"", &tsv);
	assert_true(slice_is(buf_slice(&b), "a b c,\"d\""));
	add(&b, "a+|b&c", &odd);
	assert_true(slice_is(buf_slice(&b), "a  b c"));
	buf_release(&b);
}

static void
a_reject_adds_three_fields(void **state)
{
	struct csvin_dialect csv = {";", NULL, NULL, '"'};
	struct rows_reject reject = {SLICE_INIT("f:1"), SLICE_INIT("C"),
	    SLICE_INIT("number: \"x\"; y")};
	struct buf b = BUF_INIT(1024);

	(void)state;
	rows_add_reject(&b, &reject, &csv);
	assert_true(slice_is(buf_slice(&b),
	    ";f:1;C;\"number: \"\"x\"\"; y\""));
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cleans_texts_as_the_source_says),
		cmocka_unit_test(quotes_only_what_needs_it),
		cmocka_unit_test(a_reject_adds_three_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
