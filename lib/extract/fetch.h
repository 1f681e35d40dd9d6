/*
 * fetch.h - all pages of a REST source asked for, one after the other.
 *
 * The sources of a run share the servers they ask.  Nothing is believed of an
 * API that pages: a page that repeats itself, a total that is not met and a
 * link to another server end the run.
 */
#ifndef EXTRACT_FETCH_H
#define EXTRACT_FETCH_H

#include "base/clock.h"
#include "extract/pages.h"
#include "extract/rest.h"

struct fetch_server;

/* What the REST sources of a run share. */
struct fetch {
	const char *base; /* the server's URL in place of the profile's; NULL */
	const struct pages_store *store; /* NULL: pages are scratch */
	bool since;       /* only what has changed is wanted */
	struct clock_time since_time;
	struct fetch_server *servers;
};

/* What is asked for, and where the pages are put. */
struct fetch_source {
	const struct rest *rest;
	struct slice name;  /* of the source in the profile */
	struct pages *pages; /* opened here; closed by the caller */
	struct buf *url;     /* gets the URL, for messages */
};

/* ERR_USAGE for a `since` (may be NULL) that is no time in RFC 3339. */
int fetch_init(struct fetch *f, const char *since, struct err *e) MUST_USE;
/* Logs out of servers; accepts one of zeros. */
void fetch_release(struct fetch *f);

/*
 * Fetches the pages that are not there yet; with `changes` those that the
 * profile's `since` asks for.
 */
int fetch_pages(struct fetch *f, const struct fetch_source *s, bool changes,
    struct err *e) MUST_USE;

#endif
