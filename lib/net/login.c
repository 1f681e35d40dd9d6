/*
 * login.c - what is known of a session or token, and what is made of it.
 *
 * Names stand for values in three layers: secrets of the profile, what the
 * answer to the log-in held, and Base64 of texts over both.  The headers of
 * a session come before those that are always there and take their place.
 */
#include "net/login.h"

#include "io/log.h"
#include "net/base64.h"
#include "net/headers.h"
#include "net/known.h"
#include "net/url.h"

#define TEXT_MOST ((size_t)64 * 1024)
#define REQUEST_MOST ((size_t)1024 * 1024)
/* A token is renewed so long before it ends, in ms. */
#define RENEW_BEFORE 30000

struct login {
	const struct server *s;
	struct known known; /* secrets, then what is taken and made */
	size_t secret_count;
	struct buf api_key;
	struct headers fixed;   /* of basic, bearer, API key */
	struct headers all;     /* and of the session or token */
	struct headers request; /* of the log-in or log-out */
	struct http_request due;
	struct buf url, body;
	bool logged_in;
	uint64_t generation;
	uint64_t expires; /* of clock_ticks; 0: not known */
};

/* Each header of the map, filled, behind those that are there. */
static int
add_headers(struct login *l, struct headers *to, const struct ydoc_node *map,
    struct err *e)
{
	const struct fill_names names = {known_find, &l->known};
	const struct ydoc_node *n;

	for (n = map ? map->first : NULL; n; n = n->next) {
		struct buf *text = headers_begin(to, n->key);

		if (fill_text(text, n, FILL_HEADER, &names, e) < 0)
			return -1;
		headers_end(to);
	}
	return 0;
}

/* --- opening --- */

static void
add_basic(struct headers *to, struct slice user, struct slice password,
    bool encoded)
{
	struct buf pair = BUF_INIT(TEXT_MOST * 8);
	struct buf *text = headers_begin(to, SLICE("Authorization"));

	/* OAuth2 wants both encoded first (RFC 6749, 2.3.1) */
	if (encoded) {
		url_encode(&pair, user);
		buf_add_byte(&pair, ':');
		url_encode(&pair, password);
	} else {
		buf_add_slice(&pair, user);
		buf_add_byte(&pair, ':');
		buf_add_slice(&pair, password);
	}
	buf_add_text(text, "Basic ");
	base64_add(text, buf_slice(&pair));
	headers_end(to);
	log_secret(slice_from(text->at + 6, text->len - 6));
	secret_release(&pair);
}

static int
fixed_headers(struct login *l, struct err *e)
{
	const struct auth *a = &l->s->auth;
	struct buf secret = BUF_INIT(0), *text;

	if (a->basic.node) {
		if (secret_fetch(&a->basic.password, &secret, e) < 0)
			return -1;
		add_basic(&l->fixed, a->basic.user, buf_slice(&secret), false);
		secret_release(&secret);
	}
	if (a->bearer.node) {
		text = headers_begin(&l->fixed, SLICE("Authorization"));
		if (secret_fetch(&a->bearer.token, &secret, e) < 0)
			return -1;
		buf_add_text(text, "Bearer ");
		buf_add_slice(text, buf_slice(&secret));
		headers_end(&l->fixed);
		secret_release(&secret);
	}
	if (!a->api_key.node)
		return 0;
	if (secret_fetch(&a->api_key.value, &l->api_key, e) < 0)
		return -1;
	if (a->api_key.header.len)
		headers_add(&l->fixed, a->api_key.header,
		    buf_slice(&l->api_key));
	return 0;
}

/* Those of a session, or the one of a client. */
static int
fetch_secrets(struct login *l, struct err *e)
{
	const struct auth *a = &l->s->auth;
	size_t i;

	for (i = 0; i < a->session.secret_count; i++) {
		const struct auth_secret *s = &a->session.secrets[i];

		if (secret_fetch(&s->secret, known_add(&l->known, s->name),
		    e) < 0)
			return -1;
	}
	if (a->oauth2.node && secret_fetch(&a->oauth2.client_secret,
	    known_add(&l->known, SLICE("client_secret")), e) < 0)
		return -1;
	l->secret_count = l->known.count;
	return 0;
}

int
login_open(struct login **out, const struct server *s, struct err *e)
{
	struct login *l = mem_zero(sizeof(*l));

	*out = l;
	l->s = s;
	buf_init(&l->url, REQUEST_MOST);
	buf_init(&l->body, REQUEST_MOST);
	if (fixed_headers(l, e) < 0 || fetch_secrets(l, e) < 0)
		return -1;
	headers_add_missing(&l->all, l->fixed.at, l->fixed.count);
	return 0;
}

