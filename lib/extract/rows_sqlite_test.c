/* rows_sqlite_test.c - rows of a query, and what a query may not do. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <sqlite3.h>
#include <unistd.h>

#include "extract/reader.h"
#include "extract/source_read.h"

static const char path[] = "/tmp/bomtools-rows-sqlite-test.db";
static struct err error;
static struct ydoc doc;
static struct arena arena = ARENA_INIT;
static struct source source;

static void
run(const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static int
make_database(void **state)
{
	(void)state;
	unlink(path);
	run("CREATE TABLE part(id INTEGER, name TEXT, mass TEXT, price REAL);"
	    "INSERT INTO part VALUES(1, ' Bolt ', '0.10', 2.5),"
	    "(2, NULL, '', 12345678901234567890),"
	    "(3, 'say \"x\", y', X'ff', NULL)");
	return 0;
}

static int
release(void **state)
{
	(void)state;
	unlink(path);
	ydoc_release(&doc);
	arena_release(&arena);
	return 0;
}

/* Opens the source that is the map `s` of a YAML text. */
static struct rows *
open_source(const char *yaml, const char *file, bool rejects)
{
	struct rows *r;

	error = (struct err)ERR_INIT;
	ydoc_release(&doc);
	arena_reset(&arena);
	if (ydoc_parse(&doc, "p.yaml", slice_of(yaml), &error) < 0 ||
	    source_read(&source, doc.root->first, &arena, &error) < 0)
		fail_msg("%s", error.text);
	(void)!reader_open(&r, &source,
	    &(struct reader_file){file, rejects, NULL}, &error);
	return r;
}

#define QUERY(sql) "s: {format: sqlite, query: \"" sql "\"}\n"

static void
gives_the_rows_of_the_query_every_time(void **state)
{
	struct rows *r = open_source(QUERY("SELECT id AS Id, name, price "
	    "FROM part WHERE id < 3 ORDER BY id"), path, false);
	struct row row;
	int pass;

	(void)state;
	if (!r)
		fail_msg("%s", error.text);
	assert_true(slice_is(r->columns[0], "Id"));
	for (pass = 0; pass < 2; pass++) {
		assert_int_equal(reader_next(r, &row, &error), 1);
		assert_true(slice_is(row.fields[0], "1"));
		assert_true(slice_is(row.fields[1], "Bolt"));
		assert_true(slice_is(row.fields[2], "2.5"));
		assert_int_equal(reader_next(r, &row, &error), 1);
		assert_null(row.fields[1].at);
		assert_int_equal(row.ordinal, 2);
		assert_int_equal(reader_next(r, &row, &error), 0);
		assert_int_equal(reader_rewind(r, &error), 0);
	}
	reader_close(r);
}

static void
a_text_that_is_not_utf8_makes_the_row_wrong(void **state)
{
	struct rows *r = open_source(QUERY("SELECT mass FROM part WHERE "
	    "id = 3"), path, false);
	struct row row;

	(void)state;
	assert_int_equal(reader_next(r, &row, &error), 1);
	assert_string_equal(row.wrong, "text: column \"mass\" is not UTF-8");
	reader_close(r);
}

