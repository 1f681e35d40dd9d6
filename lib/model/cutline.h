/*
 * cutline.h - a record out of a canonical line, by cutting alone.
 *
 * In a canonical line without a backslash all texts and numbers stand as they
 * are.  Nearly all lines that tools parse are such; whatever is not goes
 * through recin_parse, which begins here and is always right.
 */
#ifndef MODEL_CUTLINE_H
#define MODEL_CUTLINE_H

#include "model/record.h"

/*
 * True if the line is that of a record without unknown members, without
 * change and without escapes; then *r is the record, whose texts are the
 * line's.  False says nothing.
 */
bool cutline_record(struct record *r, struct slice line, struct arena *a);

#endif
