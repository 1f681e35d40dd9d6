/*
 * auth.c - reading the section `auth`.
 *
 * The names that ${...} may use grow from one key of a session to the next:
 * its secrets in the log-in, then what the log-in's answer holds, then what
 * is made of both.
 */
#include "net/auth.h"

#include "net/url.h"

#include <strings.h>

static const char *const auth_kinds[] = {
	"basic", "bearer", "api_key", "session", "oauth2", NULL,
};
static const char *const basic_keys[] = {"user", "password", NULL};
static const char *const bearer_keys[] = {"token", NULL};
static const char *const api_key_keys[] = {"header", "query", "value", NULL};
static const char *const session_keys[] = {
	"secrets", "log_in", "log_out", "take", "base64", "headers",
	"cookies", "again", NULL,
};
static const char *const request_keys[] = {
	"method", "url", "headers", "body", "form", NULL,
};
static const char *const taken_keys[] = {
	"pointer", "header", "cookie", NULL,
};
static const char *const again_keys[] = {"status", "at", "is", NULL};
static const char *const oauth2_keys[] = {
	"token_url", "client_id", "client_secret", "scope", "parameters",
	"send", NULL,
};

const struct auth_keys auth_keys[] = {
	{"auth", auth_kinds},
	{"auth_basic", basic_keys},
	{"auth_bearer", bearer_keys},
	{"auth_api_key", api_key_keys},
	{"auth_session", session_keys},
	{"auth_request", request_keys},
	{"auth_taken", taken_keys},
	{"auth_again", again_keys},
	{"auth_oauth2", oauth2_keys},
	{"secret", secret_keys},
	{NULL, NULL},
};

/* --- headers --- */

bool
auth_header_is_secret(struct slice name)
{
	static const char *const names[] = {
		"authorization", "proxy-authorization", "cookie",
		"x-api-key", "api-key", "apikey", "x-auth-token",
		"x-csrf-token",
	};
	size_t i;

	for (i = 0; i < COUNT_OF(names); i++)
		if (name.len == strlen(names[i]) &&
		    strncasecmp(name.at, names[i], name.len) == 0)
			return true;
	return false;
}

static bool
is_token(struct slice s)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~";

	return s.len && strspn(s.at, letters) == s.len;
}

static int
check_value(const struct ydoc_node *n, struct slice text, struct err *e)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] < ' ' || text.at[i] == 0x7f)
			return ydoc_error(n, e, "has a control character");
	return 0;
}

int
auth_check_headers(const struct ydoc_node *map, bool secret, struct err *e)
{
	static const char *const ours[] = {
		"host", "content-length", "transfer-encoding", "connection",
		"accept-encoding", "expect", "content-encoding",
	};
	const struct ydoc_node *n;
	struct slice text;
	size_t i;

	if (!map)
		return 0;
	if (ydoc_check_map(map, e) < 0)
		return -1;
	for (n = map->first; n; n = n->next) {
		if (!is_token(n->key))
			return ydoc_error_key(n, e, "is no name of a header");
		for (i = 0; i < COUNT_OF(ours); i++)
			if (strcasecmp(n->key.at, ours[i]) == 0)
				return ydoc_error_key(n, e, "the header %s "
				    "is made by itself", n->key.at);
		if (!secret && auth_header_is_secret(n->key))
			return ydoc_error_key(n, e, "what %s says is a "
			    "secret (it belongs under auth)", n->key.at);
		if (ydoc_text(n, &text, e) < 0 || check_value(n, text, e) < 0)
			return -1;
	}
	return 0;
}

/* --- names --- */

/* The names that are known so far in a session. */
static int
find_name(void *ctx, struct slice name, struct fill_value *out, struct err *e)
{
	const struct auth_session *s = ctx;
	const struct ydoc_node *n;
	size_t i;

	(void)out;
	(void)e;
	for (i = 0; i < s->secret_count; i++)
		if (slice_equal(s->secrets[i].name, name))
			return 1;
	for (i = 0; i < s->taken_count; i++)
		if (slice_equal(s->taken[i].name, name))
			return 1;
	for (n = s->base64 ? s->base64->first : NULL; n; n = n->next)
		if (slice_equal(n->key, name))
			return 1;
	return 0;
}

