/* login_test.c - tests of authentication at work, without a server. */
#include "net/login.h"

#include "io/log.h"

#include <setjmp.h>
#include <cmocka.h>

struct fixture {
	struct ydoc d;
	struct arena a;
	struct server server;
	struct login *login;
};

static int
set_up(void **state)
{
	*state = mem_zero(sizeof(struct fixture));
	setenv("BOM_TEST_PW", "pass word", 1);
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	login_close(f->login);
	arena_release(&f->a);
	ydoc_release(&f->d);
	mem_free(f);
	return 0;
}

/* A server whose auth is this. */
static void
begin(struct fixture *f, const char *auth)
{
	struct buf b = BUF_INIT(4096);
	struct err e = ERR_INIT;

	buf_printf(&b, "url: https://h/api\nauth:\n%s", auth);
	if (ydoc_parse(&f->d, "p", buf_slice(&b), &e) < 0 ||
	    server_read(&f->server, f->d.root, &f->a, &e) < 0 ||
	    login_open(&f->login, &f->server, &e) < 0)
		fail_msg("%s", e.text);
	buf_release(&b);
}

/* The value of a header that goes into each request, or NULL. */
static const char *
header(const struct http_header *at, size_t count, const char *name)
{
	static char text[1000];
	size_t i;

	for (i = 0; i < count; i++)
		if (slice_is(at[i].name, name)) {
			snprintf(text, sizeof(text), "%.*s",
			    (int)at[i].value.len, at[i].value.at);
			return text;
		}
	return NULL;
}

static const char *
sent(const struct fixture *f, const char *name)
{
	size_t count;
	const struct http_header *at = login_headers(f->login, &count);

	return header(at, count, name);
}

static int
answered(struct fixture *f, int status, const char *body, struct err *e)
{
	static const struct http_request r = {.method = "POST"};
	struct http_answer a = {.request = &r, .status = status,
	    .body = slice_of(body), .url = SLICE_INIT("https://h/api"),
	    .later = status >= 500};

	return login_answered(f->login, &a, 1000, e);
}

static void
makes_basic_bearer_and_key_at_once(void **state)
{
	struct fixture *f = *state;
	struct buf url = BUF_INIT(1000), b = BUF_INIT(1000);

	begin(f, "  basic: {user: me, password: {env: BOM_TEST_PW}}\n"
	    "  api_key: {query: key, value: {env: BOM_TEST_PW}}\n");
	assert_false(login_due(f->login, 0));
	/* "me:pass word" */
	assert_string_equal(sent(f, "Authorization"),
	    "Basic bWU6cGFzcyB3b3Jk");
	buf_add_text(&url, "https://h/x?key=old&y=1");
	login_add_query(f->login, &url);
	assert_string_equal(buf_text(&url),
	    "https://h/x?y=1&key=pass%20word");
	log_masked(&b, buf_slice(&url));
	log_masked(&b, SLICE(" bWU6cGFzcyB3b3Jk"));
	assert_string_equal(buf_text(&b), "https://h/x?y=1&key=*** ***");
	buf_release(&url);
	buf_release(&b);
}

static void
makes_bearer_and_key_headers(void **state)
{
	struct fixture *f = *state;

	begin(f, "  bearer: {token: {env: BOM_TEST_PW}}\n"
	    "  api_key: {header: X-Key, value: {env: BOM_TEST_PW}}\n");
	assert_string_equal(sent(f, "Authorization"), "Bearer pass word");
	assert_string_equal(sent(f, "X-Key"), "pass word");
}

static const char session[] =
    "  session:\n"
    "    secrets: {password: {env: BOM_TEST_PW}}\n"
    "    log_in:\n"
    "      url: db/\n"
    "      body: {id: 1, params: [admin, {password: '${password}'}]}\n"
    "    take: {user: /result/0, key: /result/1}\n"
    "    base64: {ticket: 'admin:${user}:${key}'}\n"
    "    headers: {Authorization: 'Session ${ticket}'}\n"
    "    log_out: {url: db/, body: ['${key}']}\n";

static void
logs_in_again_only_once_for_all(void **state)
{
	const struct http_answer late = {.status = 401};
	struct fixture *f = *state;
	const struct http_request *r;
	struct err e = ERR_INIT;

	begin(f, session);
	assert_true(login_due(f->login, 0));
	assert_null(sent(f, "Authorization"));
	assert_int_equal(login_out_request(f->login, &r, &e), 0);
	assert_null(r);
	assert_int_equal(login_request(f->login, &r, &e), 0);
	assert_string_equal(r->method, "POST");
	assert_true(slice_is(r->url, "https://h/api/db/"));
	assert_true(slice_is(r->body, "{\"id\":1,\"params\":[\"admin\","
	    "{\"password\":\"pass word\"}]}"));
	assert_string_equal(header(r->headers, r->header_count,
	    "Content-Type"), "application/json");
	assert_int_equal(answered(f, 200,
	    "{\"result\":[7,\"0123456789\"]}", &e), 0);
	assert_false(login_due(f->login, 1000000));
	/* "admin:7:0123456789" */
	assert_string_equal(sent(f, "Authorization"),
	    "Session YWRtaW46NzowMTIzNDU2Nzg5");
	assert_int_equal(login_generation(f->login), 1);
	/* an answer to what was sent before the log-in changes nothing */
	assert_true(login_expired(f->login, &late, 0));
	assert_false(login_due(f->login, 0));
	assert_true(login_expired(f->login, &late, 1));
	assert_true(login_due(f->login, 0));
	assert_int_equal(login_request(f->login, &r, &e), 0);
	assert_int_equal(answered(f, 200, "{\"result\":[7,\"9876543210\"]}",
	    &e), 0);
	assert_int_equal(login_out_request(f->login, &r, &e), 0);
	assert_true(slice_is(r->body, "[\"9876543210\"]"));
	assert_non_null(header(r->headers, r->header_count,
	    "Authorization"));
}

