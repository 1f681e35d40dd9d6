/* server_test.c - tests of the map of a server. */
#include "net/server.h"

#include "format/json.h"
#include "format/json_pointer.h"
#include "io/file.h"

#include <setjmp.h>
#include <cmocka.h>

static void
takes_what_is_usual_where_it_is_silent(void **state)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct server s;
	struct ydoc d;

	(void)state;
	assert_int_equal(ydoc_parse(&d, "p", SLICE("url: https://h/api"), &e),
	    0);
	assert_int_equal(server_read(&s, d.root, &a, &e), 0);
	assert_true(s.http2 && !s.plain && !s.gzip);
	assert_null(s.proxy);
	assert_int_equal(s.connect_s, 30);
	assert_int_equal(s.stall_s, 120);
	assert_int_equal(s.total_s, 600);
	assert_int_equal(s.connections, 4);
	assert_int_equal(s.rate, 0);
	assert_int_equal(s.retry.attempts, 5);
	assert_int_equal(s.answer_most, 64 * 1024 * 1024);
	arena_release(&a);
	ydoc_release(&d);
}

static void
takes_what_is_said(void **state)
{
	static const char yaml[] = "url: http://h/\nplain: yes\nhttp2: no\n"
	    "gzip: yes\nheaders: {Accept: application/json}\nca: ca.pem\n"
	    "certificate: /c.pem\nkey: k.pem\nkey_password: {env: K}\n"
	    "proxy: http://proxy:3128\nproxy_user: u\n"
	    "proxy_password: {env: P}\n"
	    "timeouts: {connect: 5, stall: 20, total: 60}\nconnections: 8\n"
	    "rate: 2.5\nanswer_most: 1\n"
	    "retry: {attempts: 3, first: 0.05, most: 2, statuses: [409]}\n";
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct server s;
	struct ydoc d;

	(void)state;
	assert_int_equal(ydoc_parse(&d, "dir/p", slice_of(yaml), &e), 0);
	assert_int_equal(server_read(&s, d.root, &a, &e), 0);
	assert_true(s.plain && !s.http2 && s.gzip);
	assert_string_equal(s.ca, "dir/ca.pem");
	assert_string_equal(s.certificate, "/c.pem");
	assert_string_equal(s.key, "dir/k.pem");
	assert_string_equal(s.proxy, "http://proxy:3128");
	assert_int_equal(s.connect_s, 5);
	assert_int_equal(s.stall_s, 20);
	assert_int_equal(s.total_s, 60);
	assert_int_equal(s.connections, 8);
	assert_int_equal(s.rate, 2500);
	assert_int_equal(s.answer_most, 1024 * 1024);
	assert_int_equal(s.retry.attempts, 3);
	assert_int_equal(s.retry.first_ms, 50);
	assert_int_equal(s.retry.most_ms, 2000);
	assert_int_equal(s.retry.statuses[0], 409);
	arena_release(&a);
	ydoc_release(&d);
}

static const struct {
	const char *yaml, *wanted;
} wrong[] = {
	{"{}", "p:1:1: key \"url\" is missing"},
	{"url: http://h/", "p:1:6: \"http://h/\": http would send"},
	{"url: https://u:hush@h/", "no user"},
	{"url: https://h/?x=1", "must end before"},
	{"{url: 'https://h/', urk: x}", "p:1:21: unknown key \"urk\""},
	{"{url: 'https://h/', headers: {Cookie: hush}}", "under auth"},
	{"{url: 'https://h/', key: k}", "without a \"certificate\""},
	{"{url: 'https://h/', key_password: {env: K}}", "without a"},
	{"{url: 'https://h/', ca: ''}", "is empty"},
	{"{url: 'https://h/', proxy: 'http://u:hush@p'}", "no user"},
	{"{url: 'https://h/', proxy_user: u}", "go together"},
	{"{url: 'https://h/', timeouts: {total: 0}}", "from 1 to 86400"},
	{"{url: 'https://h/', timeouts: {totel: 1}}", "\"total\""},
	{"{url: 'https://h/', connections: 65}", "from 1 to 64"},
	{"{url: 'https://h/', rate: 0}", "must be a number above 0"},
	{"{url: 'https://h/', rate: 0.0001}", "at most three decimals"},
	{"{url: 'https://h/', rate: fast}", "is \"fast\""},
	{"{url: 'https://h/', retry: {first: 10, most: 5}}", "is below"},
	{"{url: 'https://h/', retry: {statuses: [200]}}", "from 300"},
	{"{url: 'https://h/', auth: {oauth2: {token_url: 'http://x/t', "
	    "client_id: i, client_secret: {env: S}}}}", "in clear"},
};

