/*
 * url.h - addresses: checked, resolved, put together, shown.
 *
 * Only http and https, never with a user or password in them: credentials
 * belong under `auth`, where they are kept out of every message.
 */
#ifndef NET_URL_H
#define NET_URL_H

#include "base/err.h"
#include "base/text.h"

/*
 * An absolute address that may be asked: http or https, a host, no
 * credentials, no blanks or control bytes.  http is refused unless the host
 * is this machine (127.0.0.0/8, ::1, localhost) or `plain` allows it.
 * ERR_USAGE.
 */
int url_check(struct slice url, bool plain, struct err *e) MUST_USE;

/*
 * Appends the address that `link` means as seen from `base` (RFC 3986): an
 * absolute one, "/path", "?query", "next/page".  Without its fragment.
 * ERR_USAGE for what is no address.
 */
int url_resolve(struct buf *to, struct slice base, struct slice link,
    struct err *e) MUST_USE;

/* True if the host is this machine, as in url_check. */
bool url_loopback(struct slice url);

/* True if both have the same scheme, host and port. */
bool url_same_server(struct slice a, struct slice b);

/* Percent-encodes all but letters, digits and "-._~". */
void url_encode(struct buf *to, struct slice text);

/*
 * Adds NAME=VALUE, both encoded, to the query of the address in `url`, which
 * has no fragment.
 */
void url_add_query(struct buf *url, struct slice name, struct slice value);

/*
 * The same, but in place of the parameters of that name that are there
 * already, as next-links and retries need it.
 */
void url_set_query(struct buf *url, struct slice name, struct slice value);

/*
 * The address as it may stand in messages and traces: no credentials, no
 * fragment, secrets masked, cut at 300 bytes.
 */
void url_show(struct buf *to, struct slice url);

#endif
