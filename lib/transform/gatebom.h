/*
 * gatebom.h - the built-in checks that compare records with each other:
 * BOM headers of one parent, lines of one BOM, periods and duplicates.
 *
 * Of each pair one record, at least, is not as the target has it; that one is
 * told, of two the later.
 */
#ifndef TRANSFORM_GATEBOM_H
#define TRANSFORM_GATEBOM_H

#include "transform/gatecheck.h"

/* Gets each record that fails, and what is wrong with it. */
struct gatebom_tell {
	int (*tell)(void *ctx, const struct record *r, struct slice found,
	    struct err *e);
	void *ctx;
};

/* True for the checks that these answer: overlap, gap, duplicate. */
bool gatebom_checks(enum gate_check check);

/* The lines of one BOM, by its key. */
int gatebom_lines(struct gatecheck *c, enum gate_check check,
    const struct key *bom, const struct gatebom_tell *to, struct err *e)
    MUST_USE;
/* The BOM headers of one parent. */
int gatebom_headers(struct gatecheck *c, enum gate_check check,
    struct slice parent, const struct gatebom_tell *to, struct err *e)
    MUST_USE;

#endif
