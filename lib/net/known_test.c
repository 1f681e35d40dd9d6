/* known_test.c - tests of what a session knows. */
#include "net/known.h"

#include "io/log.h"

#include <setjmp.h>
#include <cmocka.h>

static void
remembers_and_forgets(void **state)
{
	struct known k = KNOWN_INIT;
	struct fill_value v = {FILL_ABSENT, {"", 0}};
	struct err e = ERR_INIT;

	(void)state;
	buf_add_text(known_add(&k, SLICE("a")), "1");
	buf_add_text(known_add(&k, SLICE("b")), "2");
	assert_int_equal(known_find(&k, SLICE("b"), &v, &e), 1);
	assert_int_equal(v.kind, FILL_TEXT);
	assert_true(slice_is(v.text, "2"));
	known_forget(&k, 1);
	v.kind = FILL_ABSENT;
	assert_int_equal(known_find(&k, SLICE("b"), &v, &e), 1);
	assert_int_equal(v.kind, FILL_ABSENT);
	assert_int_equal(known_find(&k, SLICE("a"), &v, &e), 1);
	assert_true(slice_is(v.text, "1"));
	known_forget(&k, 0);
	known_forget(&k, 0);
}

static const struct http_header headers[] = {
	{SLICE_INIT("X-CSRF-Token"), SLICE_INIT("csrf-token-1")},
	{SLICE_INIT("Set-Cookie"), SLICE_INIT("SID=abc; Path=/")},
};
static const struct http_answer answer = {.status = 200, .headers = headers,
    .header_count = 2, .body = SLICE_INIT("{\"result\":[1,\"the-long-key\"],"
    "\"none\":null,\"empty\":\"\",\"deep\":{\"a\":true}}")};

static const struct {
	enum auth_from from;
	const char *what, *wanted; /* NULL: it is missing */
	const char *wrong;
} rows[] = {
	{AUTH_POINTER, "/result/0", "1", NULL},
	{AUTH_POINTER, "/result/1", "the-long-key", NULL},
	{AUTH_HEADER, "x-csrf-token", "csrf-token-1", NULL},
	{AUTH_COOKIE, "SID", "abc", NULL},
	{AUTH_POINTER, "/result/2", NULL, "text or number at /result/2"},
	{AUTH_POINTER, "/none", NULL, "text or number at /none"},
	{AUTH_POINTER, "/empty", NULL, "text or number at /empty"},
	{AUTH_POINTER, "/deep", NULL, "text or number at /deep"},
	{AUTH_HEADER, "X-None", NULL, "header X-None"},
	{AUTH_COOKIE, "NONE", NULL, "cookie NONE"},
};

static void
takes_what_an_answer_holds(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct known k = KNOWN_INIT;
		struct err e = ERR_INIT;
		struct auth_taken t = {NULL, SLICE_INIT("name"),
		    rows[i].from, {NULL, 0}};
		struct ydoc d;
		int rc;

		assert_int_equal(ydoc_parse(&d, "p", SLICE("x"), &e), 0);
		t.node = d.root;
		t.what = slice_of(rows[i].what);
		rc = known_take(&k, &t, &answer, &e);
		assert_int_equal(rc, rows[i].wanted ? 0 : -1);
		if (rows[i].wanted)
			assert_string_equal(buf_text(&k.texts[0].text),
			    rows[i].wanted);
		else if (!strstr(e.text, rows[i].wrong) ||
		    !strstr(e.text, "p:1:1: the answer to the log-in has no"))
			fail_msg("%s", e.text);
		known_forget(&k, 0);
		ydoc_release(&d);
	}
}

static void
masks_long_values_only(void **state)
{
	struct buf b = BUF_INIT(100);

	(void)state;
	log_masked(&b, SLICE("1 abc the-long-key csrf-token-1"));
	assert_string_equal(buf_text(&b), "1 abc *** ***");
	buf_release(&b);
}

static void
takes_nothing_from_what_is_no_json(void **state)
{
	struct http_answer a = {.status = 200,
	    .body = SLICE_INIT("<html>no</html>")};
	struct buf b = BUF_INIT(100);

	(void)state;
	assert_false(known_json(&a, SLICE("/x"), &b));
	a.body = SLICE("");
	assert_false(known_json(&a, SLICE("/x"), &b));
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(remembers_and_forgets),
		cmocka_unit_test(takes_what_an_answer_holds),
		cmocka_unit_test(masks_long_values_only),
		cmocka_unit_test(takes_nothing_from_what_is_no_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