/* --- the parts --- */

static int
basic_read(struct auth *a, const struct ydoc_node *n, struct arena *arena,
    struct err *e)
{
	a->basic.node = n;
	if (ydoc_check_keys(n, basic_keys, e) < 0 ||
	    ydoc_text(ydoc_need(n, "user", e), &a->basic.user, e) < 0)
		return -1;
	if (memchr(a->basic.user.at, ':', a->basic.user.len))
		return ydoc_error(ydoc_get(n, "user"), e, "cannot have a "
		    "\":\" in it");
	return secret_read(&a->basic.password, ydoc_need(n, "password", e),
	    arena, e);
}

static int
bearer_read(struct auth *a, const struct ydoc_node *n, struct arena *arena,
    struct err *e)
{
	a->bearer.node = n;
	if (ydoc_check_keys(n, bearer_keys, e) < 0)
		return -1;
	return secret_read(&a->bearer.token, ydoc_need(n, "token", e), arena,
	    e);
}

static int
api_key_read(struct auth *a, const struct ydoc_node *n, struct arena *arena,
    struct err *e)
{
	const struct ydoc_node *header, *query;

	a->api_key.node = n;
	a->api_key.header = a->api_key.query = SLICE("");
	if (ydoc_check_keys(n, api_key_keys, e) < 0)
		return -1;
	header = ydoc_get(n, "header");
	query = ydoc_get(n, "query");
	if (!header == !query)
		return ydoc_error(n, e, "needs one of \"header\" and "
		    "\"query\"");
	if (ydoc_text(header, &a->api_key.header, e) < 0 ||
	    ydoc_text(query, &a->api_key.query, e) < 0)
		return -1;
	if (header && !is_token(a->api_key.header))
		return ydoc_error(header, e, "is no name of a header");
	if (query && !a->api_key.query.len)
		return ydoc_error(query, e, "is empty");
	return secret_read(&a->api_key.value, ydoc_need(n, "value", e), arena,
	    e);
}

static int
request_read(struct auth_request *r, const struct ydoc_node *n,
    const struct fill_names *names, struct err *e)
{
	static const char *const methods[] = {
		"GET", "POST", "PUT", "DELETE", "PATCH", NULL,
	};
	int method = 1;

	memset(r, 0, sizeof(*r));
	if (!n)
		return 0;
	r->node = n;
	if (ydoc_check_keys(n, request_keys, e) < 0 ||
	    ydoc_choice(ydoc_get(n, "method"), methods, &method, e) < 0)
		return -1;
	r->method = methods[method];
	r->url = ydoc_need(n, "url", e);
	if (!r->url)
		return -1;
	r->headers = ydoc_get(n, "headers");
	r->body = ydoc_get(n, "body");
	r->form = ydoc_get(n, "form");
	if (r->body && r->form)
		return ydoc_error(r->form, e, "\"body\" is there already");
	if (r->form && ydoc_check_map(r->form, e) < 0)
		return -1;
	if (auth_check_headers(r->headers, true, e) < 0)
		return -1;
	return fill_check(n, names, e);
}

static int
secrets_read(struct auth_session *s, const struct ydoc_node *map,
    struct arena *arena, struct err *e)
{
	const struct ydoc_node *n;

	if (!map)
		return 0;
	if (ydoc_check_map(map, e) < 0)
		return -1;
	s->secrets = arena_alloc(arena,
	    (map->count + 1) * sizeof(*s->secrets));
	for (n = map->first; n; n = n->next) {
		struct auth_secret *one = &s->secrets[s->secret_count];

		one->name = n->key;
		if (secret_read(&one->secret, n, arena, e) < 0)
			return -1;
		s->secret_count++;
	}
	return 0;
}

