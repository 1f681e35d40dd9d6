/*
 * auth.h - what a profile says about how its server knows who asks.
 *
 * The section `auth` of a source profile or a target profile, as
 * bom-profile(5) describes it: the description only; net/login does it.
 * Parts may be combined (an API key beside a session, basic for the log-in
 * of a session), but only one may make the header Authorization.
 */
#ifndef NET_AUTH_H
#define NET_AUTH_H

#include "net/fill.h"
#include "net/secret.h"

/* A request of the profile's own: to log in, to log out. */
struct auth_request {
	const struct ydoc_node *node; /* NULL: there is none */
	const char *method;
	const struct ydoc_node *url;     /* relative to the server's */
	const struct ydoc_node *headers; /* a map, or NULL */
	const struct ydoc_node *body;    /* a text or a skeleton, or NULL */
	const struct ydoc_node *form;    /* a map, or NULL */
};

struct auth_secret {
	struct slice name;
	struct secret secret;
};

enum auth_from { AUTH_POINTER, AUTH_HEADER, AUTH_COOKIE };

/* Something that the answer to a log-in holds. */
struct auth_taken {
	const struct ydoc_node *node;
	struct slice name;
	enum auth_from from;
	struct slice what; /* the JSON Pointer, the header, the cookie */
};

struct auth_session {
	const struct ydoc_node *node; /* NULL: there is none */
	struct auth_secret *secrets;
	size_t secret_count;
	struct auth_request log_in, log_out;
	struct auth_taken *taken;
	size_t taken_count;
	const struct ydoc_node *base64;  /* a map NAME: TEXT, or NULL */
	const struct ydoc_node *headers; /* put into requests, or NULL */
	bool cookies; /* all that the server sets are kept and sent */
	long again[16]; /* statuses that mean: log in again */
	size_t again_count;
	struct slice again_at; /* a pointer into the body; NULL: none */
	struct ydoc_texts again_is;
};

struct auth_oauth2 {
	const struct ydoc_node *node; /* NULL: there is none */
	struct slice token_url;
	struct slice client_id;
	struct secret client_secret;
	struct slice scope;
	const struct ydoc_node *parameters; /* further ones, or NULL */
	bool in_body; /* id and secret in the body, not as basic */
};

struct auth {
	const struct ydoc_node *node; /* NULL: no section */
	struct {
		const struct ydoc_node *node;
		struct slice user;
		struct secret password;
	} basic;
	struct {
		const struct ydoc_node *node;
		struct secret token;
	} bearer;
	struct {
		const struct ydoc_node *node;
		struct slice header; /* one of these is empty */
		struct slice query;
		struct secret value;
	} api_key;
	struct auth_session session;
	struct auth_oauth2 oauth2;
};

/*
 * Reads the section; NULL or `none` is nothing.  Everything that can be seen
 * without asking anybody is checked, the ${NAME} too.  Borrows from the
 * document and the arena.
 */
int auth_read(struct auth *a, const struct ydoc_node *n, struct arena *arena,
    struct err *e) MUST_USE;

/*
 * A map of header names to texts, or NULL: names are tokens, values without
 * control bytes; those that carry credentials are refused unless `secret`.
 */
int auth_check_headers(const struct ydoc_node *map, bool secret,
    struct err *e) MUST_USE;

/* True for Authorization, Cookie and their like, in any case. */
bool auth_header_is_secret(struct slice name);

/*
 * All keys that are read, by the name in `$defs` of the JSON Schemas whose
 * `properties` must be the same.  Ended by a NULL name.
 */
struct auth_keys {
	const char *name;
	const char *const *keys;
};

extern const struct auth_keys auth_keys[];

#endif
