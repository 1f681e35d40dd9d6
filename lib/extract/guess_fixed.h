/*
 * guess_fixed.h - tables whose columns stand one below the other, with blanks
 * between and no separator.
 */
#ifndef EXTRACT_GUESS_FIXED_H
#define EXTRACT_GUESS_FIXED_H

#include "base/err.h"
#include "base/text.h"

/*
 * Appends the keys of a source that cuts the lines at the places where the
 * names in the header begin, as YAML behind four blanks; nothing where the
 * file is no such table.
 */
int guess_fixed(struct buf *reading, const char *path, struct err *e)
    MUST_USE;

#endif
