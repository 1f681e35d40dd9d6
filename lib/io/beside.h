/*
 * beside.h - an output that a thread of its own writes, and packs.
 *
 * The caller puts bytes into one of a few buffers; the thread, which begins
 * when the first of them is full, hands them to the zio_out.  So writing and
 * gzip take no time of the caller's as long as there is a second core.
 */
#ifndef IO_BESIDE_H
#define IO_BESIDE_H

#include "io/zio.h"

struct beside;

/*
 * `out` is open, outlives it and, until beside_end, belongs to it alone.  End
 * with beside_end in any case.
 */
struct beside *beside_new(struct zio_out *out) MUST_USE;

/* An error of the output comes late: at a later byte, or from beside_end. */
int beside_add(struct beside *b, const char *at, size_t len, struct err *e)
    MUST_USE;

/*
 * Waits until all bytes are with the zio_out, and frees it.  Not finished or
 * published yet.  Accepts NULL.
 */
int beside_end(struct beside *b, struct err *e) MUST_USE;

#endif
