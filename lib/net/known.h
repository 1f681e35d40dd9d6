/*
 * known.h - what a session knows: texts by name, for ${NAME}.
 *
 * Secrets of the profile first, then what the answer to a log-in held.  All
 * are overwritten when they are forgotten.
 */
#ifndef NET_KNOWN_H
#define NET_KNOWN_H

#include "net/auth.h"
#include "net/exchange.h"

struct known_text {
	struct slice name; /* borrowed */
	struct buf text;
};

struct known {
	struct known_text *texts;
	size_t count;
};

#define KNOWN_INIT {NULL, 0}

/* Forgets all but the first `keep`; 0 gives the memory back, too. */
void known_forget(struct known *k, size_t keep);

/* A new text under this name, empty; borrowed until the next call. */
struct buf *known_add(struct known *k, struct slice name);

/* A fill_find over a struct known: unknown names are nothing. */
int known_find(void *ctx, struct slice name, struct fill_value *out,
    struct err *e);

/*
 * The text or number at a JSON Pointer in the body of an answer, appended;
 * false where there is none of use.
 */
bool known_json(const struct http_answer *a, struct slice pointer,
    struct buf *to);

/*
 * Takes what the answer to a log-in is to hold.  ERR_USAGE, with the place in
 * the profile and the server's words, where it does not.  What is 8 bytes
 * long or more is masked in messages from then on.
 */
int known_take(struct known *k, const struct auth_taken *t,
    const struct http_answer *a, struct err *e) MUST_USE;

/* ERR_USAGE: the answer has no such thing. */
int known_missing(const struct http_answer *a, const struct ydoc_node *n,
    const char *what, struct err *e);

#endif
