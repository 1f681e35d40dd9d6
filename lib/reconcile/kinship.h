/*
 * kinship.h - the lines of one BOM that keys leave over, found again.
 *
 * A line that has another find number in the ERP is the same line to an
 * engineer: one difference, not a line too many and a line too few.  Lines
 * that only one side has, and of which the other side could say that it lacks
 * them, climb the ladder (model/ladder.h); who finds no partner may still be
 * what the other side withholds under another number.
 *
 * Memory is that of what was kept of the largest BOM.
 */
#ifndef RECONCILE_KINSHIP_H
#define RECONCILE_KINSHIP_H

#include "model/heldback.h"
#include "model/pairing.h"

/* What was kept of one key of the BOM. */
struct kin {
	struct slice plm, erp; /* the lines; empty: this side has none */
	/* Once paired: */
	struct slice match; /* PLM's: by what; `erp` is then its partner */
	bool taken;  /* the ERP's: it stands at its partner */
	bool held;   /* it may be what the other side withholds */
};

struct kinship {
	struct kin *list; /* in key order */
	size_t count;
	/* --- inside --- */
	size_t size;
	struct pairing *pair;
	struct heldback held[2]; /* what PLM, what the ERP holds back */
	struct ladder_side sides[2];
	uint32_t *places[2]; /* of the ladder's lines in the list */
	size_t room[2];
	struct buf bom; /* the prefix of its lines */
	struct arena arena;
};

/* Both sides were read to their ends, and outlive it. */
void kinship_init(struct kinship *k, struct pairing *pair);
void kinship_release(struct kinship *k);

/* True if a line is of the BOM at hand; so it is where there is none. */
bool kinship_same_bom(const struct kinship *k, struct slice line);

/* One more key: the lines of either side, which are copied. */
void kinship_add(struct kinship *k, struct slice plm, struct slice erp);

/* No more of this BOM: who is whose partner. */
int kinship_pair(struct kinship *k, struct err *e) MUST_USE;

/* The next BOM. */
void kinship_clear(struct kinship *k);

#endif
