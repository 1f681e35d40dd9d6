/*
 * login.h - authentication at work: what is put into requests, and the
 * log-in that gets it.
 *
 * A state without a client: net/service asks what request is due, sends it,
 * and hands the answer back.  Tokens live in memory only and are masked in
 * messages as soon as they are known.
 */
#ifndef NET_LOGIN_H
#define NET_LOGIN_H

#include "net/http.h"

struct login;

/* Fetches the secrets of `s` (borrowed).  Close with login_close. */
int login_open(struct login **l, const struct server *s, struct err *e)
    MUST_USE;
/* Overwrites what it knows; accepts NULL. */
void login_close(struct login *l);

/* True where a request has to be sent before others can go, at `now`. */
bool login_due(const struct login *l, uint64_t now);

/*
 * The request that logs in, or out (NULL: there is none to send); borrowed
 * until the next call.
 */
int login_request(struct login *l, const struct http_request **out,
    struct err *e) MUST_USE;
int login_out_request(struct login *l, const struct http_request **out,
    struct err *e) MUST_USE;

/*
 * Takes what the answer holds.  ERR_USAGE: refused, or it does not hold what
 * the profile says; ERR_AGAIN: later.
 */
int login_answered(struct login *l, const struct http_answer *a, uint64_t now,
    struct err *e) MUST_USE;

/* Counts the log-ins: a request remembers with which one it was sent. */
uint64_t login_generation(const struct login *l);

/*
 * This answer, to a request sent under `generation`, means: log in (again).
 * If nobody has done so since, login_due becomes true.
 */
bool login_expired(struct login *l, const struct http_answer *a,
    uint64_t generation);

/*
 * The headers that go into each request, borrowed until the next log-in, and
 * the parameter that goes into each address.
 */
const struct http_header *login_headers(const struct login *l,
    size_t *count);
void login_add_query(const struct login *l, struct buf *url);

#endif
