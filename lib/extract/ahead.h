/*
 * ahead.h - the rows of a source, read ahead by a thread.
 *
 * Decoding, splitting and cleaning go on while the rows before are converted.
 * The rows, and the error they may end in, come as from reader_next and in
 * the same order.
 */
#ifndef EXTRACT_AHEAD_H
#define EXTRACT_AHEAD_H

#include "extract/reader.h"

struct ahead;

/*
 * From the row at which `r` stands; with `alone` in the caller's thread, and
 * so where the format asks for that.  `r` belongs to it until ahead_end: only
 * its columns and the names of its files may be looked at.
 */
struct ahead *ahead_new(struct rows *r, bool alone) MUST_USE;

/* 1 and the next row, borrowed until the next call; 0; -1. */
int ahead_next(struct ahead *a, struct row *row, struct err *e) MUST_USE;

/* Before the end of the rows too; accepts NULL. */
void ahead_end(struct ahead *a);

#endif
