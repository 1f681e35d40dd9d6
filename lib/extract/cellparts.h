/*
 * cellparts.h - several values in one cell: a row taken once for each.
 *
 * Lists beside each other (manufacturers in one column, their numbers in the
 * next) are taken apart together, the first with the first.
 */
#ifndef EXTRACT_CELLPARTS_H
#define EXTRACT_CELLPARTS_H

#include "extract/rows.h"

struct cellparts_spec {
	const struct ydoc_node *node;
	struct ydoc_texts columns; /* at least one */
	struct ydoc_texts split;   /* any of these ends a part */
	/* --- bound --- */
	int *at;  /* of columns */
	int part; /* of @part */
};

/* The keys of `each` in an entry. */
extern const char *const cellparts_keys[];

/* Reads `each`; *out lives in the arena. */
int cellparts_read(struct cellparts_spec **out, const struct ydoc_node *n,
    const struct source *s, struct arena *a, struct err *e) MUST_USE;

/* The parts of one row after the other. */
struct cellparts {
	const struct cellparts_spec *spec;
	struct row row;       /* that has them */
	struct slice *fields; /* of the part at hand */
	struct slice *rests;  /* of columns: what is left; NULL: nothing */
	size_t size;
	size_t count; /* of fields */
	size_t taken;
	char number[24];
	char wrong[200];
};

#define CELLPARTS_INIT {.fields = NULL}

void cellparts_release(struct cellparts *c);

/* `fields` is how many the row has. */
void cellparts_begin(struct cellparts *c, const struct cellparts_spec *spec,
    const struct row *row, size_t fields);

/*
 * True and the row with the next parts in place of the cells; those that are
 * all blank are passed over.  Where the lists are not equally long the row
 * comes once and is wrong.  Borrowed until the next call.
 */
bool cellparts_next(struct cellparts *c, struct row *row);

#endif
