/*
 * gatecheck.h - the built-in checks that look at one record at a time.
 */
#ifndef TRANSFORM_GATECHECK_H
#define TRANSFORM_GATECHECK_H

#include "model/unit.h"
#include "transform/gate.h"

struct gatecheck {
	struct around *around;        /* borrowed */
	char today[CLOCK_DATE_SIZE];
	struct unit_table units;      /* conversions, loaded as needed */
	struct map unit_items;        /* whose are loaded; "": general ones */
	struct arena arena;           /* of one question */
};

void gatecheck_init(struct gatecheck *c, struct around *a);
void gatecheck_release(struct gatecheck *c);

/* True for the checks that gatecheck_record answers. */
bool gatecheck_by_record(enum gate_check check);

/* 1: the record fails, and `found` (appended to) says how; 0; -1. */
int gatecheck_record(struct gatecheck *c, const struct gate *g,
    const struct record *r, struct buf *found, struct err *e) MUST_USE;

/* In force on the day: [from, to), "" is without end. */
bool gatecheck_holds_on(struct slice from, struct slice to,
    struct slice day);

#endif
