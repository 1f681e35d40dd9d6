/*
 * gatecycle.h - the built-in check for BOMs that contain themselves.
 *
 * Looked at is what can be reached from the BOMs that changed, in their plant
 * and usage: a cycle that the target has not got goes through one of them.
 * Lines that have ended, that consume nothing, or whose BOM is void count
 * for nothing.
 */
#ifndef TRANSFORM_GATECYCLE_H
#define TRANSFORM_GATECYCLE_H

#include "model/structure.h"
#include "transform/gatebom.h"

struct gatecycle {
	struct gatecheck *check;
	struct structure structure;
	uint32_t done; /* nodes whose lines have been read */
	struct arena arena;
};

void gatecycle_init(struct gatecycle *g, struct gatecheck *c);
void gatecycle_release(struct gatecycle *g);

/* A BOM that changed. */
void gatecycle_start(struct gatecycle *g, const struct key *bom);

/*
 * Tells of each cycle with a changed line the first of these, and gives `join`
 * the keys of all of them one by one, behind it: they are right only together.
 */
struct gatecycle_tell {
	struct gatebom_tell tell;
	void (*join)(void *ctx, const struct key *line);
};

int gatecycle_run(struct gatecycle *g, const struct gatecycle_tell *to,
    struct err *e) MUST_USE;

#endif
