/*
 * http.c - one multi handle, and as many easy handles as may be on their way.
 *
 * Handles are made once and set anew for each request; the multi handle keeps
 * the connections.  There is one handle more than requests may be on their
 * way: the one whose answer the caller is looking at.
 */
#include "net/http.h"

#include "base/clock.h"
#include "base/fault.h"
#include "io/log.h"
#include "net/handle.h"
#include "net/url.h"

#define REDIRECTS_MOST 5
/* How often it is looked whether to stop, in milliseconds. */
#define LOOK_EVERY 200

struct exchange {
	struct handle handle;
	struct http_answer answer;
	uint64_t began;
	unsigned redirects;
	bool sent;             /* the multi handle has it */
	struct exchange *next; /* free, or ready to be given */
};

struct http {
	struct handle_setting setting;
	struct http_stop stop;
	CURLM *multi;
	struct exchange *all;
	size_t size;
	struct exchange *free, *ready, *given;
	size_t in_flight; /* the ready ones, too */
};

/* --- opening and closing --- */

static int
fetch(const struct secret *s, struct buf *to, struct err *e)
{
	if (!s->node)
		return 0;
	if (secret_fetch(s, to, e) < 0)
		return -1;
	(void)buf_text(to); /* a NUL behind it */
	return 0;
}

static int
handles_init(struct http *h, struct err *e)
{
	size_t size = (size_t)h->setting.server->connections + 1; /* <= 65 */

	h->all = mem_zero(size * sizeof(*h->all));
	while (h->size < size) {
		struct exchange *x = &h->all[h->size++];

		if (handle_init(&x->handle, &h->setting, e) < 0)
			return -1;
		x->next = h->free;
		h->free = x;
	}
	return 0;
}

int
http_open(struct http **out, const struct server *s,
    const struct http_stop *stop, struct err *e)
{
	struct http *h = mem_zero(sizeof(*h));

	*out = h;
	h->setting.server = s;
	h->setting.loopback = url_loopback(s->url);
	if (stop)
		h->stop = *stop;
	curl_global_init(CURL_GLOBAL_DEFAULT);
	h->multi = curl_multi_init();
	if (!h->multi)
		return err_set(e, ERR_AGAIN, "libcurl has no memory");
	if (s->auth.session.cookies) {
		h->setting.cookies = curl_share_init();
		curl_share_setopt(h->setting.cookies, CURLSHOPT_SHARE,
		    CURL_LOCK_DATA_COOKIE);
	}
	if (handles_init(h, e) < 0 ||
	    fetch(&s->key_password, &h->setting.key_password, e) < 0)
		return -1;
	return fetch(&s->proxy_password, &h->setting.proxy_password, e);
}

void
http_close(struct http *h)
{
	size_t i;

	if (!h)
		return;
	for (i = 0; i < h->size; i++) {
		if (h->all[i].sent)
			curl_multi_remove_handle(h->multi,
			    h->all[i].handle.easy);
		handle_release(&h->all[i].handle);
	}
	curl_multi_cleanup(h->multi);
	if (h->setting.cookies)
		curl_share_cleanup(h->setting.cookies);
	secret_release(&h->setting.key_password);
	secret_release(&h->setting.proxy_password);
	mem_free(h->all);
	mem_free(h);
}

/* --- sending --- */

bool
http_full(const struct http *h)
{
	return h->in_flight + 1 >= h->size;
}

size_t
http_in_flight(const struct http *h)
{
	return h->in_flight;
}

static void
make_ready(struct http *h, struct exchange *x)
{
	struct exchange **end = &h->ready;

	while (*end)
		end = &(*end)->next;
	x->next = NULL;
	*end = x;
}

static void
start(struct http *h, struct exchange *x)
{
	handle_prepare(&x->handle);
	curl_easy_setopt(x->handle.easy, CURLOPT_PRIVATE, x);
	if (curl_multi_add_handle(h->multi, x->handle.easy) != CURLM_OK)
		BUG("libcurl does not take a request");
	x->sent = true;
}

int
http_submit(struct http *h, const struct http_request *r, struct err *e)
{
	struct exchange *x = h->free;

	if (http_full(h) || !x)
		BUG("more requests than connections");
	if (!server_home(h->setting.server, r->url) &&
	    url_check(r->url, h->setting.server->plain, e) < 0)
		return -1;
	h->free = x->next;
	h->in_flight++;
	memset(&x->answer, 0, sizeof(x->answer));
	x->answer.request = r;
	x->answer.attempts = 1;
	x->redirects = 0;
	x->began = clock_ticks();
	handle_take(&x->handle, r);
	if (fault_fires("net.before-send")) {
		handle_fail(&x->handle, HTTP_UNREACHABLE, "could not "
		    "connect: a fault was asked for", &x->answer);
		make_ready(h, x);
	} else {
		start(h, x);
	}
	return 0;
}

