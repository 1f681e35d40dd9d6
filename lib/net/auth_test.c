/* auth_test.c - tests of the section auth. */
#include "net/auth.h"

#include <setjmp.h>
#include <cmocka.h>

static const struct {
	const char *yaml, *wrong; /* NULL: it is right */
} rows[] = {
	{"none", NULL},
	{"{basic: {user: u, password: {env: P}}}", NULL},
	{"{bearer: {token: {file: t}}}", NULL},
	{"{api_key: {header: X-Key, value: {env: P}}}", NULL},
	{"{api_key: {query: key, value: {env: P}}, bearer: {token: {env: T}}}",
	    NULL},
	{"{oauth2: {token_url: /t, client_id: i, client_secret: {env: P}}}",
	    NULL},
	{"{oauth2: {token_url: /t, client_id: i, client_secret: {env: P}, "
	    "scope: a b, send: body, parameters: {resource: x}}}", NULL},
	{"session:\n"
	    "  secrets: {password: {env: P}}\n"
	    "  log_in:\n"
	    "    url: ''\n"
	    "    body: {id: 1, params: [admin, {password: '${password}'}]}\n"
	    "  take: {user: /result/0, key: /result/1}\n"
	    "  base64: {ticket: 'admin:${user}:${key}'}\n"
	    "  headers: {Authorization: 'Session ${ticket}'}\n"
	    "  again: {status: [401, 440], at: /error/code, is: ['100']}\n"
	    "  log_out: {url: '', body: {id: 1, k: '${key}'}}\n", NULL},
	{"{session: {log_in: {url: l, form: {user: u}}, cookies: yes}}", NULL},
	{"{basic: {user: u, password: {env: P}}, session: {log_in: {method: "
	    "GET, url: l, headers: {X-CSRF-Token: Fetch}}, take: {t: {header: "
	    "X-CSRF-Token}, s: {cookie: SID}}, headers: {X-CSRF-Token: "
	    "'${t}'}}}", NULL},

	{"yes", "p:1:1: must be none or a map of basic"},
	{"{basik: {}}", "did you mean \"basic\""},
	{"{basic: {user: u}}", "key \"password\" is missing"},
	{"{basic: {user: u, password: hush}}", "p:1:29: a secret does not "
	    "stand in a profile"},
	{"{basic: {user: 'u:v', password: {env: P}}}", "cannot have a \":\""},
	{"{api_key: {value: {env: P}}}", "needs one of \"header\" and"},
	{"{api_key: {header: 'a b', value: {env: P}}}", "is no name of a"},
	{"{api_key: {header: a, query: b, value: {env: P}}}", "needs one of"},
	{"{api_key: {query: '', value: {env: P}}}", "is empty"},
	{"{bearer: {token: {env: T}}, basic: {user: u, password: {env: P}}}",
	    "made by two"},
	{"{oauth2: {token_url: t, client_id: i, client_secret: hush}}",
	    "a secret does not stand"},
	{"{oauth2: {token_url: t, client_id: i, client_secret: {env: P}, "
	    "send: mail}}", "header"},
	{"{session: {cookies: yes}}", "key \"log_in\" is missing"},
	{"{session: {log_in: {url: l}}}", "puts nothing into requests"},
	{"{session: {log_in: {url: l, body: x, form: {}}, cookies: yes}}",
	    "\"body\" is there already"},
	{"{session: {log_in: {url: '${pw}'}, cookies: yes}}",
	    "\"${pw}\": there is nothing of this name"},
	{"{session: {log_in: {url: l}, headers: {A: '${key}'}}}",
	    "\"${key}\": there is nothing of this name"},
	{"{session: {log_in: {url: '${k}'}, take: {k: /k}, cookies: yes}}",
	    "\"${k}\": there is nothing of this name"},
	{"{session: {log_in: {url: l}, take: {k: k}, cookies: yes}}",
	    "is no JSON Pointer"},
	{"{session: {log_in: {url: l}, take: {k: {header: 'a b'}}, "
	    "cookies: yes}}", "is no name"},
	{"{session: {log_in: {url: l}, secrets: {k: {env: K}}, "
	    "take: {k: /k}, cookies: yes}}", "stands under \"secrets\""},
	{"{session: {log_in: {url: l}, take: {k: /k}, base64: {k: x}, "
	    "cookies: yes}}", "stands there already"},
	{"{session: {log_in: {url: l}, again: [200], cookies: yes}}",
	    "from 300 to 599"},
	{"{session: {log_in: {url: l}, again: {at: /x}, cookies: yes}}",
	    "\"at\" and \"is\" go together"},
	{"{session: {log_in: {url: l}, again: {at: x, is: y}, cookies: "
	    "yes}}", "is no JSON Pointer"},
	{"{session: {log_in: {url: l, method: FETCH}, cookies: yes}}", "GET"},
	{"{session: {log_in: {url: l, headers: {'a b': c}}, cookies: yes}}",
	    "is no name of a header"},
	{"{session: {log_in: {url: l, headers: {Host: c}}, cookies: yes}}",
	    "is made by itself"},
	{"{session: {log_in: {url: l}, headers: {A: \"b\\r\\nC: d\"}}}",
	    "has a control character"},
	{"{session: {log_in: {url: l}, cookies: yes}, oauth2: {token_url: t, "
	    "client_id: i, client_secret: {env: P}}}", "cannot go with"},
	{"{session: {log_in: {url: l}, headers: {authorization: x}}, "
	    "bearer: {token: {env: T}}}", "made by two"},
};