static int
taken_read(struct auth_taken *t, const struct ydoc_node *n, struct err *e)
{
	static const enum auth_from from[] = {
		AUTH_POINTER, AUTH_HEADER, AUTH_COOKIE,
	};
	const struct ydoc_node *what = n;
	size_t i;

	*t = (struct auth_taken){n, n->key, AUTH_POINTER, {"", 0}};
	if (n->kind == YDOC_MAP) {
		if (ydoc_check_keys(n, taken_keys, e) < 0)
			return -1;
		if (n->count != 1)
			return ydoc_error(n, e, "must be one of a JSON "
			    "Pointer, {header: NAME} and {cookie: NAME}");
		what = n->first;
		for (i = 0; i < COUNT_OF(from); i++)
			if (slice_is(what->key, taken_keys[i]))
				t->from = from[i];
	}
	if (ydoc_text(what, &t->what, e) < 0)
		return -1;
	if (t->from == AUTH_POINTER && t->what.len && *t->what.at != '/')
		return ydoc_error(what, e, "is no JSON Pointer (\"\", or "
		    "begins with \"/\")");
	if (t->from != AUTH_POINTER && !is_token(t->what))
		return ydoc_error(what, e, "is no name");
	return 0;
}

static int
takes_read(struct auth_session *s, const struct ydoc_node *map,
    struct arena *arena, struct err *e)
{
	const struct ydoc_node *n;

	if (!map)
		return 0;
	if (ydoc_check_map(map, e) < 0)
		return -1;
	s->taken = arena_alloc(arena, (map->count + 1) * sizeof(*s->taken));
	for (n = map->first; n; n = n->next) {
		struct fill_value v;

		if (find_name(s, n->key, &v, e))
			return ydoc_error_key(n, e, "the name stands under "
			    "\"secrets\" already");
		if (taken_read(&s->taken[s->taken_count], n, e) < 0)
			return -1;
		s->taken_count++;
	}
	return 0;
}

/* One status, or a list of them. */
static int
statuses_read(struct auth_session *s, const struct ydoc_node *n,
    struct err *e)
{
	const struct ydoc_node *one = n;

	s->again[0] = 401;
	s->again_count = 1;
	if (!n)
		return 0;
	s->again_count = 0;
	if (n->kind == YDOC_LIST)
		one = n->first;
	for (; one; one = n->kind == YDOC_LIST ? one->next : NULL) {
		if (s->again_count == COUNT_OF(s->again))
			return ydoc_error(one, e, "has too many statuses");
		if (ydoc_number(one, (struct ydoc_range){300, 599},
		    &s->again[s->again_count], e) < 0)
			return -1;
		s->again_count++;
	}
	return 0;
}

static int
again_read(struct auth_session *s, const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *at, *is;

	if (!n || n->kind != YDOC_MAP)
		return statuses_read(s, n, e);
	at = ydoc_get(n, "at");
	is = ydoc_get(n, "is");
	if (ydoc_check_keys(n, again_keys, e) < 0 ||
	    statuses_read(s, ydoc_get(n, "status"), e) < 0 ||
	    ydoc_text(at, &s->again_at, e) < 0 ||
	    ydoc_texts(is, &s->again_is, e) < 0)
		return -1;
	if (!at != !is)
		return ydoc_error(n, e, "\"at\" and \"is\" go together");
	if (at && s->again_at.len && *s->again_at.at != '/')
		return ydoc_error(at, e, "is no JSON Pointer (\"\", or "
		    "begins with \"/\")");
	return 0;
}

/* What is made of the names; not of each other. */
static int
base64_read(struct auth_session *s, const struct ydoc_node *map,
    const struct fill_names *names, struct err *e)
{
	const struct ydoc_node *n;
	struct fill_value v;

	if (!map)
		return 0;
	if (ydoc_check_map(map, e) < 0 || fill_check(map, names, e) < 0)
		return -1;
	for (n = map->first; n; n = n->next)
		if (find_name(s, n->key, &v, e))
			return ydoc_error_key(n, e, "the name stands there "
			    "already");
	s->base64 = map;
	return 0;
}

static int
session_read(struct auth *a, const struct ydoc_node *n, struct arena *arena,
    struct err *e)
{
	struct auth_session *s = &a->session;
	const struct fill_names names = {find_name, s};

