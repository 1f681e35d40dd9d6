/*
 * handle.c - what libcurl is told about one request, and what it tells.
 *
 * Two of its habits are held back: it repeats by itself a request that died
 * with a kept-alive connection, also a POST that the server may have carried
 * out (the pre-request callback counts, and forbids the second time unless
 * the request may be repeated); and it would follow redirections anywhere.
 */
#include "net/handle.h"

#include "io/log.h"
#include "io/zio.h"
#include "net/url.h"

#include <strings.h>

#define HEAD_MOST ((size_t)256 * 1024)
#define URL_MOST ((size_t)64 * 1024)
#define GZIP_LEAST 1024

/* --- called by libcurl --- */

static size_t
take_body(char *at, size_t one, size_t len, void *ctx)
{
	struct handle *x = ctx;

	(void)one; /* always 1 */
	buf_add(&x->body, at, len);
	x->too_large |= x->body.over;
	return x->too_large ? 0 : len;
}

/* A status line begins anew: what came before was an interim answer. */
static size_t
take_header(char *at, size_t one, size_t len, void *ctx)
{
	struct handle *x = ctx;

	(void)one; /* always 1 */
	if (len >= 5 && memcmp(at, "HTTP/", 5) == 0) {
		buf_clear(&x->head);
		x->whole_head = false;
	}
	if (*at == '\r' || *at == '\n')
		x->whole_head = true;
	buf_add(&x->head, at, len);
	x->too_large |= x->head.over;
	return x->too_large ? 0 : len;
}

static int
about_to_send(void *ctx, char *ip, char *local_ip, int port, int local_port)
{
	struct handle *x = ctx;

	(void)ip;
	(void)local_ip;
	(void)port;
	(void)local_port;
	if (x->starts > 0 && !http_request_repeatable(x->request))
		return CURL_PREREQFUNC_ABORT;
	x->starts++;
	return CURL_PREREQFUNC_OK;
}

/* --- setting up --- */

static void
set(CURL *easy, CURLoption option, long value)
{
	if (curl_easy_setopt(easy, option, value) != CURLE_OK)
		BUG("libcurl does not know an option");
}

static void
set_text(CURL *easy, CURLoption option, const char *text)
{
	CURLcode rc = curl_easy_setopt(easy, option, text);

	if (rc != CURLE_OK && rc != CURLE_OUT_OF_MEMORY)
		BUG("libcurl does not know an option");
}

