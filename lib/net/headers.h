/*
 * headers.h - a list of headers that owns their texts, and overwrites them
 * when it is released: they carry credentials.
 */
#ifndef NET_HEADERS_H
#define NET_HEADERS_H

#include "net/exchange.h"

/* The longest text of one header. */
#define HEADERS_TEXT_MOST ((size_t)256 * 1024)

struct headers {
	struct http_header *at;
	struct buf *texts; /* of the values */
	size_t count, size;
};

#define HEADERS_INIT {NULL, NULL, 0, 0}

/* Overwrites and gives back; empty again. */
void headers_release(struct headers *h);

/*
 * One more, of this name (borrowed): the buf that its text is to be put in.
 * headers_end, right after, makes it the value.
 */
struct buf *headers_begin(struct headers *h, struct slice name);
void headers_end(struct headers *h);

/* One more, with a copy of the text. */
void headers_add(struct headers *h, struct slice name, struct slice text);

/*
 * Adds those of `count` headers that `h` has none of yet, by names in any
 * case.
 */
void headers_add_missing(struct headers *h, const struct http_header *from,
    size_t count);

#endif
