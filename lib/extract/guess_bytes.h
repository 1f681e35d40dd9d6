/*
 * guess_bytes.h - the beginning of a file, and its encoding.
 */
#ifndef EXTRACT_GUESS_BYTES_H
#define EXTRACT_GUESS_BYTES_H

#include "base/err.h"
#include "base/text.h"

/* So much of a file is looked at. */
#define GUESS_BYTES ((size_t)16 * 1024 * 1024)

/* The first bytes of a file, unpacked; *whole when that is all of it. */
int guess_bytes_load(struct buf *b, const char *path, size_t most, bool *whole,
    struct err *e) MUST_USE;

/*
 * What a profile must say of the encoding: NULL where it is UTF-8.  *marked:
 * there is a byte order mark.
 */
const char *guess_bytes_encoding(struct slice bytes, bool whole, bool *marked);

#endif