static void
set_tls(const struct handle_setting *h, CURL *easy)
{
	const struct server *s = h->server;

	set(easy, CURLOPT_SSL_VERIFYPEER, 1);
	set(easy, CURLOPT_SSL_VERIFYHOST, 2);
	set(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
	if (s->ca)
		set_text(easy, CURLOPT_CAINFO, s->ca);
	if (s->certificate)
		set_text(easy, CURLOPT_SSLCERT, s->certificate);
	if (s->key)
		set_text(easy, CURLOPT_SSLKEY, s->key);
	if (h->key_password.len)
		set_text(easy, CURLOPT_KEYPASSWD, h->key_password.at);
}

/* What goes to this machine needs none, unless the profile says so. */
static void
set_proxy(const struct handle_setting *h, struct handle *x)
{
	const struct server *s = h->server;

	if (s->proxy)
		set_text(x->easy, CURLOPT_PROXY, s->proxy);
	else if (x->loopback)
		set_text(x->easy, CURLOPT_PROXY, "");
	if (s->proxy_user.len) {
		set(x->easy, CURLOPT_PROXYAUTH, (long)CURLAUTH_BASIC);
		set_text(x->easy, CURLOPT_PROXYUSERNAME, s->proxy_user.at);
		set_text(x->easy, CURLOPT_PROXYPASSWORD,
		    h->proxy_password.at);
	}
}

static void
set_all(const struct handle_setting *h, struct handle *x)
{
	const struct server *s = h->server;
	CURL *easy = x->easy;

	/* resetting would lose, not free, the list of cookie files */
	set_text(easy, CURLOPT_COOKIEFILE, NULL);
	/* without NOSIGNAL: libcurl then keeps SIGPIPE of TLS from us */
	curl_easy_reset(easy);
	set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	set_text(easy, CURLOPT_USERAGENT, "bomtools/" BOM_VERSION);
	set_text(easy, CURLOPT_ACCEPT_ENCODING, ""); /* all it can unpack */
	set(easy, CURLOPT_TCP_KEEPALIVE, 1);
	set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1);
	set(easy, CURLOPT_CONNECTTIMEOUT, s->connect_s);
	set(easy, CURLOPT_LOW_SPEED_LIMIT, 1);
	set(easy, CURLOPT_LOW_SPEED_TIME, s->stall_s);
	set(easy, CURLOPT_TIMEOUT, s->total_s);
	set(easy, CURLOPT_HTTP_VERSION, s->http2
	    ? (long)CURL_HTTP_VERSION_2TLS : (long)CURL_HTTP_VERSION_1_1);
	set(easy, CURLOPT_FORBID_REUSE, s->no_keep_alive);
	set(easy, CURLOPT_FRESH_CONNECT, s->no_keep_alive);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, x->error);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, x);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, x);
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, about_to_send);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, x);
	if (h->cookies) {
		curl_easy_setopt(easy, CURLOPT_SHARE, h->cookies);
		set_text(easy, CURLOPT_COOKIEFILE, ""); /* no file: keep */
	}
	set_tls(h, easy);
	set_proxy(h, x);
}

static void
add_line(struct handle *x, const char *line)
{
	struct curl_slist *more = curl_slist_append(x->lines, line);

	if (more)
		x->lines = more;
}

static bool
has_header(const struct http_request *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->header_count; i++)
		if (r->headers[i].name.len == strlen(name) &&
		    strncasecmp(r->headers[i].name.at, name,
		    strlen(name)) == 0)
			return true;
	return false;
}

/* Control bytes could end a header and begin another: they stay here. */
static void
set_headers(struct handle *x, const struct http_request *r)
{
	struct buf line = BUF_INIT(HEAD_MOST);
	size_t i, k;

	for (i = 0; i < r->header_count; i++) {
		struct slice value = r->headers[i].value;

		buf_clear(&line);
		buf_add_slice(&line, r->headers[i].name);
		buf_add_text(&line, value.len ? ": " : ";");
		for (k = 0; k < value.len; k++)
			if ((unsigned char)value.at[k] >= ' ' &&
			    value.at[k] != 0x7f)
				buf_add_byte(&line, value.at[k]);
		add_line(x, buf_text(&line));
	}
	if (r->body.at && !has_header(r, "Content-Type"))
		add_line(x, "Content-Type:"); /* libcurl would say: a form */
	if (x->packed.len)
		add_line(x, "Content-Encoding: gzip");
	add_line(x, "Expect:"); /* no extra round trip for large bodies */
	curl_easy_setopt(x->easy, CURLOPT_HTTPHEADER, x->lines);
	if (line.at)
		explicit_bzero(line.at, line.size);
	buf_release(&line);
}

static void
set_method(struct handle *x)
{
	const char *method = x->method;

	if (strcmp(method, "HEAD") == 0) {
		set(x->easy, CURLOPT_NOBODY, 1);
		return;
	}
	if (x->with_body)
		set(x->easy, CURLOPT_POST, 1);
	if (strcmp(method, "GET") || x->with_body)
		set_text(x->easy, CURLOPT_CUSTOMREQUEST, method);
}

static void
set_body(struct handle *x, struct slice body)
{
	if (!x->with_body)
		return;
	if (x->packed.len)
		body = buf_slice(&x->packed);
	curl_easy_setopt(x->easy, CURLOPT_POSTFIELDSIZE_LARGE,
	    (curl_off_t)body.len); /* of memory: it fits */
	curl_easy_setopt(x->easy, CURLOPT_POSTFIELDS,
	    body.at ? body.at : "");
}

