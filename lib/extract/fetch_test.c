/* fetch_test.c - pages asked of a server that plays tricks. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/fetch.h"
#include "net/mock_server.h"

/* Answers by the path: "GET /NAME?p=N". */
static void
script(const struct mock_request *r)
{
	const char *p = strstr(r->text, "p=");
	long n = p ? strtol(p + 2, NULL, 10) : 0;
	const char *path = strchr(r->text, '/');
	char body[200] = "[]";

	if (strncmp(path, "/list", 5) == 0 && n < 3)
		snprintf(body, sizeof(body), "[{\"id\":%ld}]", n);
	else if (strncmp(path, "/same", 5) == 0)
		snprintf(body, sizeof(body), "[1,2]");
	else if (strncmp(path, "/circle", 7) == 0)
		snprintf(body, sizeof(body), "{\"v\":[%ld],\"n\":\"%ld\"}", n,
		    1 - n);
	else if (strncmp(path, "/total", 6) == 0 && n < 2)
		snprintf(body, sizeof(body), "{\"v\":[%ld],\"t\":5}", n);
	else if (strncmp(path, "/total", 6) == 0)
		snprintf(body, sizeof(body), "{\"v\":[],\"t\":5}");
	else if (strncmp(path, "/shrinks", 8) == 0)
		snprintf(body, sizeof(body), "{\"v\":[%ld],\"t\":%ld}", n,
		    9 - n);
	else if (strncmp(path, "/away", 5) == 0)
		snprintf(body, sizeof(body), "{\"v\":[1],"
		    "\"n\":\"http://127.0.0.1:1/\"}");
	else if (strncmp(path, "/more", 5) == 0)
		snprintf(body, sizeof(body), "{\"v\":[],\"m\":true}");
	else if (strncmp(path, "/endless", 8) == 0)
		snprintf(body, sizeof(body), "[%u]", r->number);
	else if (strncmp(path, "/busy", 5) == 0 && r->number % 2)
		snprintf(body, sizeof(body), "{\"e\":\"locked\"}");
	else if (strncmp(path, "/busy", 5) == 0)
		snprintf(body, sizeof(body), "{\"v\":[%ld]}", n);
	else if (strncmp(path, "/locked", 7) == 0)
		snprintf(body, sizeof(body), "{\"e\":\"locked\"}");
	if (strncmp(path, "/gone", 5) == 0 && n > 2)
		mock_answer(r, 404, "", "");
	else
		mock_answer(r, 200, "", body);
}

#define PAGE "paging: {style: page, parameter: p, "
#define OFFSET "paging: {style: offset, parameter: p"

static const struct {
	const char *source;
	const char *wanted; /* the error; NULL: none */
	enum err_kind kind;
	uint64_t pages, rows;
} cases[] = {
	{"{url: list, " OFFSET "}}", NULL, ERR_NONE, 4, 3},
	{"{url: list, " PAGE "first: 0}}", NULL, ERR_NONE, 4, 3},
	{"{url: list?p=1}", NULL, ERR_NONE, 1, 1},
	{"{url: gone, " PAGE "end: 404}}", NULL, ERR_NONE, 1, 0},
	{"{url: gone?p=9}", "404", ERR_USAGE, 0, 0},
	{"{url: same, " PAGE "}}", "same page 2: has the same rows as the "
	    "page before", ERR_INPUT, 1, 2},
	{"{url: circle, rows: /v, paging: {style: cursor, parameter: p, "
	    "next: /n}}", "there would be no end", ERR_INPUT, 2, 2},
	{"{url: total, rows: /v, total: /t, " OFFSET "}}",
	    "2 rows came, but 5 were announced: it has changed", ERR_AGAIN,
	    0, 0},
	{"{url: shrinks, rows: /v, total: /t, " OFFSET "}}",
	    "page 2: says another total than the first", ERR_AGAIN, 0, 0},
	{"{url: away, rows: /v, paging: {style: link, next: /n}}",
	    "page 1: the next page is on another server", ERR_INPUT, 0, 0},
	{"{url: more, rows: /v, " OFFSET ", more: /m}}", "page 1: has no "
	    "rows, but says that there are more", ERR_INPUT, 0, 0},
	{"{url: endless, " PAGE "pages: 5}}", "page 5: there are more pages "
	    "than \"pages\" allows (5)", ERR_INPUT, 4, 4},
	{"{url: busy, rows: /v, errors: {at: /e, again: lock}}", NULL,
	    ERR_NONE, 1, 1},
	{"{url: locked, rows: /v, errors: {at: /e, again: lock}}",
	    "page 1: the server says: locked (after 2 attempts)", ERR_AGAIN,
	    0, 0},
	{"{url: locked, rows: /v, errors: {at: /e}}", "page 1: the server "
	    "says: locked", ERR_USAGE, 0, 0},
};

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

static void
check(size_t i)
{
	struct buf text = BUF_INIT(10000), url = BUF_INIT(10000);
	struct arena arena = ARENA_INIT;
	struct err e = ERR_INIT;
	struct pages pages;
	struct fetch f;
	struct rest *r = NULL;
	struct ydoc d;
	int rc;

	buf_printf(&text, "server: {url: \"%s\", retry: {attempts: 2, "
	    "first: 0.01, most: 0.01}}\nsources: {a: %s}\n", m.url,
	    cases[i].source);
	if (ydoc_parse(&d, "p", buf_slice(&text), &e) < 0 ||
	    rest_read(&r, ydoc_get(ydoc_get(d.root, "sources"), "a"), &arena,
	    &e) < 0 || fetch_init(&f, NULL, &e) < 0)
		fail_msg("%s", e.text);
	rc = fetch_pages(&f, &(struct fetch_source){r, SLICE("a"), &pages,
	    &url}, false, &e);
	assert_int_equal(rc, cases[i].wanted ? -1 : 0);
	if (e.kind != cases[i].kind)
		fail_msg("%s\nis     %s", cases[i].source, e.text);
	if (e.kind && !strstr(e.text, cases[i].wanted))
		fail_msg("%s\nis     %s\nwanted %s", cases[i].source, e.text,
		    cases[i].wanted);
	if (pages.last.number != cases[i].pages ||
	    pages.last.rows != cases[i].rows)
		fail_msg("%s\n%d pages, %d rows", cases[i].source,
		    (int)pages.last.number, (int)pages.last.rows);
	pages_close(&pages);
	fetch_release(&f);
	ydoc_release(&d);
	arena_release(&arena);
	buf_release(&text);
	buf_release(&url);
}

static void
reads_to_the_end_or_says_why_not(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++)
		check(i);
}

static void
a_time_without_sense_is_refused(void **state)
{
	struct err e = ERR_INIT;
	struct fetch f;

	(void)state;
	assert_int_equal(fetch_init(&f, "yesterday", &e), -1);
	assert_string_equal(e.text, "--since: \"yesterday\" is no time as "
	    "2026-11-22T01:02:03Z");
	err_clear(&e);
	assert_int_equal(fetch_init(&f, "2026-01-01T00:00:00Z", &e), 0);
	assert_true(f.since);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_to_the_end_or_says_why_not),
		cmocka_unit_test(a_time_without_sense_is_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
