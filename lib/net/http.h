/*
 * http.h - requests sent and answers read, many at a time: libcurl.
 *
 * One try each: nothing is repeated here, and nobody is logged in; that is
 * net/service, which callers want.  TLS is always verified.  Redirections of
 * GET and HEAD are followed on the same scheme, host and port only; others
 * are answers.  No threads: answers come in while http_next waits.
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "net/exchange.h"
#include "net/server.h"

/* When to give up all waiting. */
struct http_stop {
	bool (*asked)(void *ctx); /* NULL: never */
	void *ctx;
	uint64_t deadline; /* of clock_ticks; 0: none */
};

#define HTTP_STOP_INIT {NULL, NULL, 0}

struct http;

/*
 * A client with the settings of `s` (borrowed).  Fetches the passwords of
 * key and proxy.  Close with http_close.
 */
int http_open(struct http **h, const struct server *s,
    const struct http_stop *stop, struct err *e) MUST_USE;
/* What is on its way is given up; accepts NULL. */
void http_close(struct http *h);

/* Sends one; there may be s->connections on their way. */
int http_submit(struct http *h, const struct http_request *r, struct err *e)
    MUST_USE;
bool http_full(const struct http *h);
size_t http_in_flight(const struct http *h);

/*
 * Waits at most `wait_ms` for an answer: 1 got one; 0 none came in time, or
 * nothing is on its way (then without waiting where wait_ms is 0); -1
 * ERR_AGAIN: asked to stop, or the deadline is over.
 */
int http_next(struct http *h, uint64_t wait_ms,
    const struct http_answer **out, struct err *e) MUST_USE;

/* One request and its answer, whatever its status or outcome. */
int http_do(struct http *h, const struct http_request *r,
    const struct http_answer **out, struct err *e) MUST_USE;

/* Of the linked libcurl; a constant. */
const char *http_library_version(void);

#endif