/*
 * Most requests differ from the one before in address, headers and body only;
 * all other options, some thirty, stay as they are.
 */
static void
set_up_for(struct handle *x, const struct http_request *r)
{
	bool post = strcmp(r->method, "POST") == 0;
	bool body = (r->body.at || post) && strcmp(r->method, "HEAD") != 0;
	bool loopback = x->setting->loopback;

	if (!server_home(x->setting->server, buf_slice(&x->url)))
		loopback = url_loopback(buf_slice(&x->url));
	if (strcmp(x->method, r->method) == 0 && x->with_body == body &&
	    x->loopback == loopback)
		return;
	snprintf(x->method, sizeof(x->method), "%s", r->method);
	x->with_body = body;
	x->loopback = loopback;
	set_all(x->setting, x);
	set_method(x);
}

/* --- one request --- */

int
handle_init(struct handle *x, const struct handle_setting *setting,
    struct err *e)
{
	memset(x, 0, sizeof(*x));
	x->setting = setting;
	buf_init(&x->url, URL_MOST);
	buf_init(&x->packed, SIZE_MAX / 4);
	buf_init(&x->head, HEAD_MOST);
	buf_init(&x->body, setting->server->answer_most);
	buf_init(&x->words, 4096);
	x->easy = curl_easy_init();
	return x->easy ? 0 : err_set(e, ERR_AGAIN, "libcurl has no memory");
}

void
handle_release(struct handle *x)
{
	curl_easy_cleanup(x->easy);
	curl_slist_free_all(x->lines);
	buf_release(&x->url);
	buf_release(&x->packed);
	secret_release(&x->head);
	secret_release(&x->body); /* a token may be in it */
	buf_release(&x->words);
	mem_free(x->headers);
}

void
handle_take(struct handle *x, const struct http_request *r)
{
	x->request = r;
	buf_clear(&x->url);
	buf_add_slice(&x->url, r->url);
	buf_clear(&x->packed);
	if (x->setting->server->gzip && r->body.len >= GZIP_LEAST &&
	    !has_header(r, "Content-Encoding"))
		zio_pack(&x->packed, r->body);
}

void
handle_prepare(struct handle *x)
{
	x->error[0] = '\0';
	x->too_large = x->whole_head = false;
	x->starts = 0;
	x->header_count = 0;
	buf_clear(&x->head);
	buf_clear(&x->body);
	x->body.over = x->head.over = false;
	curl_slist_free_all(x->lines);
	x->lines = NULL;
	set_up_for(x, x->request);
	set_text(x->easy, CURLOPT_URL, buf_text(&x->url));
	set_headers(x, x->request);
	set_body(x, x->request->body);
}

/* --- its end --- */

static void
add_header(struct handle *x, struct slice line)
{
	struct slice value = line, name = slice_cut(&value, ':');

	if (!value.at || !name.len) /* the status line, the empty one */
		return;
	if (x->header_count == x->header_size) {
		x->header_size = mem_next_size(x->header_size,
		    x->header_count + 1);
		x->headers = mem_grow(x->headers, x->header_size,
		    sizeof(*x->headers));
	}
	x->headers[x->header_count].name = name;
	x->headers[x->header_count++].value = slice_trim(value);
}

static void
split_headers(struct handle *x)
{
	struct slice rest = buf_slice(&x->head), line;

	x->header_count = 0;
	while (rest.len) {
		line = slice_trim(slice_cut(&rest, '\n'));
		if (!slice_begins(line, SLICE("HTTP/")))
			add_header(x, line);
	}
}

/*
 * A handshake that the other side broke off may go well the next time; one
 * that ended in a disagreement will not.  libcurl has one code for both.
 */
