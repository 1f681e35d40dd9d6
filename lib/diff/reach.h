/*
 * reach.h - the top assemblies that a node reaches, and how much goes into
 * each, remembered from one question to the next.
 *
 * What a node reaches is put together from what its users reach, so that a
 * structure is walked once and not once for each of many changes.  Tops are
 * in one order, by key without revision, then by revision; where only the
 * first of them are asked for, a list is not longer anywhere, and exact all
 * the same: the first tops of a node are among the first of each user.
 *
 * Memory is 16 bytes for each top in a list.  Where all tops are asked for,
 * lists of more than eight million are forgotten, and put together anew as
 * they are needed.
 */
#ifndef DIFF_REACH_H
#define DIFF_REACH_H

#include "diff/forest.h"

/* A top in a list, in few bytes; reach_total takes it apart. */
struct reach_top {
	uint64_t packed;
	uint32_t top;    /* its rank; reach_bom says what it is */
	uint8_t scale;
	uint8_t state;
};

struct reach_total {
	struct decimal quantity; /* for one of the top, over all paths */
	uint32_t top;
	bool overflow;           /* over 38 digits: the quantity is void */
};

struct reach_list {
	uint32_t count;
	bool more; /* there are further tops */
	bool loop; /* it is in a part that contains itself: no list */
	struct reach_top tops[]; /* in order */
};

struct reach {
	const struct forest *forest;
	size_t most;       /* of a list */
	uint32_t *tops;    /* nodes, by rank */
	uint32_t *rank;    /* of each node that is one */
	uint32_t *knots;
	const struct reach_list **lists; /* of each node; NULL: not yet */
	size_t entries;    /* in all of them */
	struct decimal *wide; /* quantities too long for 64 bits */
	size_t wide_count, wide_size;
	struct arena arena;
	/* --- of the walk --- */
	uint32_t *stack;
	size_t stack_count, stack_size;
	struct reach_total *sum;
	size_t sum_count, sum_size;
};

/* The forest is complete; `most` tops of each node, or SIZE_MAX. */
void reach_init(struct reach *r, const struct forest *f, size_t most);
void reach_release(struct reach *r);

/* Borrowed until the next call.  A top has itself. */
const struct reach_list *reach_of(struct reach *r, uint32_t node);

void reach_total(const struct reach *r, const struct reach_top *top,
    struct reach_total *total);

const struct forest_bom *reach_bom(const struct reach *r, uint32_t rank);

#endif
