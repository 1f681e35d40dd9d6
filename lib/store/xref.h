/*
 * xref.h - whose id is whose: PLM ids and a target's own, by type.
 *
 * A PLM id has one external id in a target; several PLM ids may share one
 * (two parts merged in the ERP), so the way back can have several answers.
 */
#ifndef STORE_XREF_H
#define STORE_XREF_H

#include "base/err.h"
#include "base/text.h"
#include "store/page.h"

struct db;
struct findings;

struct xref {
	struct slice target;
	struct slice type;        /* record type */
	struct slice plm_id;      /* key members in text form, joined by "/" */
	struct slice external_id; /* may be empty where it is asked for */
};

/* Adds or changes; one transaction for all, or the caller's. */
int xref_put(struct db *db, const struct xref *list, size_t count,
    const char *run, struct err *e) MUST_USE;

/* Fills external_id by the other three: 1 (in the arena), 0, -1. */
int xref_find(struct db *db, struct xref *x, struct arena *arena,
    struct err *e) MUST_USE;

/*
 * The PLM ids of an external id, in byte order, into `page`: rows of one
 * cell.  x->plm_id is not looked at.
 */
int xref_back(struct db *db, const struct xref *x, struct page *page,
    struct err *e) MUST_USE;

/* Takes one away; harmless if it is not there. */
int xref_remove(struct db *db, const struct xref *x, struct err *e) MUST_USE;

struct xref_cursor {
	struct db *db;
	struct xref after; /* the last one given, in its own arena */
	struct arena arena;
	struct page page;
	bool started;
};

/* All of them by target, type and PLM id.  Close with xref_close. */
void xref_open(struct xref_cursor *c, struct db *db);
/* 1 one, borrowed until the next call; 0; -1. */
int xref_next(struct xref_cursor *c, struct xref *x, struct err *e) MUST_USE;
void xref_close(struct xref_cursor *c);

/* Cross-references of a run that never was. */
int xref_check(struct db *db, struct findings *f, struct err *e) MUST_USE;

#endif
