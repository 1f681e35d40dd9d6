/*
 * match.h - prints of both sides that cancel, and those that are left over.
 *
 * Where a line is left over on one side only, and with it a BOM, it is still
 * to be said whether the other side knows the BOM: then all its lines there
 * have been cancelled, and any print with the BOM's hash is a witness of it.
 * 56 bits tell a million BOMs apart but for one time in a hundred thousand, in
 * which one BOM would count as unknown to the other side.
 */
#ifndef MODEL_MATCH_H
#define MODEL_MATCH_H

#include "model/prints.h"

/* In the place of a BOM's hash: the line is left over in any case. */
#define MATCH_WANTED 1

/* A line that is left over. */
struct left {
	uint64_t offset;
	uint64_t bom;
};

struct lefts {
	struct left *list;
	size_t count, size;
};

void lefts_add(struct lefts *to, struct left one);
void lefts_append(struct lefts *to, const struct lefts *from);

/*
 * What is left over of the old and of the new side, in two threads, and of the
 * BOMs that are to be said a witness each.  Free the four lists with mem_free
 * in any case.  False where more than `most` are left over, where a key stands
 * twice on a side, and where something goes wrong.
 */
bool match_prints(struct prints *const prints[2], unsigned bits, size_t most,
    struct lefts lefts[2], struct lefts witnesses[2]) MUST_USE;

#endif
