/*
 * mock_request.h - a request that came to a mock server, and its answer.
 *
 * A header only: nothing of it is in the library.
 */
#ifndef NET_MOCK_REQUEST_H
#define NET_MOCK_REQUEST_H

#include "base/text.h"

#include <sys/socket.h>
#include <sys/types.h>

#define MOCK_REQUEST_MOST 8192

struct mock_request {
	int fd;
	unsigned number;     /* from 1, over all connections */
	unsigned connection; /* from 1 */
	const char *text;    /* head and body, as far as there is room */
};

static inline void
mock_write(const struct mock_request *r, const char *at, size_t len)
{
	ssize_t n = 1;

	for (; len && n > 0; at += n, len -= (size_t)n)
		n = send(r->fd, at, len, MSG_NOSIGNAL);
}

/* An answer with a body and a Content-Length; `head` as "X: y\r\n". */
static inline void
mock_answer(const struct mock_request *r, int status, const char *head,
    const char *body)
{
	struct buf b = BUF_INIT((size_t)64 * 1024 * 1024);

	buf_printf(&b, "HTTP/1.1 %d X\r\n%sContent-Length: %zu\r\n\r\n%s",
	    status, head, strlen(body), body);
	mock_write(r, b.at, b.len);
	buf_release(&b);
}

/* Reads one request into `text`: false at the end of the connection. */
static inline bool
mock_read(int fd, char *text)
{
	size_t len = 0, want = 0;
	const char *end = NULL, *length;
	ssize_t n;

	while (!end || len < want) {
		if (len + 1 >= MOCK_REQUEST_MOST)
			return true;
		n = recv(fd, text + len, end ? 1 : MOCK_REQUEST_MOST - 1 - len,
		    0);
		if (n <= 0)
			return false;
		len += (size_t)n;
		text[len] = '\0';
		end = strstr(text, "\r\n\r\n");
		length = strcasestr(text, "\r\nContent-Length:");
		if (end)
			want = (size_t)(end + 4 - text) + (length
			    ? strtoul(length + 17, NULL, 10) : 0);
	}
	return true;
}

#endif
