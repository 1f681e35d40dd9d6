/*
 * sift.h - what differs between two stretches of sorted lines.
 *
 * For streams as tools write them, in which nearly all lines are equal: both
 * sides are compared by the block, and what is equal is cut into lines, whose
 * keys are looked at and which are hashed once for both.  Behind the key an
 * equal line is not read: the seals answer for it.  Whatever is out of order,
 * or differs and is not canonical, is for others to tell: here it only ends
 * the sifting.
 *
 * A sift works on its own, so that several can in threads of their own.
 */
#ifndef MODEL_SIFT_H
#define MODEL_SIFT_H

#include "model/residue.h"
#include "io/span.h"
#include "model/figures.h"
#include "model/scan.h"

/* Sees a canonical line, and what a scan has found in it. */
typedef void (*sift_tap)(void *ctx, struct slice line,
    const struct scan *scan);

struct sift {
	struct span sides[2]; /* the old lines and the new ones; set before */
	struct residue *residue;
	sift_tap tap; /* NULL, or sees each equal line not in the residue */
	void *tap_ctx;
	struct figures equal;   /* of the lines on both sides */
	struct figures only[2]; /* of the others */
	/* Of the least and the greatest line; empty: there is none. */
	struct buf first, last;
	/* --- inside --- */
	struct scan scan; /* of the last line */
	struct slice last_line; /* in a span or in `last` */
	bool bom_equal;  /* the BOM at hand has an equal line */
	bool bom_differs;
	bool bom_told;   /* and that it is on both sides is in the residue */
};

/* The spans are set behind it. */
void sift_init(struct sift *s, struct residue *residue);
void sift_release(struct sift *s);

/*
 * 1 when all is sifted; 0 where the lines are not as they should be, or by
 * what went wrong with files, which who reads them anew will tell.
 */
int sift_run(struct sift *s) MUST_USE;

#endif
