/* rows_step_test.c - instances as rows. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "extract/reader.h"
#include "extract/source_read.h"

static const char path[] = "/tmp/bomtools-rows-step-test.stp";
static struct err error;
static struct ydoc doc;
static struct arena arena = ARENA_INIT;
static struct source source;

static const char text[] =
    "ISO-10303-21;\nHEADER;\nFILE_NAME('n','t');\nENDSEC;\nDATA;\n"
    "#1=PRODUCT('A','\\X\\C4',' ',(#9));\n"
    "#2=PRODUCT('A ','b',$,(#9,#8));\n"
    "#3=PRODUCT(' ','','',());\n"
    "#4=PRODUCT('A#2','\xff',*,(#7));\n"
    "#5=MEASURE(LENGTH_MEASURE(25.),1.E-02,+7,.T.,.F.,.UP.,(1.5,#1));\n"
    "#6=(MEASURE(3)OTHER('x'));\n"
    "ENDSEC;\nEND-ISO-10303-21;\n";

static int
write_step(void **state)
{
	FILE *f = fopen(path, "w");

	(void)state;
	if (!f || fputs(text, f) < 0)
		return -1;
	return fclose(f);
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

static struct rows *
open_step(const char *keys, const char *file, bool rejects)
{
	char yaml[500];
	struct rows *r;

	error = (struct err)ERR_INIT;
	ydoc_release(&doc);
	arena_reset(&arena);
	snprintf(yaml, sizeof(yaml), "s: {format: step, %s}", keys);
	if (ydoc_parse(&doc, "p.yaml", slice_of(yaml), &error) < 0 ||
	    source_read(&source, doc.root->first, &arena, &error) < 0)
		fail_msg("%s", error.text);
	(void)!reader_open(&r, &source,
	    &(struct reader_file){file, rejects, NULL}, &error);
	return r;
}

/* "LINE:field|field;" of all rows, or what is wrong with one. */
static void
show(struct rows *r, struct buf *b)
{
	struct row row;
	size_t i;
	int got;

	if (!r)
		fail_msg("%s", error.text);
	buf_clear(b);
	while ((got = reader_next(r, &row, &error)) > 0) {
		buf_printf(b, "%lu:", row.line);
		for (i = 0; i < r->column_count; i++) {
			buf_add_text(b, i ? "|" : "");
			buf_add_slice(b, row.fields[i]);
		}
		buf_printf(b, "%s;", row.wrong ? row.wrong : "");
	}
	assert_int_equal(got, 0);
}

#define FILE_AT "/tmp/bomtools-rows-step-test.stp"

static const struct {
	const char *keys;
	const char *wanted;
} cases[] = {
	{"rows: PRODUCT, columns: {r: id, e: entity, n: 2}, encoding: latin-1",
	    "6:" FILE_AT "#1|PRODUCT|\u00c4;7:" FILE_AT "#2|PRODUCT|b;"
	    "8:" FILE_AT "#3|PRODUCT|;9:" FILE_AT "#4|PRODUCT|\u00ff;"},
	{"rows: PRODUCT, columns: {i: {unique: [1, stem]}}",
	    "6:A;7:A #2;8:bomtools-rows-step-test;9:A#2;"},
	{"rows: PRODUCT, columns: {i: 1, c: '4/*'}",
	    "6:A|" FILE_AT "#9;7:A|" FILE_AT "#9;7:A|" FILE_AT "#8;"
	    "9:A#2|" FILE_AT "#7;"},
	{"rows: PRODUCT, columns: {i: 1, n: 2}",
	    "6:A|\u00c4;7:A|b;8:|;9:A#2|text: column \"n\" is not UTF-8 "
	    "(name the source's \"encoding\");"},
	{"rows: measure, columns: {a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, "
	    "h: [8, OTHER/1]}",
	    "10:25|1E-02|7|true|false|UP|1.5," FILE_AT "#1|;"
	    "11:3|||||||x;"},
	{"rows: FILE_NAME, columns: {r: id, a: 1}", "3:|n;"},
	{"rows: NOTHING, columns: {a: 1}", ""},
};

static void
every_instance_asked_for_is_a_row(void **state)
{
	struct buf b = BUF_INIT(65536);
	struct rows *r;
	size_t i;
	int pass;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		r = open_step(cases[i].keys, path, false);
		for (pass = 0; pass < 2; pass++) {
			show(r, &b);
			assert_string_equal(buf_text(&b), cases[i].wanted);
			assert_int_equal(reader_rewind(r, &error), 0);
		}
		reader_close(r);
	}
	buf_release(&b);
}

static void
what_is_no_step_file_is_an_error(void **state)
{
	struct rows *r = open_step("rows: A, columns: {a: 1}",
	    "testdata/real/adventureworks-2025/README.md", false);
	struct row row;

	(void)state;
	assert_non_null(r);
	assert_int_equal(reader_next(r, &row, &error), -1);
	assert_int_equal(error.kind, ERR_INPUT);
	assert_non_null(strstr(error.text, "README.md:1: is no STEP file"));
	reader_close(r);
	assert_null(open_step("rows: A, columns: {a: 1}, encoding: klingon",
	    path, false));
	assert_int_equal(error.kind, ERR_USAGE);
}

static void
rejects_are_a_csv_file_that_can_be_read(void **state)
{
	static const struct rows_reject reject = {SLICE_INIT("e.stp:7"),
	    SLICE_INIT("n"), SLICE_INIT("text: a")};
	static const char keys[] = "rows: PRODUCT, columns: {i: 1, n: 2}";
	char file[] = "/tmp/bomtools-rejects-XXXXXX";
	struct buf b = BUF_INIT(65536);
	struct rows *r = open_step(keys, path, false);
	struct row row;
	int fd = mkstemp(file);

	(void)state;
	assert_int_equal(reader_next(r, &row, &error), 1);
	assert_int_equal(reader_next(r, &row, &error), 1);
	r->format->reject_head(r, &b);
	r->format->reject(r, &b, &reject);
	assert_string_equal(buf_text(&b), "i,n,reject:where,reject:column,"
	    "reject:reason\nA ,b,e.stp:7,n,text: a\n");
	reader_close(r);
	assert_int_equal(write(fd, b.at, b.len), (ssize_t)b.len);
	close(fd);
	r = open_step(keys, file, true);
	if (!r)
		fail_msg("%s", error.text);
	assert_int_equal(reader_next(r, &row, &error), 1);
	assert_true(slice_is(row.fields[1], "b"));
	reader_close(r);
	unlink(file);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_instance_asked_for_is_a_row),
		cmocka_unit_test(what_is_no_step_file_is_an_error),
		cmocka_unit_test(rejects_are_a_csv_file_that_can_be_read),
	};

	return cmocka_run_group_tests(tests, write_step, release);
}