/* --- receiving --- */

static void
trace(const struct exchange *x)
{
	const struct http_answer *a = &x->answer;
	struct buf url = BUF_INIT(4096);

	if (!log_traces("http"))
		return;
	url_show(&url, a->url);
	log_trace("http", "%s %s %ld %" PRIu64 " ms %zu bytes out, %zu in%s%s",
	    a->request->method, buf_text(&url), a->status, a->ms,
	    a->request->body.len, a->body.len, *a->words ? ": " : "",
	    a->words);
	buf_release(&url);
}

/*
 * A redirection within the server, of a request that only reads, is followed;
 * the address may say more than "go elsewhere", as a log-in page does, so
 * whatever is not followed is given as the answer.
 */
static bool
redirected(struct http *h, struct exchange *x)
{
	const struct http_answer *a = &x->answer;
	struct slice to = http_answer_header(a, "Location");
	struct buf next = BUF_INIT(65536);
	struct err e = ERR_INIT;
	bool follow;

	if (a->outcome != HTTP_ANSWERED || a->status < 301 ||
	    a->status > 308 || a->status == 304 || !to.len ||
	    x->redirects >= REDIRECTS_MOST ||
	    (strcmp(a->request->method, "GET") &&
	    strcmp(a->request->method, "HEAD")))
		return false;
	follow = url_resolve(&next, a->url, to, &e) == 0 &&
	    url_same_server(a->url, buf_slice(&next));
	if (follow) {
		trace(x);
		x->redirects++;
		buf_clear(&x->handle.url);
		buf_add_slice(&x->handle.url, buf_slice(&next));
		start(h, x);
	}
	buf_release(&next);
	return follow;
}

static void
finished(struct http *h, struct exchange *x, CURLcode code)
{
	curl_multi_remove_handle(h->multi, x->handle.easy);
	x->sent = false;
	if (fault_fires("net.after-answer"))
		handle_fail(&x->handle, HTTP_LOST, "the answer was lost: a "
		    "fault was asked for", &x->answer);
	else
		handle_finish(&x->handle, code, &x->answer);
	x->answer.ms = clock_ticks() - x->began;
	if (!redirected(h, x)) {
		trace(x);
		make_ready(h, x);
	}
}

static void
collect(struct http *h)
{
	struct CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(h->multi, &left)) != NULL) {
		char *x = NULL;
		CURLcode code = message->data.result;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &x);
		finished(h, (struct exchange *)(void *)x, code);
	}
}

static int
check_stop(const struct http *h, uint64_t now, struct err *e)
{
	const struct http_stop *stop = &h->stop;

	if (stop->asked && stop->asked(stop->ctx))
		return err_set(e, ERR_AGAIN, "stopped while waiting for the "
		    "server, as was asked");
	if (stop->deadline && now >= stop->deadline)
		return err_set(e, ERR_AGAIN, "the time for this run is over");
	return 0;
}

/* How long one wait may be, so that nothing is overslept. */
static int
one_wait(const struct http *h, uint64_t now, uint64_t end)
{
	uint64_t ms = end - now;

	if (h->stop.deadline && h->stop.deadline - now < ms)
		ms = h->stop.deadline - now;
	if (h->stop.asked && ms > LOOK_EVERY)
		ms = LOOK_EVERY;
	return ms > 60000 ? 60000 : (int)ms; /* at most a minute */
}

static void
take_back_given(struct http *h)
{
	if (!h->given)
		return;
	h->given->next = h->free;
	h->free = h->given;
	h->given = NULL;
}

int
http_next(struct http *h, uint64_t wait_ms, const struct http_answer **out,
    struct err *e)
{
	uint64_t now = clock_ticks(), end = now + wait_ms;
	int running;

	take_back_given(h);
	if (end < now)
		end = UINT64_MAX;
	/* what has come already is given first: each look at all costs */
	while (!h->ready) {
		curl_multi_perform(h->multi, &running);
		collect(h);
		if (h->ready)
			break;
		now = clock_ticks();
		if (check_stop(h, now, e) < 0)
			return -1;
		if (now >= end)
			return 0;
		curl_multi_poll(h->multi, NULL, 0, one_wait(h, now, end),
		    NULL);
	}
	h->given = h->ready;
	h->ready = h->given->next;
	h->in_flight--;
	*out = &h->given->answer;
	return 1;
}

int
http_do(struct http *h, const struct http_request *r,
    const struct http_answer **out, struct err *e)
{
	int got = 0;

	if (h->in_flight)
		BUG("http_do amid other requests");
	if (http_submit(h, r, e) < 0)
		return -1;
	while (got == 0)
		got = http_next(h, 60000, out, e);
	return got < 0 ? -1 : 0;
}

const char *
http_library_version(void)
{
	return curl_version_info(CURLVERSION_NOW)->version;
}
