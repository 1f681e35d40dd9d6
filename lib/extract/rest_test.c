/* rest_test.c - what a profile may say of a REST source, and may not. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/rest.h"

#define TOP "server: {url: \"http://localhost/\"}\nsources:\n"

static int
read(struct rest **r, const char *text, const char *name, struct err *e)
{
	static struct arena a;
	static struct ydoc d;
	const struct ydoc_node *n;

	ydoc_release(&d);
	arena_release(&a);
	if (ydoc_parse(&d, "p.yaml", slice_of(text), e) < 0)
		return -1;
	n = ydoc_get(ydoc_get(d.root, "sources"), name);
	return rest_read(r, n, &a, e);
}

static void
takes_from_another_source_what_it_does_not_say(void **state)
{
	struct err e = ERR_INIT;
	struct rest *r;

	(void)state;
	if (read(&r, TOP
	    "  a: {url: items, rows: /value, id: /k,\n"
	    "    paging: {style: keyset, after: /k, size: 7}}\n"
	    "  b: {like: a, rows: /v}\n"
	    "  c: {like: b, url: boms, server: {url: \"http://[::1]/\"}}\n",
	    "c", &e) < 0)
		fail_msg("%s", e.text);
	assert_true(slice_is(r->url->text, "boms"));
	assert_true(slice_is(r->rows, "/v") && slice_is(r->id, "/k"));
	assert_true(slice_is(r->server.url, "http://[::1]/"));
	assert_int_equal(r->paging.style, REST_KEYSET);
	assert_int_equal(r->paging.size, 7);
	assert_string_equal(r->method, "GET");
	assert_null(r->total.at);
	assert_null(r->since.node);
}

static void
has_what_is_usual_where_nothing_is_said(void **state)
{
	struct err e = ERR_INIT;
	struct rest *r;

	(void)state;
	assert_int_equal(read(&r, TOP "  a: {body: {q: 1}}\n", "a", &e), 0);
	assert_int_equal(r->paging.style, REST_WHOLE);
	assert_string_equal(r->method, "POST");
	assert_true(slice_is(r->rows, ""));
	assert_int_equal(read(&r, TOP "  a: {paging: {style: page}, since: {}}"
	    "\n", "a", &e), 0);
	assert_int_equal(r->paging.first, 1);
	assert_int_equal(r->paging.size, 100);
	assert_true(slice_is(r->since.format, "%Y-%m-%dT%H:%M:%SZ"));
}

static void
adds_to_the_body_for_changes_only(void **state)
{
	struct err e = ERR_INIT;
	struct rest *r;

	(void)state;
	if (read(&r, TOP "  a: {body: {d: [x]}, since: {overlap: 10m, "
	    "add: {/d: \"${since}\"}}}\n", "a", &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(r->since.overlap_s, 600);
	assert_int_equal(ydoc_get(r->body, "d")->count, 1);
	assert_int_equal(ydoc_get(r->since.body, "d")->count, 2);
}

static const struct {
	const char *source;
	const char *wanted;
} wrong[] = {
	{"{rows: value}", ":3:13: is no JSON Pointer"},
	{"{method: PUT}", ":3:15: "},
	{"{method: GET, body: {a: 1}}", ":3:26: GET has no body"},
	{"{body: text}", ":3:13: must be a map or a list"},
	{"{like: b}", ":3:13: no source \"b\" stands before this one"},
	{"{like: a}", ":3:13: no source \"a\" stands before this one"},
	{"{url: \"x?p=${page}\"}", ":3:12: "},
	{"{paging: {style: offset}, url: \"x?p=${page}\"}", ":3:37: "},
	{"{parameters: {t: \"${since}\"}}", ":3:23: "},
	{"{headers: {Authorization: x}}", ":3:17: what Authorization says is "
	    "a secret"},
	{"{paging: {}}", ":3:15: key \"style\" is missing"},
	{"{paging: {style: pages}}", ":3:23: "},
	{"{paging: {style: keyset}}", ":3:15: key \"after\" is missing"},
	{"{paging: {style: link}}", ":3:15: key \"next\" is missing"},
	{"{paging: {style: link, next: /n, parameter: p}}", ":3:15: a link "
	    "needs no parameter"},
	{"{paging: {style: page, after: /n}}", ":3:29: style page has no "
	    "\"after\""},
	{"{paging: {style: cursor, next: Link}}", ":3:37: is no JSON Pointer"},
	{"{errors: {}}", ":3:15: key \"at\" is missing"},
	{"{errors: {at: /e, message: [m]}}", ":3:33: \"m\" is no JSON"},
	{"{since: {format: \"%q\"}}", ":3:23: has a % without one of"},
	{"{since: {overlap: 10}}", ":3:24: is no duration"},
	{"{since: {add: {/a: 1}}}", ":3:15: there is no body"},
	{"{since: {body: {}}}", ":3:15: unknown key \"body\""},
};

static void
names_each_mistake_with_its_place(void **state)
{
	struct buf text = BUF_INIT(10000);
	struct rest *r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(wrong); i++) {
		struct err e = ERR_INIT;

		buf_clear(&text);
		buf_printf(&text, TOP "  a: %s\n", wrong[i].source);
		assert_int_equal(read(&r, buf_text(&text), "a", &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		if (strncmp(e.text + strlen("p.yaml"), wrong[i].wanted,
		    strlen(wrong[i].wanted)) != 0)
			fail_msg("%s\nis     %s\nwanted %s", wrong[i].source,
			    e.text, wrong[i].wanted);
	}
	buf_release(&text);
}

static void
needs_a_server(void **state)
{
	struct err e = ERR_INIT;
	struct rest *r;

	(void)state;
	assert_int_equal(read(&r, "sources: {a: {url: x}}\n", "a", &e), -1);
	assert_non_null(strstr(e.text, "key \"server\" is missing"));
}

static void
reads_durations(void **state)
{
	static const struct {
		const char *text;
		long seconds; /* -1: it is none */
	} durations[] = {
		{"90s", 90}, {"15m", 900}, {"6h", 21600}, {"2d", 172800},
		{"0s", 0}, {"6", -1}, {"h", -1}, {"-1h", -1}, {"1.5h", -1},
		{"999999d", -1}, {"6H", -1},
	};
	struct ydoc d;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(durations); i++) {
		struct err e = ERR_INIT;
		long seconds = -1;
		int rc;

		assert_int_equal(ydoc_parse(&d, "p", slice_of(
		    durations[i].text), &e), 0);
		rc = rest_duration(d.root, &seconds, &e);
		assert_int_equal(rc, durations[i].seconds < 0 ? -1 : 0);
		assert_int_equal(seconds, durations[i].seconds);
		ydoc_release(&d);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    takes_from_another_source_what_it_does_not_say),
		cmocka_unit_test(has_what_is_usual_where_nothing_is_said),
		cmocka_unit_test(adds_to_the_body_for_changes_only),
		cmocka_unit_test(names_each_mistake_with_its_place),
		cmocka_unit_test(needs_a_server),
		cmocka_unit_test(reads_durations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
