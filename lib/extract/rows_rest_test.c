/* rows_rest_test.c - rows of pages, in rows, twice, and named. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/fetch.h"
#include "extract/reader.h"
#include "extract/source_read.h"
#include "net/mock_server.h"

/* Pages of two: ids 1 2, 2 3, then 4 with rows in it; or one that changed. */
static void
script(const struct mock_request *r)
{
	bool moved = strstr(r->text, "/moved") != NULL;

	if (strstr(r->text, "p=1"))
		mock_answer(r, 200, "", "[{\"id\":1,\"v\":[{\"n\":\"a\"}]},\n"
		    "{\"id\":2,\"v\":[]}]");
	else if (strstr(r->text, "p=2"))
		mock_answer(r, 200, "", moved ?
		    "[{\"id\":2,\"v\":[1]}]" :
		    "[{\"id\":2,\"v\":[]},{\"id\":3}]");
	else if (strstr(r->text, "p=3"))
		mock_answer(r, 200, "", "[{\"id\":4,"
		    "\"v\":[{\"n\":\"b\"},{\"n\":\"c\"}]}]");
	else
		mock_answer(r, 200, "", "[]");
}

static struct mock_server m;

static int
set_up(void **state)
{
	(void)state;
	mock_open(&m, script);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	mock_close(&m);
	return 0;
}

struct open {
	struct ydoc d;
	struct arena arena;
	struct source source;
	struct fetch fetch;
	struct rows *rows;
};

static int
begin(struct open *o, const char *source, struct err *e)
{
	struct reader_files files = {.fetch = &o->fetch};
	struct buf text = BUF_INIT(10000);

	memset(o, 0, sizeof(*o));
	buf_printf(&text, "server: {url: \"%s\"}\nsources: {parts: {format: "
	    "rest, paging: {style: page, parameter: p}, %s}}\n", m.url,
	    source);
	if (ydoc_parse(&o->d, "p", buf_slice(&text), e) < 0 ||
	    source_read(&o->source, ydoc_get(o->d.root, "sources")->first,
	    &o->arena, e) < 0 || fetch_init(&o->fetch, NULL, e) < 0)
		fail_msg("%s", e->text);
	buf_release(&text);
	return reader_open_files(&o->rows, &o->source, &files, e);
}

static void
end(struct open *o)
{
	reader_close(o->rows);
	fetch_release(&o->fetch);
	ydoc_release(&o->d);
	arena_release(&o->arena);
}

/* "PAGE:LINE=TEXT " of each row, "-" for one that is skipped. */
static void
read_all(struct open *o, struct buf *b)
{
	struct err e = ERR_INIT;
	struct row row;
	int got;

	buf_clear(b);
	while ((got = reader_next(o->rows, &row, &e)) > 0) {
		const char *name = rows_name_of(o->rows, row.ordinal);

		if (row.skip)
			buf_add_text(b, "- ");
		else
			buf_printf(b, "%s:%lu=%.*s ", strrchr(name, ' ') + 1,
			    row.line, SLICE_ARGS(row.fields[0]));
	}
	if (got < 0)
		fail_msg("%s", e.text);
}

static void
rows_are_named_by_page_and_skipped_the_second_time(void **state)
{
	static const char wanted[] = "1:1=1 1:2=2 - 2:2=3 3:1=4 ";
	struct buf b = BUF_INIT(10000);
	struct err e = ERR_INIT;
	struct open o;
	int pass;

	(void)state;
	if (begin(&o, "url: x, id: /id, columns: {id: /id}", &e) < 0)
		fail_msg("%s", e.text);
	for (pass = 0; pass < 2; pass++) {
		read_all(&o, &b);
		assert_string_equal(buf_text(&b), wanted);
		assert_int_equal(reader_rewind(o.rows, &e), 0);
	}
	buf_clear(&b);
	buf_printf(&b, "parts %sx page 3", m.url);
	assert_string_equal(rows_name_of(o.rows, 5), buf_text(&b));
	end(&o);
	buf_release(&b);
}

static void
rows_in_rows_know_what_is_around_them(void **state)
{
	struct buf b = BUF_INIT(10000);
	struct err e = ERR_INIT;
	struct open o;

	(void)state;
	if (begin(&o, "url: x, each: v, columns: {n: n, id: ../../id}",
	    &e) < 0)
		fail_msg("%s", e.text);
	read_all(&o, &b);
	assert_string_equal(buf_text(&b), "1:1=a 3:1=b 3:1=c ");
	assert_true(slice_is(o.rows->fields[1], "4"));
	end(&o);
	buf_release(&b);
}

static void
a_row_that_comes_again_as_another_ends_the_run(void **state)
{
	struct err e = ERR_INIT;
	struct open o;

	(void)state;
	assert_int_equal(begin(&o, "url: moved, id: /id, columns: {id: /id}",
	    &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	assert_non_null(strstr(e.text, "row 3 has the id of one before and is "
	    "another"));
	end(&o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    rows_are_named_by_page_and_skipped_the_second_time),
		cmocka_unit_test(rows_in_rows_know_what_is_around_them),
		cmocka_unit_test(
		    a_row_that_comes_again_as_another_ends_the_run),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