	s->node = n;
	if (ydoc_check_keys(n, session_keys, e) < 0 ||
	    secrets_read(s, ydoc_get(n, "secrets"), arena, e) < 0 ||
	    request_read(&s->log_in, ydoc_need(n, "log_in", e), &names,
	    e) < 0 || e->kind ||
	    takes_read(s, ydoc_get(n, "take"), arena, e) < 0 ||
	    base64_read(s, ydoc_get(n, "base64"), &names, e) < 0 ||
	    ydoc_flag(ydoc_get(n, "cookies"), &s->cookies, e) < 0 ||
	    again_read(s, ydoc_get(n, "again"), e) < 0 ||
	    request_read(&s->log_out, ydoc_get(n, "log_out"), &names, e) < 0)
		return -1;
	s->headers = ydoc_get(n, "headers");
	if (auth_check_headers(s->headers, true, e) < 0 ||
	    (s->headers && fill_check(s->headers, &names, e) < 0))
		return -1;
	if (!s->headers && !s->cookies)
		return ydoc_error(n, e, "puts nothing into requests (say "
		    "\"headers\" or \"cookies: yes\")");
	return 0;
}

static int
oauth2_read(struct auth *a, const struct ydoc_node *n, struct arena *arena,
    struct err *e)
{
	static const char *const sends[] = {"header", "body", NULL};
	struct auth_oauth2 *o = &a->oauth2;
	const struct ydoc_node *p;
	struct slice text;
	int send = 0;

	o->node = n;
	o->scope = SLICE("");
	if (ydoc_check_keys(n, oauth2_keys, e) < 0 ||
	    ydoc_text(ydoc_need(n, "token_url", e), &o->token_url, e) < 0 ||
	    ydoc_text(ydoc_need(n, "client_id", e), &o->client_id, e) < 0 ||
	    secret_read(&o->client_secret, ydoc_need(n, "client_secret", e),
	    arena, e) < 0 ||
	    ydoc_text(ydoc_get(n, "scope"), &o->scope, e) < 0 ||
	    ydoc_choice(ydoc_get(n, "send"), sends, &send, e) < 0)
		return -1;
	o->in_body = send == 1;
	o->parameters = ydoc_get(n, "parameters");
	if (!o->parameters)
		return 0;
	if (ydoc_check_map(o->parameters, e) < 0)
		return -1;
	for (p = o->parameters->first; p; p = p->next)
		if (ydoc_text(p, &text, e) < 0)
			return -1;
	return 0;
}

/* Only one header Authorization can be sent. */
static int
check_together(const struct auth *a, struct err *e)
{
	const struct ydoc_node *makers[4], *n;
	size_t count = 0;

	if (a->session.node && a->oauth2.node)
		return ydoc_error_key(a->oauth2.node, e, "cannot go with "
		    "\"session\"");
	if (a->basic.node)
		makers[count++] = a->basic.node;
	if (a->bearer.node)
		makers[count++] = a->bearer.node;
	if (a->oauth2.node)
		makers[count++] = a->oauth2.node;
	n = a->session.headers ? a->session.headers->first : NULL;
	for (; n; n = n->next)
		if (strcasecmp(n->key.at, "authorization") == 0 &&
		    !a->basic.node)
			makers[count++] = n;
	if (count < 2)
		return 0;
	return ydoc_error_key(makers[1], e, "the header Authorization is "
	    "made by two (keep one)");
}

int
auth_read(struct auth *a, const struct ydoc_node *n, struct arena *arena,
    struct err *e)
{
	static int (*const readers[])(struct auth *, const struct ydoc_node *,
	    struct arena *, struct err *) = {
		basic_read, bearer_read, api_key_read, session_read,
		oauth2_read,
	};
	const struct ydoc_node *part;
	size_t i;

	memset(a, 0, sizeof(*a));
	if (!n || (n->kind == YDOC_SCALAR && slice_is(n->text, "none")))
		return 0;
	if (n->kind == YDOC_SCALAR)
		return ydoc_error(n, e, "must be none or a map of basic, "
		    "bearer, api_key, session or oauth2");
	a->node = n;
	if (ydoc_check_keys(n, auth_kinds, e) < 0)
		return -1;
	for (i = 0; auth_kinds[i]; i++) {
		part = ydoc_get(n, auth_kinds[i]);
		if (part && readers[i](a, part, arena, e) < 0)
			return -1;
	}
	return check_together(a, e);
}
