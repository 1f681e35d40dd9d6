/* csvsplit_test.c - what is cut in one walk, and what is left for others. */
#include "format/csvsplit.h"

#include <setjmp.h>

#include <cmocka.h>

#define MOST 8

/* LENGTH<field><field>, or "more"; `pad` bytes stand before the text. */
static void
render(struct buf *out, const char *text, size_t pad, bool quotes)
{
	struct slice fields[MOST];
	struct csvsplit s = {',', quotes ? '"' : ',', fields, MOST, 0};
	size_t len = strlen(text), i;
	char *room = mem_zero(pad + len + CSVSPLIT_SLACK);
	ptrdiff_t got;

	memcpy(room + pad, text, len);
	/* what lies behind the text must not count */
	memset(room + pad + len, '\n', CSVSPLIT_SLACK);
	got = csvsplit_row(&s, slice_from(room + pad, len));
	buf_clear(out);
	if (got < 0)
		buf_add_text(out, "more");
	else
		buf_printf(out, "%td", got);
	for (i = 0; i < s.count && got >= 0; i++)
		buf_printf(out, "<%.*s>", SLICE_ARGS(fields[i]));
	mem_free(room);
}

static const struct {
	const char *text;
	const char *quoted; /* with quotes */
	const char *plain;  /* without */
} table[] = {
	{"", "more", "more"},
	{"a", "more", "more"},
	{"\n", "0", "0"},
	{"\r\n", "0", "0"},
	{"a\nb\n", "1<a>", "1<a>"},
	{"a,b\r", "3<a><b>", "3<a><b>"},
	{",\n", "1<><>", "1<><>"},
	{"a,,c,\n", "5<a><><c><>", "5<a><><c><>"},
	{"\"a,b\",c\n", "7<a,b><c>", "7<\"a><b\"><c>"},
	{"\"\",\"\"\n", "5<><>", "5<\"\"><\"\">"},
	{"5\" pipe,6\"\n", "10<5\" pipe><6\">", "10<5\" pipe><6\">"},
	{"\"a\"\"b\"\n", "more", "6<\"a\"\"b\">"},
	{"\"a\"b,c\n", "more", "6<\"a\"b><c>"},
	{"\"a\" ,c\n", "more", "6<\"a\" ><c>"},
	{"\"a\nb\"\n", "more", "2<\"a>"},
	{"\"a\n", "more", "2<\"a>"},
	{"\"a", "more", "more"},
	{"\"a\"", "more", "more"},
	{"1,2,3,4,5,6,7,8\n", "15<1><2><3><4><5><6><7><8>",
	    "15<1><2><3><4><5><6><7><8>"},
	{"1,2,3,4,5,6,7,8,9\n", "more", "more"},
	{"0123456789012345678901234567890123456789012345678901234567890,23,5\n",
	    "66<0123456789012345678901234567890123456789012345678901234567890>"
	    "<23><5>",
	    "66<0123456789012345678901234567890123456789012345678901234567890>"
	    "<23><5>"},
};

static void
rows_that_need_only_cutting_are_cut(void **state)
{
	struct buf out = BUF_INIT(1000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		render(&out, table[i].text, 0, true);
		assert_string_equal(buf_text(&out), table[i].quoted);
		render(&out, table[i].text, 0, false);
		assert_string_equal(buf_text(&out), table[i].plain);
	}
	buf_release(&out);
}

static void
it_does_not_matter_where_the_text_lies(void **state)
{
	struct buf out = BUF_INIT(1000);
	size_t i, pad;

	(void)state;
	for (pad = 1; pad < 20; pad++) {
		for (i = 0; i < COUNT_OF(table); i++) {
			render(&out, table[i].text, pad, true);
			assert_string_equal(buf_text(&out), table[i].quoted);
		}
	}
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_that_need_only_cutting_are_cut),
		cmocka_unit_test(it_does_not_matter_where_the_text_lies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
