/* query_test.c - queries in profiles and in files beside them. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "extract/query.h"

static const char path[] = "/tmp/bomtools-query-test.sql";
static struct arena arena = ARENA_INIT;
static struct ydoc doc;
static struct err error;

static int
read_query(struct query *q, const char *yaml)
{
	error = (struct err)ERR_INIT;
	ydoc_release(&doc);
	if (ydoc_parse(&doc, "/tmp/p.yaml", slice_of(yaml), &error) < 0)
		fail_msg("%s", error.text);
	return query_read(q, doc.root, &arena, &error);
}

static void
write_file(const char *text, size_t len)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, len, f), len);
	fclose(f);
}

static void
a_query_is_in_the_profile_or_beside_it(void **state)
{
	struct buf b = BUF_INIT(65536);
	struct query q;

	(void)state;
	assert_int_equal(read_query(&q, "query: 'SELECT 1; '"), 0);
	assert_int_equal(query_load(&q, &b, &error), 0);
	assert_string_equal(b.at, "SELECT 1");
	write_file("-- all\nSELECT 2 ;\n;\n", 20);
	assert_int_equal(read_query(&q, "query_file: bomtools-query-test.sql"),
	    0);
	assert_string_equal(q.file, path);
	buf_clear(&b);
	assert_int_equal(query_load(&q, &b, &error), 0);
	assert_string_equal(b.at, "-- all\nSELECT 2");
	assert_int_equal(read_query(&q, "query_file: /x/y.sql"), 0);
	assert_string_equal(q.file, "/x/y.sql");
	unlink(path);
	buf_release(&b);
}

static const struct {
	const char *yaml;
	const char *wanted;
} bad[] = {
	{"format: sqlite", "/tmp/p.yaml:1:1: key \"query\" or \"query_file\" "
	    "is missing"},
	{"{query: SELECT 1, query_file: x}", "/tmp/p.yaml:1:19: there is "
	    "\"query\" already"},
	{"query_file: ''", "/tmp/p.yaml:1:13: names no file"},
};

static void
one_of_both_is_needed(void **state)
{
	struct query q;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(bad); i++) {
		assert_int_equal(read_query(&q, bad[i].yaml), -1);
		assert_int_equal(error.kind, ERR_USAGE);
		assert_string_equal(error.text, bad[i].wanted);
	}
}

static void
a_file_that_cannot_be_used_is_an_error(void **state)
{
	struct buf b = BUF_INIT(2 * QUERY_MOST);
	struct query q;
	char *big = mem_zero(QUERY_MOST + 1);

	(void)state;
	unlink(path);
	assert_int_equal(read_query(&q, "query_file: bomtools-query-test.sql"),
	    0);
	assert_int_equal(query_load(&q, &b, &error), -1);
	assert_int_equal(error.kind, ERR_USAGE);
	assert_non_null(strstr(error.text, "No such file"));
	write_file("SELECT '\xff'", 10);
	err_clear(&error);
	assert_int_equal(query_load(&q, &b, &error), -1);
	assert_string_equal(error.text, "/tmp/bomtools-query-test.sql: is not "
	    "UTF-8");
	write_file(" ;\n", 3);
	err_clear(&error);
	buf_clear(&b);
	assert_int_equal(query_load(&q, &b, &error), -1);
	assert_string_equal(error.text, "/tmp/bomtools-query-test.sql: is "
	    "empty (one SELECT was expected)");
	memset(big, ' ', QUERY_MOST + 1);
	write_file(big, QUERY_MOST + 1);
	err_clear(&error);
	buf_clear(&b);
	assert_int_equal(query_load(&q, &b, &error), -1);
	assert_string_equal(error.text, "/tmp/bomtools-query-test.sql: is "
	    "over 1048576 bytes");
	unlink(path);
	mem_free(big);
	buf_release(&b);
}

static void
places_are_lines_and_characters(void **state)
{
	static const struct slice text = SLICE_INIT("SELECT 1,\n'\u00e4', x");
	struct query q = {NULL, SLICE_INIT(""), "q.sql"};

	(void)state;
	error = (struct err)ERR_INIT;
	assert_int_equal(query_error(&q, text, text.len - 1, &error, "why"),
	    -1);
	assert_string_equal(error.text, "q.sql:2:6: why");
	err_clear(&error);
	assert_int_equal(query_error(&q, text, QUERY_NOWHERE, &error, "why"),
	    -1);
	assert_string_equal(error.text, "q.sql: why");
	assert_int_equal(read_query(&q, "query: SELECT 1"), 0);
	assert_int_equal(query_error(&q, q.text, 7, &error, "why"), -1);
	assert_string_equal(error.text, "/tmp/p.yaml:1:8: why");
}

static int
release(void **state)
{
	(void)state;
	ydoc_release(&doc);
	arena_release(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_query_is_in_the_profile_or_beside_it),
		cmocka_unit_test(one_of_both_is_needed),
		cmocka_unit_test(a_file_that_cannot_be_used_is_an_error),
		cmocka_unit_test(places_are_lines_and_characters),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
