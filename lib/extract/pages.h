/*
 * pages.h - the rows of the pages of one source, kept until they are
 * published.
 *
 * One file has all rows, a JSON value a line.  With a store each page is
 * first on the disk and then in the state; what the state does not know is
 * cut off when the file is opened again, and pages that are not what the state
 * says go with all behind them.  Without a store the file is scratch.
 */
#ifndef EXTRACT_PAGES_H
#define EXTRACT_PAGES_H

#include "base/map.h"
#include "io/append.h"
#include "store/extraction.h"

struct lease;

/* Where pages are kept; borrowed. */
struct pages_store {
	struct db *db;
	const struct lease *lease;
	struct slice identity;
	const char *folder; /* made when the first page comes */
};

struct pages {
	const struct pages_store *store; /* NULL: none */
	struct slice source;             /* its name in the state */
	struct append file;
	char *path;                  /* of the file; NULL: scratch */
	struct extraction_page last; /* number 0: none has come */
	struct buf next;             /* last.next is in it */
	uint64_t *ends; /* of each page: the rows up to its end */
	size_t size;
	struct map seen; /* each `next` there has been */
};

/*
 * Opens what is kept of the source (borrowed), or makes it.  Close with
 * pages_close in any case.
 */
int pages_open(struct pages *p, const struct pages_store *store,
    struct slice source, struct err *e) MUST_USE;
void pages_close(struct pages *p);

/*
 * The next page: its lines, how many there are, what is said of the page
 * behind it.  Number, bytes and hash are worked out here.  When this returns
 * 0 a run that is killed will go on behind it.
 */
int pages_add(struct pages *p, struct slice lines, uint64_t rows,
    const struct extraction_page *page, struct err *e) MUST_USE;

/* True if a page before had this `next`. */
bool pages_seen(const struct pages *p, struct slice next);

/* Nothing is kept any more: the next run begins afresh. */
int pages_forget(struct pages *p, struct err *e) MUST_USE;

/* The page that has a row, both from 1, and the row's number in it. */
uint64_t pages_find(const struct pages *p, uint64_t row, uint64_t *in_page);

#endif
