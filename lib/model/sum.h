/*
 * sum.h - lines of one component in one BOM made one row: --sum.
 *
 * Quantities are added, exactly, and designators united.  Lines that cannot
 * be added (another unit, another basis or kind, or as required) are rows of
 * their own, in byte order of their units, with the occurrences "", "2", "3".
 * Of the other members those stay in which all lines of a row agree.
 */
#ifndef MODEL_SUM_H
#define MODEL_SUM_H

#include "model/record.h"

struct sum_row;

struct sum {
	struct sum_row *rows;
	size_t count, size;
	size_t next; /* the row to be given; count: none */
	bool ended;
	struct arena arena;
	struct buf text;
};

void sum_init(struct sum *s);
void sum_release(struct sum *s);

/*
 * One more canonical line of the key at hand; copied.  ERR_INPUT where the
 * sum needs more than 38 digits.  The first one after the rows were given
 * begins another key.
 */
int sum_put(struct sum *s, struct slice line, struct err *e) MUST_USE;

/* The next row as a canonical line, borrowed until the next call; or false. */
bool sum_next(struct sum *s, struct slice *line);

#endif
