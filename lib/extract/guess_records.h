/*
 * guess_records.h - a table that was looked at, written as entries of
 * records.
 */
#ifndef EXTRACT_GUESS_RECORDS_H
#define EXTRACT_GUESS_RECORDS_H

#include "extract/guess_rule.h"

/* Appends the entries under `records`. */
void guess_records_write(struct buf *b, struct guess_part *p);

#endif
