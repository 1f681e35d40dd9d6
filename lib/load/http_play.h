/*
 * http_play.h - a REST API in a profile, and what the servers of tests say.
 *
 * A header only: nothing of it is in the library.
 */
#ifndef LOAD_HTTP_PLAY_H
#define LOAD_HTTP_PLAY_H

#include "net/mock_server.h"

/* A REST API, with all that can be said of one. */
#define HTTP_PLAY_REST \
    "target: erp\n" \
    "kind: http\n" \
    "server: {url: '@', connections: 4, timeouts: {total: 3},\n" \
    "  retry: {attempts: 3, first: 0.01, most: 1}}\n" \
    "types:\n" \
    "  item:\n" \
    "    external_id: /id\n" \
    "    removal: delete\n" \
    "    find: {url: 'items?code=${item}', rows: /value}\n" \
    "    create:\n" \
    "      url: items\n" \
    "      body: {code: '${item}', name: '${name}', uom: '${uom}'}\n" \
    "    update:\n" \
    "      url: 'items/${external_id()}'\n" \
    "      headers: {If-Match: '${etag()}'}\n" \
    "      body: {code: '${item}', name: '${name}'}\n" \
    "    remove: {url: 'items/${external_id()}'}\n"

/* What cannot be has happened: the test is no test. */
static inline void http_play_fail(const char *fmt, ...) PRINTF_LIKE(1, 2);

static inline void
http_play_fail(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	abort();
}

static inline bool
http_play_asks(const struct mock_request *r, const char *text)
{
	return strstr(r->text, text) != NULL;
}

/* An answer whose id is the number of the request. */
static inline void
http_play_answer_id(const struct mock_request *r, int status)
{
	char text[64];

	snprintf(text, sizeof(text), "{\"id\":\"id-%u\"}", r->number);
	mock_answer(r, status, "Content-Type: application/json\r\n"
	    "ETag: \"v1\"\r\n", text);
}

#endif
