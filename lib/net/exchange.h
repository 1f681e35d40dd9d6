/*
 * exchange.h - a request and its answer, as values, and what they mean.
 */
#ifndef NET_EXCHANGE_H
#define NET_EXCHANGE_H

#include "base/err.h"
#include "base/text.h"

struct http_header {
	struct slice name, value;
};

/* May it be sent again when nobody knows whether it arrived? */
enum http_repeat {
	HTTP_REPEAT_METHOD, /* GET, HEAD, OPTIONS, PUT, DELETE: yes */
	HTTP_REPEAT_SAFE,   /* yes: it reads, or has an idempotency key */
	HTTP_REPEAT_NEVER,  /* no: the caller finds out what happened */
};

/* All borrowed until its answer has been taken. */
struct http_request {
	const char *method; /* "GET", "POST", ... */
	struct slice url;   /* absolute; net/service takes relative ones */
	const struct http_header *headers;
	size_t header_count;
	struct slice body; /* at == NULL: none */
	enum http_repeat repeat;
	void *ctx; /* the caller's; comes back in the answer */
};

enum http_outcome {
	HTTP_ANSWERED,    /* `status` says the rest */
	HTTP_UNREACHABLE, /* no connection: nothing was sent */
	HTTP_LOST,        /* broken or timed out: it may have arrived */
	HTTP_REFUSED,     /* certificate, TLS, address: no repeating helps */
	HTTP_TOO_LARGE,   /* the answer is over the ceiling */
};

/* Borrowed until the next call of http_next or http_do. */
struct http_answer {
	const struct http_request *request;
	enum http_outcome outcome;
	long status; /* 0 unless answered */
	bool later;  /* a status that says: try again later */
	const struct http_header *headers; /* of the last answer, in order */
	size_t header_count;
	struct slice body; /* unpacked */
	struct slice url;  /* after redirections; relative links begin here */
	const char *words; /* what went wrong, one line, no secrets; or "" */
	uint64_t ms;       /* from sending to the end */
	long attempts;     /* net/service: how often it was sent */
};

/* The value of a header (the first, any case), or an empty slice. */
struct slice http_answer_header(const struct http_answer *a,
    const char *name);

/*
 * 0 for an answer with 2xx.  Else -1 with "METHOD URL: what: the server's
 * first words (what to do)": ERR_AGAIN for what is `later`, UNREACHABLE and
 * LOST; ERR_USAGE for all else: 401, 403, 404, REFUSED, TOO_LARGE.
 */
int http_answer_check(const struct http_answer *a, struct err *e) MUST_USE;

/* May it be sent again when nobody knows whether it has arrived? */
bool http_request_repeatable(const struct http_request *r);

/*
 * The value of a cookie that the answer sets, or an empty slice with a NULL
 * pointer.
 */
struct slice http_answer_cookie(const struct http_answer *a,
    struct slice name);

/*
 * The first words of an answer's body, for a message: one line without
 * markup, secrets masked, at most 200 bytes.
 */
void http_answer_words(struct buf *to, const struct http_answer *a);

#endif