void
login_close(struct login *l)
{
	if (!l)
		return;
	known_forget(&l->known, 0);
	secret_release(&l->api_key);
	headers_release(&l->fixed);
	headers_release(&l->all);
	headers_release(&l->request);
	secret_release(&l->url);
	secret_release(&l->body);
	mem_free(l);
}

/* --- the request --- */

static bool
needed(const struct login *l)
{
	return l->s->auth.session.node || l->s->auth.oauth2.node;
}

bool
login_due(const struct login *l, uint64_t now)
{
	return needed(l) && (!l->logged_in ||
	    (l->expires && now >= l->expires));
}

static void
content_type(struct login *l, const char *type)
{
	const struct http_header header = {SLICE_INIT("Content-Type"),
	    slice_of(type)};

	headers_add_missing(&l->request, &header, 1);
}

/* Begins l->due: nothing in it yet but what goes into every request. */
static void
request_begin(struct login *l, const char *method)
{
	memset(&l->due, 0, sizeof(l->due));
	l->due.method = method;
	l->due.repeat = HTTP_REPEAT_SAFE;
	buf_clear(&l->url);
	if (l->body.at)
		explicit_bzero(l->body.at, l->body.size);
	buf_clear(&l->body);
	headers_release(&l->request);
}

static void
request_end(struct login *l)
{
	l->due.url = buf_slice(&l->url);
	l->due.headers = l->request.at;
	l->due.header_count = l->request.count;
}

static int
fill_body(struct login *l, const struct auth_request *r, struct err *e)
{
	const struct fill_names names = {known_find, &l->known};

	if (r->form) {
		content_type(l, "application/x-www-form-urlencoded");
		return fill_form(&l->body, r->form, &names, e);
	}
	if (!r->body)
		return 0;
	if (r->body->kind == YDOC_SCALAR)
		return fill_text(&l->body, r->body, FILL_PLAIN, &names, e);
	content_type(l, "application/json");
	return fill_json(&l->body, r->body, &names, e);
}

static int
fill_request(struct login *l, const struct auth_request *r,
    const struct headers *first, struct err *e)
{
	const struct fill_names names = {known_find, &l->known};
	struct buf link = BUF_INIT(REQUEST_MOST);
	int rc;

	request_begin(l, r->method);
	rc = fill_text(&link, r->url, FILL_URL, &names, e);
	if (rc == 0 && server_resolve(l->s, &l->url, buf_slice(&link), e) < 0)
		rc = err_in(e, "%s:%lu:%lu", r->url->doc->name, r->url->line,
		    r->url->column);
	buf_release(&link);
	if (rc < 0 || add_headers(l, &l->request, r->headers, e) < 0 ||
	    fill_body(l, r, e) < 0)
		return -1;
	headers_add_missing(&l->request, first->at, first->count);
	if (l->body.len)
		l->due.body = buf_slice(&l->body);
	request_end(l);
	return 0;
}

static void
add_field(struct buf *form, const char *name, struct slice value)
{
	if (form->len)
		buf_add_byte(form, '&');
	url_encode(form, slice_of(name));
	buf_add_byte(form, '=');
	url_encode(form, value);
}

static int
token_request(struct login *l, struct err *e)
{
	const struct auth_oauth2 *o = &l->s->auth.oauth2;
	struct slice secret = buf_slice(&l->known.texts[0].text);
	const struct ydoc_node *n;

	request_begin(l, "POST");
	if (server_resolve(l->s, &l->url, o->token_url, e) < 0)
		return -1;
	add_field(&l->body, "grant_type", SLICE("client_credentials"));
	if (o->scope.len)
		add_field(&l->body, "scope", o->scope);
	if (o->in_body) {
		add_field(&l->body, "client_id", o->client_id);
		add_field(&l->body, "client_secret", secret);
	} else {
		add_basic(&l->request, o->client_id, secret, true);
	}
	for (n = o->parameters ? o->parameters->first : NULL; n; n = n->next)
		add_field(&l->body, n->key.at, n->text);
	content_type(l, "application/x-www-form-urlencoded");
	headers_add(&l->request, SLICE("Accept"), SLICE("application/json"));
	l->due.body = buf_slice(&l->body);
	request_end(l);
	return 0;
}

int
login_request(struct login *l, const struct http_request **out,
    struct err *e)
{
	const struct auth *a = &l->s->auth;

	*out = &l->due;
	if (a->oauth2.node)
		return token_request(l, e);
	known_forget(&l->known, l->secret_count);
	return fill_request(l, &a->session.log_in, &l->fixed, e);
}

int
login_out_request(struct login *l, const struct http_request **out,
    struct err *e)
{
	const struct auth_request *r = &l->s->auth.session.log_out;