static void
says_why_it_was_not_let_in(void **state)
{
	struct fixture *f = *state;
	struct err e = ERR_INIT;

	begin(f, session);
	assert_int_equal(answered(f, 401, "wrong, pass word", &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_string_equal(e.text, "log-in: POST https://h/api: 401 "
	    "Unauthorized: wrong, *** (check auth in the profile)");
	err_clear(&e);
	assert_int_equal(answered(f, 503, "", &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	err_clear(&e);
	assert_int_equal(answered(f, 200, "{\"error\":[\"LoginException\"]}",
	    &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "text or number at /result/0: "
	    "\"{\"error\":[\"LoginException\"]}\" (check the credentials)"));
	assert_true(login_due(f->login, 0));
}

static void
fetches_a_token_and_renews_it_before_it_ends(void **state)
{
	struct fixture *f = *state;
	const struct http_request *r;
	struct err e = ERR_INIT;

	begin(f, "  oauth2: {token_url: 'https://id/t', client_id: 'i:d', "
	    "client_secret: {env: BOM_TEST_PW}, scope: a b, "
	    "parameters: {resource: x/y}}\n");
	assert_int_equal(login_request(f->login, &r, &e), 0);
	assert_true(slice_is(r->url, "https://id/t"));
	assert_true(slice_is(r->body, "grant_type=client_credentials&"
	    "scope=a%20b&resource=x%2Fy"));
	/* "i%3Ad:pass%20word" */
	assert_string_equal(header(r->headers, r->header_count,
	    "Authorization"), "Basic aSUzQWQ6cGFzcyUyMHdvcmQ=");
	assert_int_equal(answered(f, 200, "{\"access_token\":\"tok-en-1\","
	    "\"token_type\":\"Bearer\",\"expires_in\":3600}", &e), 0);
	assert_string_equal(sent(f, "Authorization"), "Bearer tok-en-1");
	assert_false(login_due(f->login, 1000 + 3569999));
	assert_true(login_due(f->login, 1000 + 3570000));
	assert_int_equal(answered(f, 400, "{\"error\":\"invalid_client\"}",
	    &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "invalid_client"));
	err_clear(&e);
	assert_int_equal(answered(f, 200, "{}", &e), -1);
	assert_non_null(strstr(e.text, "no access_token"));
}

static void
sends_a_clients_secret_in_the_body_where_that_is_wanted(void **state)
{
	struct fixture *f = *state;
	const struct http_request *r;
	struct err e = ERR_INIT;

	begin(f, "  oauth2: {token_url: t, client_id: id, send: body, "
	    "client_secret: {env: BOM_TEST_PW}}\n");
	assert_int_equal(login_request(f->login, &r, &e), 0);
	assert_true(slice_is(r->url, "https://h/api/t"));
	assert_true(slice_is(r->body, "grant_type=client_credentials&"
	    "client_id=id&client_secret=pass%20word"));
	assert_null(header(r->headers, r->header_count, "Authorization"));
}

static void
takes_basic_for_the_log_in_only(void **state)
{
	struct fixture *f = *state;
	const struct http_request *r;
	struct err e = ERR_INIT;

	begin(f, "  basic: {user: me, password: {env: BOM_TEST_PW}}\n"
	    "  session:\n"
	    "    log_in: {url: 'in?u=a b', form: {x: 'y z'}}\n"
	    "    take: {t: /token}\n"
	    "    headers: {authorization: 'Token ${t}'}\n");
	assert_int_equal(login_request(f->login, &r, &e), -1);
	assert_non_null(strstr(e.text, "p:5:19: \"in?u=a b\" is no address"));
	err_clear(&e);
	login_close(f->login);
	f->login = NULL;
	ydoc_release(&f->d);
	begin(f, "  basic: {user: me, password: {env: BOM_TEST_PW}}\n"
	    "  session:\n"
	    "    log_in: {url: 'in', form: {x: 'y z'}}\n"
	    "    take: {t: /token}\n"
	    "    headers: {authorization: 'Token ${t}'}\n");
	assert_int_equal(login_request(f->login, &r, &e), 0);
	assert_non_null(header(r->headers, r->header_count,
	    "Authorization"));
	assert_true(slice_is(r->body, "x=y%20z"));
	assert_int_equal(answered(f, 302, "{\"token\":\"abc\"}", &e), 0);
	assert_null(sent(f, "Authorization"));
	assert_string_equal(sent(f, "authorization"), "Token abc");
}

static void
says_which_secret_is_missing(void **state)
{
	struct fixture *f = *state;
	struct err e = ERR_INIT;

	assert_int_equal(ydoc_parse(&f->d, "p", SLICE("url: https://h/\n"
	    "auth: {bearer: {token: {env: BOM_TEST_NONE}}}\n"), &e), 0);
	assert_int_equal(server_read(&f->server, f->d.root, &f->a, &e), 0);
	assert_int_equal(login_open(&f->login, &f->server, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_string_equal(e.text, "p:2:24: the environment has no variable "
	    "BOM_TEST_NONE (set it)");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(makes_basic_bearer_and_key_at_once),
		CASE(makes_bearer_and_key_headers),
		CASE(logs_in_again_only_once_for_all),
		CASE(says_why_it_was_not_let_in),
		CASE(fetches_a_token_and_renews_it_before_it_ends),
		CASE(sends_a_clients_secret_in_the_body_where_that_is_wanted),
		CASE(takes_basic_for_the_log_in_only),
		CASE(says_which_secret_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