static const struct {
	const char *yaml;
	const char *wanted;
	enum err_kind kind;
} wrong[] = {
	{QUERY("DELETE FROM part"), "p.yaml:1:28: not authorized",
	    ERR_USAGE},
	{QUERY("PRAGMA user_version"), "p.yaml:1:28: not authorized",
	    ERR_USAGE},
	{QUERY("ATTACH 'x' AS y"), "p.yaml:1:28: not authorized", ERR_USAGE},
	{QUERY("SELECT load_extension('x')"), "p.yaml:1:28: not authorized",
	    ERR_USAGE},
	{QUERY("SELECT random() FROM part"), "p.yaml:1:28: not authorized",
	    ERR_USAGE},
	{QUERY("SELECT RandomBlob(3)"), "p.yaml:1:28: not authorized",
	    ERR_USAGE},
	{QUERY("SELECT datetime('now')"), "p.yaml:1:28: not authorized",
	    ERR_USAGE},
	{QUERY("SELECT CURRENT_DATE"), "p.yaml:1:28: not authorized",
	    ERR_USAGE},
	{QUERY("SELECT 1; SELECT 2"), "p.yaml:1:28: must be one SELECT",
	    ERR_USAGE},
	{QUERY("SELECT nam FROM part"), "p.yaml:1:28: no such column: nam",
	    ERR_USAGE},
	{QUERY("SELECT 1 FROM parts"), "p.yaml:1:28: no such table: parts",
	    ERR_USAGE},
	{"s: {format: sqlite, columns: [nam], query: SELECT name FROM part}",
	    "p.yaml:1:30: the source has no column \"nam\" (did you mean "
	    "\"name\"?)", ERR_USAGE},
};

static void
a_query_can_only_read(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(wrong); i++) {
		assert_null(open_source(wrong[i].yaml, path, false));
		assert_int_equal(error.kind, wrong[i].kind);
		if (strncmp(error.text, wrong[i].wanted,
		    strlen(wrong[i].wanted)) != 0)
			fail_msg("%s\nis     %s\nwanted %s", wrong[i].yaml,
			    error.text, wrong[i].wanted);
	}
	assert_null(open_source(QUERY("SELECT 1"),
	    "testdata/real/frepple-manufacturing/README.md", false));
	assert_int_equal(error.kind, ERR_INPUT);
}

static void
sees_one_state_while_others_write(void **state)
{
	struct rows *r;
	struct row row;
	int count = 0;

	(void)state;
	run("PRAGMA journal_mode = WAL");
	r = open_source(QUERY("SELECT id FROM part"), path, false);
	assert_int_equal(reader_next(r, &row, &error), 1);
	run("DELETE FROM part WHERE id = 2");
	assert_int_equal(reader_rewind(r, &error), 0);
	while (reader_next(r, &row, &error) > 0)
		count++;
	assert_int_equal(count, 3);
	reader_close(r);
}

static void
two_sources_of_one_file_see_the_same_moment(void **state)
{
	struct rows *open = NULL, *sources[2];
	const struct reader_file file = {path, false, &open};
	static struct source first;
	struct row row;
	int i, count[2] = {0, 0};

	(void)state;
	run("PRAGMA journal_mode = WAL");
	reader_close(open_source(QUERY("SELECT id FROM part"), path, false));
	first = source;
	assert_int_equal(reader_open(&sources[0], &first, &file, &error), 0);
	run("INSERT INTO part(id) VALUES (7)");
	assert_int_equal(reader_open(&sources[1], &source, &file, &error), 0);
	for (i = 0; i < 2; i++)
		while (reader_next(sources[i], &row, &error) > 0)
			count[i]++;
	assert_int_equal(count[0], count[1]);
	reader_close(sources[0]);
	assert_int_equal(reader_rewind(sources[1], &error), 0);
	assert_int_equal(reader_next(sources[1], &row, &error), 1);
	reader_close(sources[1]);
	assert_null(open);
	run("DELETE FROM part WHERE id = 7");
}

static const struct {
	const char *sql;
	const char *wanted; /* NULL: it has three rows */
} files[] = {
	{"-- all parts\nSELECT id /* its number */\nFROM part;\n-- end\n",
	    NULL},
	{"-- \u00e4\nSELECT '\u00e4', nam\nFROM part", "/tmp/"
	    "bomtools-rows-sqlite-test.sql:2:13: no such column: nam"},
	{"SELECT id FROM part; SELECT 2", "/tmp/"
	    "bomtools-rows-sqlite-test.sql: must be one SELECT"},
	{"DELETE FROM part", "/tmp/bomtools-rows-sqlite-test.sql: not "
	    "authorized"},
	{"-- nothing", "/tmp/bomtools-rows-sqlite-test.sql: must be one "
	    "SELECT"},
};