static void
reads_what_is_right_and_says_what_is_wrong(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct arena a = ARENA_INIT;
		struct err e = ERR_INIT;
		struct auth auth;
		struct ydoc d;
		int rc;

		assert_int_equal(ydoc_parse(&d, "p", slice_of(rows[i].yaml),
		    &e), 0);
		rc = auth_read(&auth, d.root, &a, &e);
		if (!rows[i].wrong && rc < 0)
			fail_msg("%s: %s", rows[i].yaml, e.text);
		if (rows[i].wrong) {
			assert_int_equal(rc, -1);
			assert_int_equal(e.kind, ERR_USAGE);
			if (!strstr(e.text, rows[i].wrong))
				fail_msg("%s: %s", rows[i].yaml, e.text);
			assert_null(strstr(e.text, "hush"));
		}
		arena_release(&a);
		ydoc_release(&d);
	}
}

static void
keeps_what_a_session_says(void **state)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct auth auth;
	struct ydoc d;

	(void)state;
	assert_int_equal(ydoc_parse(&d, "p", slice_of(rows[7].yaml), &e), 0);
	assert_int_equal(auth_read(&auth, d.root, &a, &e), 0);
	assert_int_equal(auth.session.secret_count, 1);
	assert_string_equal(auth.session.log_in.method, "POST");
	assert_int_equal(auth.session.taken_count, 2);
	assert_true(slice_is(auth.session.taken[1].what, "/result/1"));
	assert_int_equal(auth.session.again_count, 2);
	assert_int_equal(auth.session.again[1], 440);
	assert_true(slice_is(auth.session.again_at, "/error/code"));
	assert_int_equal(auth.session.again_is.count, 1);
	assert_non_null(auth.session.log_out.node);
	arena_release(&a);
	ydoc_release(&d);
	assert_int_equal(auth_read(&auth, NULL, &a, &e), 0);
	assert_null(auth.node);
}

static void
keeps_credentials_out_of_plain_headers(void **state)
{
	static const char *const yamls[] = {
		"{authorization: x}", "{Cookie: x}", "{X-Api-Key: x}",
	};
	struct err e = ERR_INIT;
	struct ydoc d;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(yamls); i++) {
		assert_int_equal(ydoc_parse(&d, "p", slice_of(yamls[i]), &e),
		    0);
		assert_int_equal(auth_check_headers(d.root, true, &e), 0);
		assert_int_equal(auth_check_headers(d.root, false, &e), -1);
		assert_non_null(strstr(e.text, "belongs under auth"));
		err_clear(&e);
		ydoc_release(&d);
	}
	assert_int_equal(auth_check_headers(NULL, false, &e), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_is_right_and_says_what_is_wrong),
		cmocka_unit_test(keeps_what_a_session_says),
		cmocka_unit_test(keeps_credentials_out_of_plain_headers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
