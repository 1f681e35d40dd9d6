/*
 * treefields.h - the columns of a JSON row: in its own value, and in those
 * around it.
 */
#ifndef EXTRACT_TREEFIELDS_H
#define EXTRACT_TREEFIELDS_H

#include "extract/jsonwalk.h"
#include "extract/rows.h"

struct treefields_around; /* what was last found around rows, by column */

struct treefields {
	struct treefields_around *around;
	size_t count;
	struct slice *raw; /* texts of the row at hand as found */
	struct jsonwalk *walk; /* stands at the row; NULL: nothing around */
};

void treefields_init(struct treefields *t, const struct rows *r);
void treefields_release(struct treefields *t);

/* What is around rows is another text from now on. */
void treefields_forget(struct treefields *t);

/* Puts the columns of a row.  0, or -1 for what is no JSON. */
int treefields_put(struct treefields *t, struct rows *r, struct row *row,
    const struct treejson_value *v, struct err *e) MUST_USE;

#endif
