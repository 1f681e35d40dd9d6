/*
 * jsonfields.h - the columns of a JSON row: in its own value, and in those
 * around it.
 */
#ifndef EXTRACT_JSONFIELDS_H
#define EXTRACT_JSONFIELDS_H

#include "extract/jsonwalk.h"
#include "extract/rows.h"

struct jsonfields_around; /* what was last found around rows, by column */

struct jsonfields {
	struct jsonfields_around *around;
	size_t count;
	struct slice *raw; /* texts of the row at hand as found */
	struct jsonwalk *walk; /* stands at the row; NULL: nothing around */
};

void jsonfields_init(struct jsonfields *t, const struct rows *r);
void jsonfields_release(struct jsonfields *t);

/* What is around rows is another text from now on. */
void jsonfields_forget(struct jsonfields *t);

/* Puts the columns of a row.  0, or -1 for what is no JSON. */
int jsonfields_put(struct jsonfields *t, struct rows *r, struct row *row,
    const struct jsonfind_value *v, struct err *e) MUST_USE;

#endif
