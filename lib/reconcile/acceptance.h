/*
 * acceptance.h - overrides.jsonl of evidence: what overrides have accepted, and
 * who has taken that upon himself.
 *
 *	{"class":"differ","key":"item:A","member":"name","plm":"x","erp":"y",
 *	 "exception":"...","override":{"number":3,"who":"...","why":"...",
 *	 "until":"..."}}
 *
 * A line each, in key order.  A later check of the evidence has no state: it
 * takes from the file which findings were accepted.
 */
#ifndef RECONCILE_ACCEPTANCE_H
#define RECONCILE_ACCEPTANCE_H

#include "base/map.h"
#include "reconcile/finding.h"
#include "store/override.h"

struct db;

/*
 * Appends an accepted finding's line, with its newline.  `db` has the override
 * (NULL: it is left out), `at` is the time at which it was in force.
 */
int acceptance_add(struct buf *b, const struct finding *one, struct db *db,
    struct clock_time at, struct err *e) MUST_USE;

struct acceptance {
	struct map map;  /* class, key and member; how often it was met */
	struct buf key;
};

void acceptance_init(struct acceptance *a);
void acceptance_release(struct acceptance *a);

/* Reads such a file. */
int acceptance_load(struct acceptance *a, const char *path, struct err *e)
    MUST_USE;

/* A reconcile_watch's find: what is in the file is accepted. */
int acceptance_mark(void *ctx, struct finding *one, struct err *e) MUST_USE;

/* Lines of the file that no finding has met. */
uint64_t acceptance_unmet(const struct acceptance *a);

#endif
