/*
 * guess_write.h - a table that was looked at, written as a source.
 */
#ifndef EXTRACT_GUESS_WRITE_H
#define EXTRACT_GUESS_WRITE_H

#include "extract/guess_rule.h"

/* Appends the entry under `sources`, with the evidence as comments. */
void guess_write_source(struct buf *b, const struct guess_part *p);

#endif
