/* answer_test.c - what answers hold, and what is wrong with them. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/answer.h"

static const struct {
	const char *source;
	const char *body;
	const char *link;   /* the header, or NULL */
	const char *lines;  /* what comes, or the error */
	const char *next;   /* NULL: none */
	int more, total;
	int got;
} cases[] = {
	{"{}", "[1,{\"a\": [2 ,\n3]}, \"x\\ny\"]", NULL,
	    "1\n{\"a\": [2 , 3]}\n\"x\\ny\"\n", NULL, -1, -1, 1},
	{"{rows: /v}", "{\"v\":[]}", NULL, "", NULL, -1, -1, 1},
	{"{rows: /v, total: /t}", "{\"v\":[1],\"t\":\"17\"}", NULL, "1\n",
	    NULL, -1, 17, 1},
	{"{rows: /v, total: /t}", "{\"v\":[1],\"t\":null}", NULL, "1\n",
	    NULL, -1, -1, 1},
	{"{rows: /v, total: /t}", "{\"v\":[1],\"t\":1.5}", NULL, "is no "
	    "number", NULL, -1, -1, -1},
	/* Where the next page is. */
	{"{rows: /v, paging: {style: cursor, next: /n, more: /m}}",
	    "{\"v\":[1],\"n\":\"c1\",\"m\":true}", NULL, "1\n", "c1", 1, -1,
	    1},
	{"{rows: /v, paging: {style: cursor, next: /n, more: /m}}",
	    "{\"v\":[1],\"n\":\"\",\"m\":false}", NULL, "1\n", NULL, 0, -1,
	    1},
	{"{rows: /v, paging: {style: cursor, next: /n}}",
	    "{\"v\":[1],\"n\":{}}", NULL, "is neither a text nor a number",
	    NULL, -1, -1, -1},
	{"{paging: {style: link, next: Link}}", "[1]",
	    "<http://h/a>; rel=\"prev\", <http://h/b?c=d,e>; title=\"x\"; "
	    "rel=\"last next\"", "1\n", "http://h/b?c=d,e", -1, -1, 1},
	{"{paging: {style: link, next: Link}}", "[1]", "<b>; rel=next",
	    "1\n", "b", -1, -1, 1},
	{"{paging: {style: link, next: Link}}", "[1]", "<b>; rel=nextone",
	    "1\n", NULL, -1, -1, 1},
	{"{paging: {style: link, next: Link}}", "[1]", "<b", "1\n", NULL,
	    -1, -1, 1},
	{"{paging: {style: keyset, after: /k/id}}",
	    "[{\"k\":{\"id\":1}},{\"k\":{\"id\":20}}]", NULL,
	    "{\"k\":{\"id\":1}}\n{\"k\":{\"id\":20}}\n", "20", -1, -1, 1},
	{"{paging: {style: keyset, after: /id}}", "[{\"id\":null}]", NULL,
	    "the last row has nothing at \"/id\"", NULL, -1, -1, -1},
	{"{paging: {style: keyset, after: /id}}", "[]", NULL, "", NULL, -1,
	    -1, 1},
	/* Answers that are none. */
	{"{rows: /v}", "{\"w\":[]}", NULL, "has no array at \"/v\"", NULL,
	    -1, -1, -1},
	{"{rows: /v}", "{\"v\":null}", NULL, "has no array at \"/v\"", NULL,
	    -1, -1, -1},
	{"{}", "<html>", NULL, "the answer begins with \"<html>\"", NULL, -1,
	    -1, -1},
	{"{}", "[1] 2", NULL, "the answer begins with \"[1] 2\"", NULL, -1,
	    -1, -1},
	{"{}", "", NULL, "the answer begins with \"\"", NULL, -1, -1, -1},
	{"{errors: {at: /e}}", "{\"e\":[\"bad\",1]}", NULL,
	    "the server says: [\"bad\",1]", NULL, -1, -1, -1},
	{"{errors: {at: /e, message: [/e/1/0, /e/0]}}",
	    "{\"e\":[\"UserError\",[\"no\"]]}", NULL, "the server says: no",
	    NULL, -1, -1, -1},
	{"{errors: {at: /e, message: /e/0, again: [busy, lock]}}",
	    "{\"e\":[\"deadlock detected\"]}", NULL, "deadlock detected",
	    NULL, -1, -1, 0},
	{"{errors: {at: /e}, rows: /v}", "{\"e\":[],\"v\":[1]}", NULL,
	    "1\n", NULL, -1, -1, 1},
	{"{errors: {at: /e}, rows: /v}", "{\"e\":0,\"v\":[1]}", NULL,
	    "1\n", NULL, -1, -1, 1},
	{"{errors: {at: /e}, rows: /v}", "{\"e\":7,\"v\":[1]}", NULL,
	    "the server says: 7", NULL, -1, -1, -1},
};

static void
check(size_t i, struct answer *a)
{
	struct http_header link = {SLICE("link"), SLICE("")};
	struct http_answer http = {.body = slice_of(cases[i].body)};
	struct buf text = BUF_INIT(10000);
	struct arena arena = ARENA_INIT;
	struct err e = ERR_INIT;
	struct rest *r = NULL;
	struct ydoc d;
	int got;

	buf_printf(&text, "server: {url: \"http://localhost\"}\n"
	    "sources: {a: %s}\n", cases[i].source);
	if (ydoc_parse(&d, "p", buf_slice(&text), &e) < 0 ||
	    rest_read(&r, ydoc_get(ydoc_get(d.root, "sources"), "a"), &arena,
	    &e) < 0)
		fail_msg("%s", e.text);
	if (cases[i].link) {
		link.value = slice_of(cases[i].link);
		http.headers = &link;
		http.header_count = 1;
	}
	got = answer_read(a, r, &http, "u page 1", &e);
	if (got != cases[i].got)
		fail_msg("%zu: %d, %s", i, got, e.text);
	if (got < 0 && (!strstr(e.text, cases[i].lines) ||
	    strncmp(e.text, "u page 1:", 9) != 0))
		fail_msg("is     %s\nwanted %s", e.text, cases[i].lines);
	if (got == 0)
		assert_string_equal(buf_text(&a->words), cases[i].lines);
	if (got > 0) {
		assert_string_equal(buf_text(&a->lines), cases[i].lines);
		assert_int_equal(a->next.at != NULL, cases[i].next != NULL);
		assert_true(!a->next.at || slice_is(a->next, cases[i].next));
		assert_int_equal(a->more, cases[i].more);
		assert_int_equal(a->total, cases[i].total);
	}
	ydoc_release(&d);
	arena_release(&arena);
	buf_release(&text);
}

static void
answers_are_read_or_refused(void **state)
{
	struct answer a;
	size_t i;

	(void)state;
	answer_init(&a);
	for (i = 0; i < COUNT_OF(cases); i++)
		check(i, &a);
	answer_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_read_or_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