static bool
handshake_broken(const struct handle *x)
{
	static const char *const signs[] = {
		"unexpected eof", "reset", "SYSCALL", "Broken pipe", "timed",
	};
	size_t i;

	for (i = 0; i < COUNT_OF(signs); i++)
		if (strstr(x->error, signs[i]))
			return true;
	return false;
}

/* With TLS 1.3 a server says only after the handshake what it thinks of the
 * client's certificate. */
static bool
client_refused(const struct handle *x, CURLcode code)
{
	return (code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR) &&
	    strstr(x->error, " alert ") && strstr(x->error, "certificate");
}

static enum http_outcome
outcome_of(const struct handle *x, CURLcode code)
{
	/* libcurl is content with half a head when the connection ends */
	if (code == CURLE_OK)
		return x->whole_head ? HTTP_ANSWERED : HTTP_LOST;
	if (x->too_large)
		return HTTP_TOO_LARGE;
	/* codes of an enum that grows with each release: not all are named */
	if (code == CURLE_PEER_FAILED_VERIFICATION ||
	    code == CURLE_SSL_CERTPROBLEM || code == CURLE_SSL_CIPHER ||
	    code == CURLE_SSL_CACERT_BADFILE ||
	    code == CURLE_SSL_ISSUER_ERROR || code == CURLE_URL_MALFORMAT ||
	    code == CURLE_SSL_ENGINE_NOTFOUND || client_refused(x, code) ||
	    (code == CURLE_SSL_CONNECT_ERROR && !handshake_broken(x)))
		return HTTP_REFUSED;
	return x->starts ? HTTP_LOST : HTTP_UNREACHABLE;
}

static void
add_words(struct handle *x, CURLcode code, enum http_outcome outcome)
{
	const struct server *s = x->setting->server;
	struct buf plain = BUF_INIT(4096);

	if (outcome == HTTP_TOO_LARGE)
		buf_printf(&plain, "the answer is over %zu MiB (ask for less "
		    "at a time, or raise answer_most)",
		    s->answer_most / 1024 / 1024);
	else if (code == CURLE_ABORTED_BY_CALLBACK)
		buf_add_text(&plain, "the connection broke before an answer "
		    "came");
	else if (code == CURLE_OK)
		buf_add_text(&plain, "the answer was cut off in its head");
	else
		buf_add_text(&plain, *x->error ? x->error
		    : curl_easy_strerror(code));
	if (code == CURLE_OPERATION_TIMEDOUT)
		buf_add_text(&plain, " (see timeouts)");
	if (code == CURLE_PEER_FAILED_VERIFICATION)
		buf_add_text(&plain, " (name the authority's file under ca, "
		    "or have the server's certificate put right)");
	buf_clear(&x->words);
	log_masked(&x->words, buf_slice(&plain));
	buf_release(&plain);
}

static void
fill_answer(struct handle *x, enum http_outcome outcome,
    struct http_answer *a)
{
	a->outcome = outcome;
	a->status = 0;
	a->later = false;
	a->headers = x->headers;
	a->header_count = x->header_count;
	a->body = buf_slice(&x->body);
	a->url = buf_slice(&x->url);
	a->words = buf_text(&x->words);
}

void
handle_finish(struct handle *x, CURLcode code, struct http_answer *a)
{
	const struct retry_policy *policy = &x->setting->server->retry;
	enum http_outcome outcome = outcome_of(x, code);

	buf_clear(&x->words);
	split_headers(x);
	if (outcome != HTTP_ANSWERED)
		add_words(x, code, outcome);
	fill_answer(x, outcome, a);
	if (outcome != HTTP_ANSWERED)
		return;
	curl_easy_getinfo(x->easy, CURLINFO_RESPONSE_CODE, &a->status);
	a->later = retry_status(policy, a->status);
}

void
handle_fail(struct handle *x, enum http_outcome outcome, const char *words,
    struct http_answer *a)
{
	buf_clear(&x->words);
	buf_add_text(&x->words, words);
	x->header_count = 0;
	buf_clear(&x->body);
	fill_answer(x, outcome, a);
}
