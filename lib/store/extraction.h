/*
 * extraction.h - the pages that an extraction has fetched and not published.
 *
 * An extraction is known by its identity: a hash of all that its pages depend
 * on.  The state holds where each page ends in the file of its source, and
 * what to ask for next; the pages themselves lie beside the state.  Each page
 * is noted in one transaction, after it is on the disk.
 */
#ifndef STORE_EXTRACTION_H
#define STORE_EXTRACTION_H

#include "base/err.h"
#include "base/hash.h"
#include "store/page.h"

struct db;
struct findings;

struct extraction {
	struct slice identity;
	struct slice system; /* that it extracts from, for people */
	int64_t most_s;      /* older than this it is not gone on with */
};

/*
 * Begins it for a run, or goes on with what is there and young enough: then
 * *again is true.  What is too old goes.
 */
int extraction_begin(struct db *db, const struct extraction *x,
    const char *run, bool *again, struct err *e) MUST_USE;

/* Its pages go, because they are published. */
int extraction_end(struct db *db, struct slice identity, struct err *e)
    MUST_USE;

/*
 * All extractions of the system that have grown too old, into `page`: their
 * identities are the first cells of its rows.
 */
int extraction_old(struct db *db, struct page *page, struct slice system,
    struct err *e) MUST_USE;

/* A page; the figures count from the first page to the end of this one. */
struct extraction_page {
	uint64_t number; /* from 1 */
	uint64_t rows;
	uint64_t bytes;
	struct hash128 hash; /* of its own bytes */
	struct slice next;   /* what the page behind it is asked for by */
	bool plain;          /* `next` is a JSON value, and no text */
	bool last;           /* there is no page behind it */
	int64_t total;       /* rows on all pages, as it says; -1: no word */
};

int extraction_page_put(struct db *db, struct slice identity,
    struct slice source, const struct extraction_page *p, struct err *e)
    MUST_USE;

/* The pages of a source in order, into `page`; then extraction_page_next. */
int extraction_pages(struct db *db, struct page *page, struct slice identity,
    struct slice source, struct err *e) MUST_USE;
/* False: no more; borrowed from `page`. */
bool extraction_page_next(struct page *page, struct extraction_page *p);

/* The pages of a source behind number `number` go. */
int extraction_pages_drop(struct db *db, struct slice identity,
    struct slice source, uint64_t number, struct err *e) MUST_USE;

/* Pages without an extraction, gaps, figures that go back. */
int extraction_check(struct db *db, struct findings *f, struct err *e)
    MUST_USE;

#endif
