/*
 * keyring.h - the secrets and tokens of a session by name, for ${NAME}.
 *
 * Secrets of the profile first, then what the answer to a log-in held.  All
 * are overwritten when they are forgotten.
 */
#ifndef NET_KEYRING_H
#define NET_KEYRING_H

#include "net/auth.h"
#include "net/exchange.h"

struct keyring_text {
	struct slice name; /* borrowed */
	struct buf text;
};

struct keyring {
	struct keyring_text *texts;
	size_t count;
};

#define KEYRING_INIT {NULL, 0}

/* Forgets all but the first `keep`; 0 gives the memory back, too. */
void keyring_forget(struct keyring *k, size_t keep);

/* A new text under this name, empty; borrowed until the next call. */
struct buf *keyring_add(struct keyring *k, struct slice name);

/* A fill_find over a struct keyring: unknown names are nothing. */
int keyring_find(void *ctx, struct slice name, struct fill_value *out,
    struct err *e);

/*
 * Takes what the answer to a log-in is to hold.  ERR_USAGE, with the place in
 * the profile and the server's words, where it does not.  What is 8 bytes
 * long or more is masked in messages from then on.
 */
int keyring_take(struct keyring *k, const struct auth_taken *t,
    const struct http_answer *a, struct err *e) MUST_USE;

/* Fills *e with ERR_USAGE, at `n`: the answer has no `what`.  Returns -1. */
int keyring_missing(const struct http_answer *a, const struct ydoc_node *n,
    const char *what, struct err *e);

#endif
