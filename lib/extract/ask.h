/*
 * ask.h - the request for one page, filled in.
 */
#ifndef EXTRACT_ASK_H
#define EXTRACT_ASK_H

#include "base/clock.h"
#include "extract/rest.h"
#include "net/http.h"

struct ask {
	const struct rest *rest;
	struct slice base;  /* the server's address */
	bool changes;       /* only what has changed since is asked for */
	struct slice since; /* as the source writes it */
	/* --- where the pages stand: set by the caller --- */
	uint64_t number;    /* of the pages that have come */
	int64_t position;   /* the offset, or the number of the page */
	struct slice next;  /* cursor, link, id; a NULL pointer: none yet */
	bool plain;         /* `next` is a JSON value, and no text */
	/* --- its own --- */
	struct buf texts[4]; /* url, body, headers, scraps */
	struct http_header *headers;
	bool missing; /* a value that is not there was asked for */
	struct arena arena;
};

/*
 * For a source below the server's address `base` (borrowed, with the rest);
 * `since` is the time that the user said, or NULL.
 */
void ask_init(struct ask *a, const struct rest *r, struct slice base,
    const struct clock_time *since);
void ask_release(struct ask *a);

/* Appends the address of the first page, as messages show it. */
int ask_address(struct ask *a, struct buf *to, struct err *e) MUST_USE;

/*
 * Fills in address, method, headers and body for the page behind the `number`
 * that have come.  Borrowed until the next call.
 */
int ask_fill(struct ask *a, struct http_request *out, struct err *e) MUST_USE;

#endif
