/* rows_plain_test.c - rejects as CSV of the columns. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/rows_plain.h"

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
	rows_plain_head(&r, &b);
	rows_plain_reject(&r, &b, texts, &why);
	assert_string_equal(buf_text(&b), "a,\"b,c\",reject:where,"
	    "reject:column,reject:reason\n,\"x\ny\",f:1,a,"
	    "\"say \"\"why\"\"\"\n");
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    writes_a_header_and_rows_in_quotes_where_needed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