	*out = NULL;
	if (!r->node || !l->logged_in)
		return 0;
	*out = &l->due;
	return fill_request(l, r, &l->all, e);
}

/* --- the answer --- */

static int
make_base64(struct login *l, const struct ydoc_node *map, struct err *e)
{
	const struct fill_names names = {known_find, &l->known};
	const struct ydoc_node *n;
	int rc = 0;

	for (n = map ? map->first : NULL; n && rc == 0; n = n->next) {
		struct buf plain = BUF_INIT(TEXT_MOST / 2);
		struct buf *to;

		rc = fill_text(&plain, n, FILL_PLAIN, &names, e);
		to = known_add(&l->known, n->key);
		base64_add(to, buf_slice(&plain));
		secret_release(&plain);
		if (to->len)
			log_secret(buf_slice(to));
	}
	return rc;
}

static int
session_answered(struct login *l, const struct http_answer *a, struct err *e)
{
	const struct auth_session *s = &l->s->auth.session;
	size_t i;

	known_forget(&l->known, l->secret_count);
	for (i = 0; i < s->taken_count; i++)
		if (known_take(&l->known, &s->taken[i], a, e) < 0)
			return -1;
	return make_base64(l, s->base64, e);
}

static int
token_answered(struct login *l, const struct http_answer *a, uint64_t now,
    struct err *e)
{
	const struct auth_oauth2 *o = &l->s->auth.oauth2;
	struct buf lasts = BUF_INIT(64);
	struct buf *token, *text;
	uint64_t seconds;

	known_forget(&l->known, l->secret_count);
	token = known_add(&l->known, SLICE("access_token"));
	if (!known_json(a, SLICE("/access_token"), token))
		return known_missing(a, o->node, "access_token", e);
	secret_hide(buf_slice(token));
	l->expires = 0;
	if (known_json(a, SLICE("/expires_in"), &lasts) &&
	    text_to_number(buf_slice(&lasts), 1000000000, &seconds)) {
		/* a token that lasts less than twice the margin: half of it */
		uint64_t ms = seconds * 1000;

		l->expires = now + (ms > 2 * RENEW_BEFORE
		    ? ms - RENEW_BEFORE : ms / 2);
	}
	buf_release(&lasts);
	text = headers_begin(&l->all, SLICE("Authorization"));
	buf_add_text(text, "Bearer ");
	buf_add_slice(text, buf_slice(token));
	headers_end(&l->all);
	return 0;
}

int
login_answered(struct login *l, const struct http_answer *a, uint64_t now,
    struct err *e)
{
	const struct auth *auth = &l->s->auth;
	/* after a form for people a server sends on to its first page */
	bool sent_on = auth->session.node && a->outcome == HTTP_ANSWERED &&
	    a->status >= 300 && a->status < 400;
	int rc;

	if (!sent_on && http_answer_check(a, e) < 0)
		return err_in(e, "log-in");
	headers_release(&l->all);
	if (auth->oauth2.node)
		rc = token_answered(l, a, now, e);
	else
		rc = session_answered(l, a, e);
	if (rc < 0)
		return -1;
	if (add_headers(l, &l->all, auth->session.headers, e) < 0)
		return -1;
	headers_add_missing(&l->all, l->fixed.at, l->fixed.count);
	l->logged_in = true;
	l->generation++;
	return 0;
}

/* --- in use --- */

uint64_t
login_generation(const struct login *l)
{
	return l->generation;
}

/* What some servers say in an answer of success. */
static bool
body_says_again(const struct auth_session *s, const struct http_answer *a)
{
	struct buf text = BUF_INIT(4096);
	bool says = false;
	size_t i;

	if (s->again_at.at && known_json(a, s->again_at, &text))
		for (i = 0; i < s->again_is.count; i++)
			says |= slice_equal(buf_slice(&text),
			    s->again_is.at[i]);
	buf_release(&text);
	return says;
}

bool
login_expired(struct login *l, const struct http_answer *a,
    uint64_t generation)
{
	const struct auth_session *s = &l->s->auth.session;
	bool over = l->s->auth.oauth2.node && a->status == 401;
	size_t i;

	if (!needed(l) || a->outcome != HTTP_ANSWERED)
		return false;
	for (i = 0; i < s->again_count; i++)
		over |= a->status == s->again[i];
	over = over || body_says_again(s, a);
	if (over && generation == l->generation)
		l->logged_in = false;
	return over;
}

const struct http_header *
login_headers(const struct login *l, size_t *count)
{
	*count = l->all.count;
	return l->all.at;
}

void
login_add_query(const struct login *l, struct buf *url)
{
	if (l->s->auth.api_key.query.len)
		url_set_query(url, l->s->auth.api_key.query,
		    buf_slice(&l->api_key));
}
