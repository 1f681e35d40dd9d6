/* ahead_test.c - the rows and errors of reader_next, with and without. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "extract/ahead.h"

#define FILES_MOST 3

static const struct source csv = {.name = SLICE_INIT("lines"), .header = true,
    .trim = true, .dialect = {NULL, NULL, "utf-8", '"'}};

/* Opens a source over files that hold the texts, and are gone then. */
static struct rows *
open_texts(const struct slice *texts, size_t count)
{
	static char paths[FILES_MOST][64]; /* they outlive the rows */
	static const char *list[FILES_MOST];
	const struct reader_files files = {.paths = list, .count = count};
	struct err e = ERR_INIT;
	struct rows *r;
	size_t i;
	int fd;

	for (i = 0; i < count; i++) {
		snprintf(paths[i], sizeof(paths[i]), "/tmp/bomtools-%zu-XXXXXX",
		    i);
		fd = mkstemp(paths[i]);
		assert_true(fd >= 0);
		assert_int_equal(write(fd, texts[i].at, texts[i].len),
		    (ssize_t)texts[i].len);
		close(fd);
		list[i] = paths[i];
	}
	assert_int_equal(reader_open_files(&r, &csv, &files, &e), 0);
	for (i = 0; i < count; i++)
		unlink(paths[i]);
	return r;
}

/* All rows, at most `most`, and how they end. */
static void
dump(struct buf *b, const struct slice *texts, size_t count, bool alone,
    uint64_t most)
{
	struct rows *r = open_texts(texts, count);
	struct ahead *a = ahead_new(r, alone);
	struct err e = ERR_INIT;
	struct row row;
	uint64_t n = 0;
	size_t i;
	int got = 1;

	buf_clear(b);
	while (n++ < most && (got = ahead_next(a, &row, &e)) > 0) {
		buf_printf(b, "%" PRIu64 " %lu%s%s%s:", row.ordinal, row.line,
		    row.empty ? " empty" : "", row.wrong ? " " : "",
		    row.wrong ? row.wrong : "");
		for (i = 0; i < r->all_count; i++) {
			buf_add_text(b, row.fields[i].at ? "<" : "-");
			buf_add_slice(b, row.fields[i]);
		}
		buf_add_byte(b, '\n');
	}
	/* of a temporary file everything but its name */
	if (got < 0)
		buf_add_text(b, strchr(e.text, ':'));
	if (got == 0)
		assert_int_equal(ahead_next(a, &row, &e), 0);
	ahead_end(a);
	reader_close(r);
}

static void
assert_same(const struct slice *texts, size_t count, uint64_t most)
{
	struct buf with = BUF_INIT(1 << 28), without = BUF_INIT(1 << 28);

	dump(&with, texts, count, false, most);
	dump(&without, texts, count, true, most);
	assert_true(without.len > 0);
	assert_true(slice_equal(buf_slice(&with), buf_slice(&without)));
	buf_release(&with);
	buf_release(&without);
}

/* A header and `count` rows, some of them odd, with fields up to `most`. */
static void
make_rows(struct buf *b, unsigned count, size_t most)
{
	unsigned i;
	size_t n;

	buf_add_text(b, "A,B,C\n");
	for (i = 0; i < count; i++) {
		if (i % 7 == 3)
			buf_add_text(b, " , ,\n");
		if (i % 11 == 5)
			buf_printf(b, "%u,too,many,fields\n", i);
		buf_printf(b, "%u,\"quoted, \"\"%u\"\"\nover lines\",", i, i);
		for (n = 0; n < i * 1009 % most; n++)
			buf_add_byte(b, (char)('a' + n % 26));
		buf_add_byte(b, '\n');
	}
}

static void
rows_come_as_without_the_thread(void **state)
{
	static const struct {
		unsigned count;
		size_t most;
	} cases[] = {{0, 1}, {1, 1}, {5000, 100}, {100, 1000000}};
	static const uint64_t mosts[] = {UINT64_MAX, 1, 1500};
	struct buf b = BUF_INIT(1 << 28);
	struct slice text;
	size_t i, j;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		buf_clear(&b);
		make_rows(&b, cases[i].count, cases[i].most);
		text = buf_slice(&b);
		for (j = 0; j < COUNT_OF(mosts) && cases[i].count; j++)
			assert_same(&text, 1, mosts[j]);
	}
	buf_release(&b);
}

static void
several_files_come_one_after_the_other(void **state)
{
	struct buf b[FILES_MOST];
	struct slice texts[FILES_MOST];
	size_t i;

	(void)state;
	for (i = 0; i < FILES_MOST; i++) {
		b[i] = (struct buf)BUF_INIT(1 << 24);
		make_rows(&b[i], i == 1 ? 0 : 1500, 100);
		texts[i] = buf_slice(&b[i]);
	}
	assert_same(texts, FILES_MOST, UINT64_MAX);
	assert_same(texts, FILES_MOST, 2000);
	for (i = 0; i < FILES_MOST; i++)
		buf_release(&b[i]);
}

static void
an_error_comes_behind_the_rows_before_it(void **state)
{
	struct buf b = BUF_INIT(1 << 24), out = BUF_INIT(1 << 24);
	struct slice text;

	(void)state;
	make_rows(&b, 3000, 20);
	buf_add_text(&b, "1,l\xe4nge,\n1,2,3\n");
	text = buf_slice(&b);
	assert_same(&text, 1, UINT64_MAX);
	dump(&out, &text, 1, false, UINT64_MAX);
	assert_non_null(strstr(buf_text(&out), "byte 0xe4 is not"));
	buf_release(&b);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_come_as_without_the_thread),
		cmocka_unit_test(several_files_come_one_after_the_other),
		cmocka_unit_test(an_error_comes_behind_the_rows_before_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
