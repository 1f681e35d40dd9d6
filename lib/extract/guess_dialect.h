/*
 * guess_dialect.h - what stands between the fields of a delimited file.
 */
#ifndef EXTRACT_GUESS_DIALECT_H
#define EXTRACT_GUESS_DIALECT_H

#include "format/csvin.h"

/*
 * Sets separator and quote: those under which most of the first rows have the
 * same number of fields.  The encoding is there; `path` is for messages.
 */
void guess_dialect_find(struct csvin_dialect *out, const char *path,
    struct slice bytes);

#endif