static void
a_query_may_stand_in_a_file(void **state)
{
	static const char file[] = "/tmp/bomtools-rows-sqlite-test.sql";
	struct rows *r;
	struct row row;
	size_t i;
	FILE *f;
	int count;

	(void)state;
	for (i = 0; i < COUNT_OF(files); i++) {
		f = fopen(file, "w");
		assert_non_null(f);
		fputs(files[i].sql, f);
		fclose(f);
		r = open_source("s: {format: sqlite, query_file: "
		    "/tmp/bomtools-rows-sqlite-test.sql}", path, false);
		if (files[i].wanted) {
			assert_null(r);
			assert_int_equal(error.kind, ERR_USAGE);
			if (!slice_begins(slice_of(error.text),
			    slice_of(files[i].wanted)))
				fail_msg("%s", error.text);
			continue;
		}
		if (!r)
			fail_msg("%s", error.text);
		for (count = 0; reader_next(r, &row, &error) > 0;)
			count++;
		assert_int_equal(count, 3);
		reader_close(r);
	}
	unlink(file);
}

/* True if somebody else can write now. */
static bool
can_write(void)
{
	sqlite3 *db;
	int code;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 0);
	code = sqlite3_exec(db, "UPDATE part SET name = 'x' WHERE id = 9",
	    NULL, NULL, NULL);
	sqlite3_close(db);
	return code == SQLITE_OK;
}

static void
two_sources_of_one_file_keep_their_locks(void **state)
{
	static struct source first;
	struct rows *a, *b;

	(void)state;
	/* A rollback journal: readers keep writers out as long as they read. */
	a = open_source(QUERY("SELECT id FROM part"), path, false);
	first = source;
	a->source = &first;
	assert_int_equal(reader_open(&b, &source,
	    &(struct reader_file){path, false, NULL}, &error), 0);
	assert_false(can_write());
	reader_close(b);
	assert_false(can_write());
	reader_close(a);
	assert_true(can_write());
}

static void
rejects_are_a_csv_file(void **state)
{
	static const struct rows_reject reject = {SLICE_INIT("e.db:1"),
	    SLICE_INIT("name"), SLICE_INIT("text: a")};
	char file[] = "/tmp/bomtools-rejects-XXXXXX";
	struct buf b = BUF_INIT(65536);
	struct rows *r = open_source(QUERY("SELECT id, name, price FROM part "
	    "WHERE id = 3"), path, false);
	struct row row;
	int fd = mkstemp(file);

	(void)state;
	assert_int_equal(reader_next(r, &row, &error), 1);
	r->format->reject_head(r, &b);
	r->format->reject(r, &b, &reject);
	assert_string_equal(buf_text(&b), "id,name,price,reject:where,"
	    "reject:column,reject:reason\n"
	    "3,\"say \"\"x\"\", y\",,e.db:1,name,text: a\n");
	reader_close(r);
	assert_int_equal(write(fd, b.at, b.len), (ssize_t)b.len);
	close(fd);
	r = open_source(QUERY("SELECT id, name, price FROM part"), file,
	    true);
	assert_int_equal(reader_next(r, &row, &error), 1);
	assert_true(slice_is(row.fields[1], "say \"x\", y"));
	reader_close(r);
	unlink(file);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_the_rows_of_the_query_every_time),
		cmocka_unit_test(a_text_that_is_not_utf8_makes_the_row_wrong),
		cmocka_unit_test(a_query_can_only_read),
		cmocka_unit_test(a_query_may_stand_in_a_file),
		cmocka_unit_test(two_sources_of_one_file_keep_their_locks),
		cmocka_unit_test(rejects_are_a_csv_file),
		cmocka_unit_test(sees_one_state_while_others_write),
		cmocka_unit_test(two_sources_of_one_file_see_the_same_moment),
	};

	return cmocka_run_group_tests(tests, make_database, release);
}