static void
names_each_mistake_with_its_place(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(wrong); i++) {
		struct arena a = ARENA_INIT;
		struct err e = ERR_INIT;
		struct server s;
		struct ydoc d;

		assert_int_equal(ydoc_parse(&d, "p", slice_of(wrong[i].yaml),
		    &e), 0);
		assert_int_equal(server_read(&s, d.root, &a, &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		if (!strstr(e.text, wrong[i].wanted))
			fail_msg("%s: %s", wrong[i].yaml, e.text);
		assert_null(strstr(e.text, "hush"));
		arena_release(&a);
		ydoc_release(&d);
	}
}

static void
resolves_against_its_address_as_a_folder(void **state)
{
	static const char *const rows[][3] = {
		{"https://h/api", "items?x=1", "https://h/api/items?x=1"},
		{"https://h/api/", "items", "https://h/api/items"},
		{"https://h/api", "/items", "https://h/items"},
		{"https://h/rpc", "", "https://h/rpc"},
		{"https://h/rpc/", "", "https://h/rpc/"},
		{"https://h/rpc", "https://g/x", "https://g/x"},
		{"https://h/rpc", "http://g/x", NULL},
		{"https://h/a/b", "../c", "https://h/a/c"},
		{"https://h/a/b", "c/../../d", "https://h/a/d"},
		{"https://h/a", "c#d", "https://h/a/c"},
		{"https://h/a", "c?d:e", "https://h/a/c?d:e"},
		{"https://h/a", "c d", NULL},
		{"https://h/a", "x:y", NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct server s = {.url = slice_of(rows[i][0]),
		    .origin = SLICE_INIT("https://h/")};
		struct buf b = BUF_INIT(1000);
		struct err e = ERR_INIT;
		int rc = server_resolve(&s, &b, slice_of(rows[i][1]), &e);

		assert_int_equal(rc, rows[i][2] ? 0 : -1);
		if (rows[i][2])
			assert_string_equal(buf_text(&b), rows[i][2]);
		buf_release(&b);
	}
}

static void
knows_its_own_addresses(void **state)
{
	static const struct {
		const char *url;
		bool home;
	} rows[] = {
		{"https://h:8443/", true},
		{"https://h:8443/x?y=%20", true},
		{"https://h:8443", false},
		{"https://h:84430/", false},
		{"https://h:8443@evil/", false},
		{"http://h:8443/", false},
		{"https://h:8443/a b", false},
		{"https://h:8443/a\nb", false},
		{"https://h:8443/a#b", false},
	};
	static const char *const urls[] = {
		"url: https://h:8443", "url: https://h:8443/api/v1",
	};
	size_t i, k;

	(void)state;
	for (k = 0; k < COUNT_OF(urls); k++) {
		struct arena a = ARENA_INIT;
		struct err e = ERR_INIT;
		struct server s;
		struct ydoc d;

		assert_int_equal(ydoc_parse(&d, "p", slice_of(urls[k]), &e),
		    0);
		assert_int_equal(server_read(&s, d.root, &a, &e), 0);
		for (i = 0; i < COUNT_OF(rows); i++)
			if (server_home(&s, slice_of(rows[i].url)) !=
			    rows[i].home)
				fail_msg("%s", rows[i].url);
		arena_release(&a);
		ydoc_release(&d);
	}
}

/* --- the JSON Schemas --- */

/* $defs/NAME/properties has these keys and no others. */
static void
compare_keys(struct slice schema, const char *name, const char *const *keys)
{
	struct buf pointer = BUF_INIT(1024);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct json_value v;
	struct slice key;
	struct json j;
	size_t count = 0, i;

	buf_printf(&pointer, "/$defs/%s/properties", name);
	json_init(&j, schema, "schema", 1, &a);
	if (json_pointer(&j, buf_slice(&pointer), &e) != 1)
		fail_msg("the schema has no %s", buf_text(&pointer));
	assert_int_equal(json_value(&j, &v, &e), 0);
	while (json_member(&j, &key, &e) > 0) {
		for (i = 0; keys[i] && !slice_is(key, keys[i]); i++)
			;
		if (!keys[i])
			fail_msg("%s: the reader does not know \"%.*s\"",
			    name, SLICE_ARGS(key));
		assert_int_equal(json_skip(&j, &e), 0);
		count++;
	}
	for (i = 0; keys[i]; i++)
		;
	assert_int_equal(count, i);
	buf_release(&pointer);
	arena_release(&a);
}

static void
the_json_schema_has_the_same_keys(void **state)
{
	struct buf b = BUF_INIT(1024 * 1024);
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	if (file_load(&b, "schemas/profile.schema.json", b.most, &e) < 0)
		fail_msg("%s", e.text);
	compare_keys(buf_slice(&b), "server", server_keys);
	compare_keys(buf_slice(&b), "server_timeouts", server_timeout_keys);
	compare_keys(buf_slice(&b), "server_retry", server_retry_keys);
	compare_keys(buf_slice(&b), "server_signature", signature_keys);
	for (i = 0; auth_keys[i].name; i++)
		compare_keys(buf_slice(&b), auth_keys[i].name,
		    auth_keys[i].keys);
	assert_int_equal(i, 10);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_what_is_usual_where_it_is_silent),
		cmocka_unit_test(takes_what_is_said),
		cmocka_unit_test(names_each_mistake_with_its_place),
		cmocka_unit_test(resolves_against_its_address_as_a_folder),
		cmocka_unit_test(knows_its_own_addresses),
		cmocka_unit_test(the_json_schema_has_the_same_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
