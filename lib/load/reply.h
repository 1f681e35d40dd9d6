/*
 * reply.h - an answer taken apart: what it says of which record.
 */
#ifndef LOAD_REPLY_H
#define LOAD_REPLY_H

#include "load/http_spec.h"
#include "net/exchange.h"

/* What an answer says of one record. */
struct reply_part {
	bool found;    /* there is an element for it */
	bool several;  /* more than one */
	struct verdict_answer answer;
	struct slice headers;            /* a JSON object; of a $batch */
	const struct http_answer *whole; /* for headers; NULL in a $batch */
};

/* The whole answer is about each of `count` records. */
void reply_whole(const struct http_answer *a, struct reply_part *parts,
    size_t count);

/* An answer with an element for each record. */
struct reply {
	const struct http_answer *answer;
	const struct http_results *results; /* NULL: as a $batch has them */
	struct reply_part *parts; /* one for each record; filled */
	const char *why; /* it is not so: what is wrong, a constant */
};

/* For the records at hand in `s` (units): 1; 0 with `why`; -1. */
int reply_split(struct reply *r, struct scene *s, struct arena *arena,
    struct err *e) MUST_USE;

/*
 * The one row of an array at a pointer (at NULL: the body itself) into
 * part->answer.body: 1; 0 there is none; 2 there are several; -1 it is no
 * JSON, or there is no array.
 */
int reply_row(struct reply_part *part, struct slice rows);

/*
 * Appends what is at a place: a text or number as its characters, else its
 * JSON.  1; 0 there is nothing; -1.
 */
int reply_place(const struct http_place *p, const struct reply_part *part,
    struct scene *s, struct buf *to, struct err *e) MUST_USE;

#endif
