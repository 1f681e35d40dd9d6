/* reject_csv_test.c - rejects as CSV of the columns. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/reject_csv.h"

static void
writes_a_header_and_rows_in_quotes_where_needed(void **state)
{
	struct slice columns[] = {SLICE_INIT("a"), SLICE_INIT("b,c")};
	const struct slice texts[] = {{NULL, 0}, SLICE_INIT("x\ny")};
	const struct rows_reject why = {SLICE_INIT("f:1"), SLICE_INIT("a"),
	    SLICE_INIT("say \"why\"")};
	struct rows r = {.columns = columns, .column_count = 2};
	struct buf b = BUF_INIT(4096);

	(void)state;
	reject_csv_head(&r, &b);
	reject_csv_add(&r, &b, texts, &why);
	assert_string_equal(buf_text(&b), "a,\"b,c\",reject:where,"
	    "reject:column,reject:reason\n,\"x\ny\",f:1,a,"
	    "\"say \"\"why\"\"\"\n");
	buf_release(&b);
}

static void
add(struct buf *b, const char *text, const struct csvin_dialect *d)
{
	buf_clear(b);
	reject_csv_field(b, slice_of(text), d);
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
	reject_csv_why(&b, &reject, &csv);
	assert_true(slice_is(buf_slice(&b),
	    ";f:1;C;\"number: \"\"x\"\"; y\""));
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    writes_a_header_and_rows_in_quotes_where_needed),
		cmocka_unit_test(quotes_only_what_needs_it),
		cmocka_unit_test(a_reject_adds_three_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
