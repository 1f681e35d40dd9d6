/*
 * answer.h - one answer of an API: its rows, and what it says of the next.
 */
#ifndef EXTRACT_ANSWER_H
#define EXTRACT_ANSWER_H

#include "extract/rest.h"
#include "net/http.h"

struct answer {
	struct buf lines; /* the rows, each on one line */
	uint64_t rows;
	struct slice next; /* a NULL pointer: there is none */
	bool plain;        /* `next` is a JSON value, and no text */
	int more;          /* what it says; -1: no word */
	int64_t total;     /* what it says; -1: no word */
	struct buf words;  /* of an error that will go away */
	struct arena arena;
};

void answer_init(struct answer *a);
void answer_release(struct answer *a);

/*
 * Reads an answer with a status of success, over what was there; `name` is
 * for messages.  1; 0: it says that it failed for now, see `words`; -1:
 * ERR_INPUT where it is not what the profile says, ERR_USAGE where it says
 * that it will fail again.
 */
int answer_read(struct answer *a, const struct rest *r,
    const struct http_answer *http, const char *name, struct err *e)
    MUST_USE;

#endif
