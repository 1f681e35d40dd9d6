/*
 * handle.h - one request as libcurl wants it, and its end as we want it.
 *
 * For net/http, which keeps a pool of handles: one serves one request after
 * the other.
 */
#ifndef NET_HANDLE_H
#define NET_HANDLE_H

#include "net/exchange.h"
#include "net/server.h"

#include <curl/curl.h>

/* What the handles of one client share. */
struct handle_setting {
	const struct server *server;
	bool loopback;   /* the server is this machine */
	CURLSH *cookies; /* NULL unless a session wants them kept */
	struct buf key_password, proxy_password;
};

struct handle {
	const struct handle_setting *setting;
	CURL *easy;
	struct curl_slist *lines; /* headers, as they are sent */
	struct buf url, packed, head, body, words;
	char error[CURL_ERROR_SIZE];
	struct http_header *headers; /* slices of head */
	size_t header_count, header_size;
	const struct http_request *request;
	char method[32]; /* what it is set up for: method, */
	bool with_body;  /* body, */
	bool loopback;   /* and whether it stays on this machine */
	unsigned starts; /* how often libcurl was about to send it */
	bool whole_head; /* the empty line behind the headers has come */
	bool too_large;
};

/* Release with handle_release in any case. */
int handle_init(struct handle *x, const struct handle_setting *setting,
    struct err *e) MUST_USE;
void handle_release(struct handle *x);

/* A new request (borrowed) to its own address: url and body are made. */
void handle_take(struct handle *x, const struct http_request *r);

/* Everything about it is set, to the address in x->url. */
void handle_prepare(struct handle *x);

/*
 * How it ended: fills all of *a but request, ms and attempts.  Borrowed from
 * the handle until it is taken for another one.
 */
void handle_finish(struct handle *x, CURLcode code, struct http_answer *a);

/* It ended like this, for a reason of ours. */
void handle_fail(struct handle *x, enum http_outcome outcome,
    const char *words, struct http_answer *a);

#endif
