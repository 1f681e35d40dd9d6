/*
 * muster.h - items that a policy wants to exist, called by name.
 *
 * While both streams are read the lines that a demand needs are gathered: by
 * one thread or by two, of one side or of both at once.  Then PLM's items are
 * held against the demands, and each plant that one must be in against the
 * ERP's plant_items.  All of it goes through sorts: memory is flat but for
 * PLM's change orders and what they affect, where plants come from them.
 */
#ifndef RECONCILE_MUSTER_H
#define RECONCILE_MUSTER_H

#include "model/pairing.h"
#include "reconcile/demand.h"

enum { MUSTER_PLM = 1, MUSTER_ERP = 2 };

/* What one thread gathers. */
struct muster_part {
	struct sort *lines;
	bool orders;    /* change orders are wanted */
	bool places;    /* and PLM's own plant_items */
	struct err problem;
	struct buf line;
};

struct muster {
	const struct demands *demands;
	struct muster_part parts[3]; /* of the threads, and of who asks */
	struct sort *missing;        /* once mustered */
	/* --- inside --- */
	struct map places;  /* of affected items: 1 + the last entry */
	struct muster_place {
		struct slice order, plant;
		uint64_t earlier;
	} *list;
	size_t count, size;
	struct map orders;  /* 1 + the index of its plants; 0: none counts */
	struct value *plants;
	size_t order_count, order_size;
	struct arena texts, arena;
	struct buf line;
};

/*
 * Without demands nothing is gathered, and all else does nothing.  `places`:
 * where PLM has a plant_item of its own nobody is missed, since the comparison
 * of records tells it.
 */
void muster_init(struct muster *m, const struct demands *demands,
    bool places);
void muster_release(struct muster *m);

/* Forgets what a part has gathered. */
void muster_part_clear(struct muster_part *part);
/* A line of these sides; what no demand needs is passed over. */
void muster_part_put(struct muster_part *part, enum record_type type,
    struct slice line, unsigned sides);

/*
 * All is gathered: who is missing.  ERR_USAGE where plants are to come from
 * the ERP's scope, and it has none.
 */
int muster_call(struct muster *m, const struct pairing *pair, struct err *e)
    MUST_USE;

/* An item that is not there. */
struct muster_missing {
	struct slice item, plant;
	const struct demand *demand; /* the first that wants it */
	struct slice impact;
};

/* 1 and the next in order of items and plants, borrowed until next; 0; -1. */
int muster_next(struct muster *m, struct muster_missing *one, struct err *e)
    MUST_USE;
int muster_rewind(struct muster *m, struct err *e) MUST_USE;

#endif
