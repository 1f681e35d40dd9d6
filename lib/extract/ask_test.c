/* ask_test.c - requests for the first page, later pages, changes. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/ask.h"

#define SERVER "http://localhost/api"

/* Where the pages stand. */
struct stand {
	uint64_t number;
	int64_t position;
	const char *next; /* NULL: none yet */
	bool plain;
	const char *since; /* NULL: everything is asked for */
};

static const struct {
	const char *source;
	struct stand at;
	const char *url;
	const char *body; /* NULL: none */
} cases[] = {
	{"{}", {0, 0, NULL, false, NULL}, SERVER, NULL},
	{"{url: items}", {0, 0, NULL, false, NULL}, SERVER "/items", NULL},
	{"{url: \"items?a=b\", parameters: {$top: \"${limit}\", c: d e}, "
	    "paging: {style: offset, parameter: $skip}}",
	    {3, 250, NULL, false, NULL},
	    SERVER "/items?a=b&%24top=100&c=d%20e&%24skip=250", NULL},
	{"{url: \"x/${page}\", paging: {style: page, limit: n, size: 7}}",
	    {1, 2, NULL, false, NULL}, SERVER "/x/2?n=7", NULL},
	/* A parameter whose value is not there yet is left out. */
	{"{url: x, parameters: {f: \"id gt '${after:quoted}'\"}, "
	    "paging: {style: keyset, after: /id}}",
	    {0, 0, NULL, false, NULL}, SERVER "/x", NULL},
	{"{url: x, parameters: {f: \"id gt '${after:quoted}'\"}, "
	    "paging: {style: keyset, after: /id}}",
	    {1, 9, "O'Neil&", false, NULL},
	    SERVER "/x?f=id%20gt%20%27O%27%27Neil%26%27", NULL},
	{"{paging: {style: cursor, next: /n, parameter: c}}",
	    {1, 9, "a/b", false, NULL}, SERVER "?c=a%2Fb", NULL},
	{"{paging: {style: cursor, next: /n, parameter: c, start: \"*\"}}",
	    {0, 0, NULL, false, NULL}, SERVER "?c=%2A", NULL},
	{"{url: x, parameters: {a: b}, paging: {style: link, next: /n}}",
	    {1, 9, "http://localhost/other?p=2", false, NULL},
	    "http://localhost/other?p=2", NULL},
	/* In JSON a value has its kind. */
	{"{body: [[id, \">\", \"${after}\"], \"${limit}\", \"n ${limit}\"], "
	    "paging: {style: keyset, after: /id, start: 0}}",
	    {0, 0, NULL, false, NULL}, SERVER,
	    "[[\"id\",\">\",0],100,\"n 100\"]"},
	{"{body: {a: \"${after}\"}, paging: {style: keyset, after: /id, "
	    "start: \"0\"}}", {0, 0, NULL, false, NULL}, SERVER,
	    "{\"a\":\"0\"}"},
	{"{body: {a: \"${after}\"}, paging: {style: keyset, after: /id}}",
	    {0, 0, NULL, false, NULL}, SERVER, "{\"a\":null}"},
	{"{body: {a: \"${after}\"}, paging: {style: keyset, after: /id}}",
	    {1, 9, "42", true, NULL}, SERVER, "{\"a\":42}"},
	{"{body: {a: \"${after}\"}, paging: {style: keyset, after: /id}}",
	    {1, 9, "42", false, NULL}, SERVER, "{\"a\":\"42\"}"},
	/* Changes. */
	{"{url: x, parameters: {a: \"${since}\"}, since: {}}",
	    {0, 0, NULL, false, NULL}, SERVER "/x", NULL},
	{"{url: x, parameters: {a: b, q: 1}, since: {overlap: 1d, "
	    "parameters: {a: \"${since}\"}, format: \"%Y%m%d %H.%M.%S%%\"}}",
	    {0, 0, NULL, false, "2026-03-01T07:08:09Z"},
	    SERVER "/x?q=1&a=20260228%2007.08.09%25", NULL},
	{"{body: {f: []}, since: {format: \"%s\", add: {/f: "
	    "\"${since}\"}}}", {0, 0, NULL, false, "1970-01-02T00:00:00Z"},
	    SERVER, "{\"f\":[86400]}"},
	{"{body: {f: []}, since: {format: \"%s\", add: {/f: "
	    "\"${since}\"}}}", {0, 0, NULL, false, NULL}, SERVER,
	    "{\"f\":[]}"},
};

static void
check(size_t i)
{
	struct clock_time since;
	struct buf text = BUF_INIT(10000);
	struct http_request request = {.method = NULL};
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct ydoc d;
	struct rest *r = NULL;
	struct ask ask;

	buf_printf(&text, "server: {url: \"" SERVER "\"}\nsources: {a: %s}\n",
	    cases[i].source);
	if (ydoc_parse(&d, "p", buf_slice(&text), &e) < 0 ||
	    rest_read(&r, ydoc_get(ydoc_get(d.root, "sources"), "a"), &a,
	    &e) < 0)
		fail_msg("%s", e.text);
	if (cases[i].at.since)
		assert_true(clock_parse(&since,
		    slice_of(cases[i].at.since)));
	ask_init(&ask, r, r->server.url, cases[i].at.since ? &since : NULL);
	ask.number = cases[i].at.number;
	ask.position = cases[i].at.position;
	if (cases[i].at.next)
		ask.next = slice_of(cases[i].at.next);
	ask.plain = cases[i].at.plain;
	if (ask_fill(&ask, &request, &e) < 0)
		fail_msg("%s", e.text);
	if (!slice_is(request.url, cases[i].url))
		fail_msg("%s\nis     %.*s\nwanted %s", cases[i].source,
		    SLICE_ARGS(request.url), cases[i].url);
	assert_int_equal(request.body.at != NULL, cases[i].body != NULL);
	if (cases[i].body && !slice_is(request.body, cases[i].body))
		fail_msg("%s\nis     %.*s\nwanted %s", cases[i].source,
		    SLICE_ARGS(request.body), cases[i].body);
	ask_release(&ask);
	ydoc_release(&d);
	arena_release(&a);
	buf_release(&text);
}

static void
values_come_where_the_profile_puts_them(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++)
		check(i);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_come_where_the_profile_puts_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
