/* url_test.c - tests of addresses. */
#include "net/url.h"

#include "io/log.h"

#include <setjmp.h>
#include <cmocka.h>

static const struct {
	const char *url;
	bool plain;
	const char *wrong; /* NULL: it is right */
} checks[] = {
	{"https://erp.example/api/", false, NULL},
	{"https://erp.example:8443/x?y=z", false, NULL},
	{"http://127.0.0.1:8000/", false, NULL},
	{"http://127.3.4.5/", false, NULL},
	{"http://localhost:1/", false, NULL},
	{"http://LOCALHOST:1/", false, NULL},
	{"http://[::1]:80/", false, NULL},
	{"http://erp.example/", true, NULL},
	{"http://erp.example/", false, "in clear"},
	{"http://127.0.0.1.evil.example/", false, "in clear"},
	{"http://127.evil.example/", false, "in clear"},
	{"http://localhost.evil.example/", false, "in clear"},
	{"http://evil.example@127.0.0.1/", false, "no user"},
	{"http://127.0.0.1@evil.example/", false, "no user"},
	{"https://u:pw@erp.example/", false, "no user"},
	{"ftp://erp.example/", true, "must begin"},
	{"file:///etc/passwd", true, "must begin"},
	{"erp.example", true, "is no address"},
	{"/api/items", true, "is no address"},
	{"", true, "is no address"},
	{"https://", false, "is no address"},
	{"https://erp.example/a b", false, "no blanks"},
	{"https://erp.example/\r\nX: y", false, "no blanks"},
	{"https://erp.example/\x7f", false, "no blanks"},
};

static void
takes_only_what_may_be_asked(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(checks); i++) {
		struct err e = ERR_INIT;
		int rc = url_check(slice_of(checks[i].url), checks[i].plain,
		    &e);

		if (!checks[i].wrong && rc < 0)
			fail_msg("%s: %s", checks[i].url, e.text);
		if (!checks[i].wrong)
			continue;
		assert_int_equal(rc, -1);
		assert_int_equal(e.kind, ERR_USAGE);
		if (!strstr(e.text, checks[i].wrong))
			fail_msg("%s: %s", checks[i].url, e.text);
		assert_null(strstr(e.text, "pw"));
	}
}

static const struct {
	const char *base, *link, *wanted; /* NULL: refused */
} links[] = {
	{"https://h/a/b", "c", "https://h/a/c"},
	{"https://h/a/b/", "c?d=1", "https://h/a/b/c?d=1"},
	{"https://h/a/b", "/c", "https://h/c"},
	{"https://h/a/b?x=1", "?page=2", "https://h/a/b?page=2"},
	{"https://h/a/b", "https://other/c", "https://other/c"},
	{"https://h/a/b", "//other/c", "https://other/c"},
	{"https://h/a/b/c", "../d", "https://h/a/d"},
	{"https://h/a", "", "https://h/a"},
	{"https://h/a", "c#part", "https://h/c"},
	{"https://h:8443/a", "/c", "https://h:8443/c"},
	{"https://h/a", "b c", NULL},
	{"nothing", "b", NULL},
};

static void
resolves_links(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(links); i++) {
		struct buf b = BUF_INIT(1000);
		struct err e = ERR_INIT;
		int rc = url_resolve(&b, slice_of(links[i].base),
		    slice_of(links[i].link), &e);

		if (links[i].wanted) {
			assert_int_equal(rc, 0);
			assert_string_equal(buf_text(&b), links[i].wanted);
		} else {
			assert_int_equal(rc, -1);
			assert_int_equal(e.kind, ERR_USAGE);
		}
		buf_release(&b);
	}
}

static void
tells_servers_apart(void **state)
{
	static const struct {
		const char *a, *b;
		bool same;
	} pairs[] = {
		{"https://h/a", "https://h/b?c", true},
		{"https://h/a", "https://H:443/", true},
		{"https://h/", "http://h/", false},
		{"https://h/", "https://h:444/", false},
		{"https://h/", "https://g/", false},
		{"https://h/", "", false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(pairs); i++)
		assert_int_equal(url_same_server(slice_of(pairs[i].a),
		    slice_of(pairs[i].b)), pairs[i].same);
	assert_true(url_loopback(SLICE("http://127.0.0.1:1/x")));
	assert_false(url_loopback(SLICE("http://h/x")));
}

static void
puts_queries_together(void **state)
{
	static const struct {
		const char *url, *name, *value, *added, *set;
	} rows[] = {
		{"http://h/", "a", "1", "http://h/?a=1", "http://h/?a=1"},
		{"http://h/?b=2", "a", "x y&z=\xc3\xa4",
		    "http://h/?b=2&a=x%20y%26z%3D%C3%A4",
		    "http://h/?b=2&a=x%20y%26z%3D%C3%A4"},
		{"http://h/?a=1&b=2", "a", "3", "http://h/?a=1&b=2&a=3",
		    "http://h/?b=2&a=3"},
		{"http://h/?$skip=1&%24skip=2", "$skip", "3",
		    "http://h/?$skip=1&%24skip=2&%24skip=3",
		    "http://h/?%24skip=3"},
		{"http://h/?", "a", "1", "http://h/?a=1", "http://h/?a=1"},
		{"http://h/?b&", "a", "1", "http://h/?b&a=1",
		    "http://h/?b&a=1"},
	};
	struct buf b = BUF_INIT(1000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		buf_clear(&b);
		buf_add_text(&b, rows[i].url);
		url_add_query(&b, slice_of(rows[i].name),
		    slice_of(rows[i].value));
		assert_string_equal(buf_text(&b), rows[i].added);
		buf_clear(&b);
		buf_add_text(&b, rows[i].url);
		url_set_query(&b, slice_of(rows[i].name),
		    slice_of(rows[i].value));
		assert_string_equal(buf_text(&b), rows[i].set);
	}
	buf_release(&b);
}

static void
shows_no_credentials_and_no_secrets(void **state)
{
	static const struct {
		const char *url, *shown;
	} rows[] = {
		{"https://h/a?b=c#d", "https://h/a?b=c"},
		{"https://u:p@h/a", "https://***@h/a"},
		{"https://u:p@q@h/a", "https://***@h/a"},
		{"https://h/a@b", "https://h/a@b"},
		{"https://h/?key=hush-hush&x=1", "https://h/?key=***&x=1"},
		{"items?x", "items?x"},
		{"", ""},
	};
	struct buf b = BUF_INIT(1000), url = BUF_INIT(1000);
	size_t i;

	(void)state;
	log_secret(SLICE("hush-hush"));
	for (i = 0; i < COUNT_OF(rows); i++) {
		buf_clear(&b);
		url_show(&b, slice_of(rows[i].url));
		assert_string_equal(buf_text(&b), rows[i].shown);
	}
	for (i = 0; i < 500; i++)
		buf_add_byte(&url, 'x');
	buf_clear(&b);
	url_show(&b, buf_slice(&url));
	assert_int_equal(b.len, 303);
	buf_release(&url);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_only_what_may_be_asked),
		cmocka_unit_test(resolves_links),
		cmocka_unit_test(tells_servers_apart),
		cmocka_unit_test(puts_queries_together),
		cmocka_unit_test(shows_no_credentials_and_no_secrets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
