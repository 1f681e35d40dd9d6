/*
 * server.h - what a profile says about a server and the way to it.
 *
 * The map that source profiles and target profiles share (bom-profile(5)):
 * address, authentication, TLS, proxy, times, limits.  The description only;
 * net/service speaks with it.
 */
#ifndef NET_SERVER_H
#define NET_SERVER_H

#include "net/auth.h"
#include "net/retry.h"
#include "net/signature.h"

#define SERVER_CONNECTIONS_MOST 64

struct server {
	const struct ydoc_node *node;
	struct slice url; /* absolute, checked */
	struct slice origin; /* the same up to the slash of its path */
	bool plain;       /* http to other machines is allowed */
	bool http2;       /* taken where it is offered */
	bool no_keep_alive; /* a connection for each request */
	bool gzip;        /* bodies of requests are compressed */
	const struct ydoc_node *headers; /* of each request; a map or NULL */
	struct auth auth;
	struct signature signature; /* of bodies */
	const char *ca;          /* file of certificates; NULL: the system's */
	const char *certificate; /* of the client, and its key; or NULL */
	const char *key;
	struct secret key_password; /* node NULL: none */
	const char *proxy; /* NULL: the environment says it; "": none */
	struct slice proxy_user;
	struct secret proxy_password; /* node NULL: none */
	long connect_s, stall_s, total_s;
	long connections; /* requests on their way at a time, at most */
	uint64_t rate;    /* requests in 1000 s; 0: no limit */
	struct retry_policy retry;
	size_t answer_most; /* bytes of an answer, unpacked */
};

/* The keys of a server, of its time-outs and retries, ended by NULL. */
extern const char *const server_keys[];
extern const char *const server_timeout_keys[];
extern const char *const server_retry_keys[];

/*
 * Reads the map; paths are relative to the folder of the document.  ERR_USAGE
 * with the place for each mistake that can be seen without asking the server.
 * Borrows from the document and the arena.
 */
int server_read(struct server *s, const struct ydoc_node *n, struct arena *a,
    struct err *e) MUST_USE;

/*
 * Appends the absolute address of `link`, which is relative to that of the
 * server as if it ended in "/"; an empty one is the server's as it stands.
 * ERR_USAGE where it is none that may be asked.
 */
int server_resolve(const struct server *s, struct buf *to, struct slice link,
    struct err *e) MUST_USE;

/*
 * True if the bytes of an address say plainly that it is on this server and
 * may be asked: begins as the server's does, has no blanks.  False means
 * only that url_check and url_same_server have to look.
 */
bool server_home(const struct server *s, struct slice url);

#endif
