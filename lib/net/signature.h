/*
 * signature.h - bodies signed with a secret that both sides share.
 *
 *	signature:
 *	  header: X-Hub-Signature-256
 *	  secret: {env: HOOK_SECRET}
 *	  prefix: "sha256="
 *	  encoding: hex
 *
 * HMAC with SHA-256 over the body as it is sent, of each request that has
 * one; a log-in is not signed.
 */
#ifndef NET_SIGNATURE_H
#define NET_SIGNATURE_H

#include "net/headers.h"
#include "net/secret.h"

struct signature {
	const struct ydoc_node *node; /* NULL: nothing is signed */
	struct slice header;
	struct slice prefix;
	bool base64; /* else hex */
	struct secret secret;
};

extern const char *const signature_keys[];

/* Reads the map; n may be NULL.  Borrows from the document and the arena. */
int signature_read(struct signature *s, const struct ydoc_node *n,
    struct arena *a, struct err *e) MUST_USE;

/* Appends what the header is for a body. */
void signature_add(struct buf *to, const struct signature *s,
    struct slice secret, struct slice body);

/* The secret, fetched into `to`: nothing where nothing is signed. */
int signature_fetch(const struct signature *s, struct buf *to, struct err *e)
    MUST_USE;

/* Adds the header, if something is signed and there is a body. */
void signature_put(struct headers *h, const struct signature *s,
    const struct buf *secret, struct slice body);

#endif
