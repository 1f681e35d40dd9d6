/*
 * tally.h - a load's figures in words, and its time from words.
 */
#ifndef LOAD_TALLY_H
#define LOAD_TALLY_H

#include "load/load.h"

/* "TARGET: created 5, ..." and, where there are any, held, reported, ... */
void tally_sent(struct buf *b, const struct load_result *r);
/* The same of a run that only adopts. */
void tally_adopted(struct buf *b, const struct load_result *r);

/* "90s", "15m", "2h" or "1d"; NULL: 0, no limit.  ERR_USAGE for others. */
int tally_time(uint64_t *seconds, const char *text, struct err *e) MUST_USE;

#endif
