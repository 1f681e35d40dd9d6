/* computed_test.c - columns made of others. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "extract/reader.h"
#include "extract/source_read.h"

static struct err error;

static void
gives(const char *computed, const char *text, const char *wanted)
{
	char path[] = "/tmp/bomtools-computed-XXXXXX";
	struct buf yaml = BUF_INIT(4096), b = BUF_INIT(65536);
	struct arena a = ARENA_INIT;
	struct rows *r = NULL;
	struct source s;
	struct ydoc doc;
	struct row row;
	int fd = mkstemp(path);
	size_t i;

	error = (struct err)ERR_INIT;
	assert_int_equal(write(fd, text, strlen(text)),
	    (ssize_t)strlen(text));
	close(fd);
	buf_printf(&yaml, "s: {columns: [A, B], computed: {%s}}", computed);
	assert_int_equal(ydoc_parse(&doc, "p.yaml", buf_slice(&yaml), &error),
	    0);
	assert_int_equal(source_read(&s, doc.root->first, &a, &error), 0);
	if (reader_open(&r, &s, &(struct reader_file){path, false, NULL},
	    &error) == 0)
		while (reader_next(r, &row, &error) > 0) {
			for (i = SOURCE_DERIVED; i < s.derived_count; i++)
				buf_printf(&b, "%.*s|", SLICE_ARGS(
				    row.fields[r->column_count + i]));
			buf_printf(&b, "%.11s\n", row.wrong ? row.wrong : "");
		}
	buf_add_text(&b, error.text);
	if (*wanted == '!')
		assert_non_null(strstr(buf_text(&b), wanted + 1));
	else
		assert_string_equal(buf_text(&b), wanted);
	reader_close(r);
	ydoc_release(&doc);
	arena_release(&a);
	buf_release(&yaml);
	buf_release(&b);
	unlink(path);
}

static void
sees_the_row_and_what_was_computed_before(void **state)
{
	(void)state;
	gives("x: \"coalesce(A, '-' || B)\", y: '\"@x\" || \"@line\"'",
	    "A,B\n1,2\n,3\n", "1|12|\n-3|-33|\n");
}

static void
makes_the_row_wrong_where_it_fails(void **state)
{
	(void)state;
	gives("x: 'dec_div(A, B, 2)', y: A", "A,B\n1,0\n1,4\n",
	    "||expression:\n0.25|1|\n");
}

static void
says_where_an_expression_does_not_compile(void **state)
{
	(void)state;
	gives("x: 'A +'", "A,B\n", "!p.yaml:1:36: ");
	gives("x: C", "A,B\n", "!\"C\"");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sees_the_row_and_what_was_computed_before),
		cmocka_unit_test(makes_the_row_wrong_where_it_fails),
		cmocka_unit_test(says_where_an_expression_does_not_compile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
