/*
 * page.h - rows copied out of a query, so that no query stays open.
 *
 * Cursors over the state read a page, let go of the file, and give the rows
 * one by one; the next page begins behind the last row's key.  Other writers
 * may come in between, so a cursor is no snapshot: a lease keeps them out.
 */
#ifndef STORE_PAGE_H
#define STORE_PAGE_H

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"

struct db_query;

struct page_cell {
	struct slice bytes; /* TEXT or BLOB, with a NUL behind it */
	int64_t number;     /* INTEGER; 0 for what is none */
};

struct page {
	struct arena arena;
	struct page_cell *cells; /* count * columns */
	size_t columns;
	size_t count;
	size_t size; /* room in cells */
	size_t at;   /* the row that page_next gives next */
};

#define PAGE_INIT {ARENA_INIT, NULL, 0, 0, 0, 0}

/* Reads a bound query of `columns` columns to its end, over what was there. */
int page_load(struct page *p, struct db_query *q, size_t columns,
    struct err *e) MUST_USE;

/* The next row's cells, or NULL; borrowed until the next load or release. */
const struct page_cell *page_next(struct page *p);

void page_release(struct page *p);

#endif
