/*
 * kpi.h - figures of runs over time.
 *
 * A figure has a name ("records.held"), a dimension ("plant 1000", or empty)
 * and an exact decimal value; one each a run.
 */
#ifndef STORE_KPI_H
#define STORE_KPI_H

#include "base/err.h"
#include "base/text.h"
#include "store/page.h"

struct db;
struct findings;

struct kpi {
	struct slice name;
	struct slice dimension; /* may be empty */
	struct slice value;     /* canonical decimal */
	struct slice run, at;   /* filled when read */
};

/*
 * One transaction for all, or the caller's.  ERR_INPUT if a value is no
 * canonical decimal; put again in the same run it replaces.
 */
int kpi_put(struct db *db, const char *run, const struct kpi *list,
    size_t count, struct err *e) MUST_USE;

/* A run's figures, by name and dimension, into `page`; then kpi_next. */
int kpi_of_run(struct db *db, struct slice run, struct page *page,
    struct err *e) MUST_USE;

struct kpi_wish {
	struct slice name, dimension;
	size_t most; /* the newest so many */
};

/* One figure over time, newest first, into `page`; then kpi_next. */
int kpi_history(struct db *db, const struct kpi_wish *wish, struct page *page,
    struct err *e) MUST_USE;

/* False when there are no more; borrowed from `page`. */
bool kpi_next(struct page *page, struct kpi *k);

int kpi_check(struct db *db, struct findings *f, struct err *e) MUST_USE;

#endif
