/*
 * transform.h - a stream through rules, or as it is, sealed as was asked.
 *
 * Without rules lines pass as they stand, in flat memory.  With rules each
 * record has one fate: passed, held, dropped by a rule, rejected, or folded
 * into another; the sums are checked and told.  Restructuring and gates work
 * on a spool behind the mapping.
 */
#ifndef TRANSFORM_TRANSFORM_H
#define TRANSFORM_TRANSFORM_H

#include "transform/options.h"

/* 0 done; 1 done, records were rejected or held; -1. */
int transform_run(const struct transform_options *o, struct err *e) MUST_USE;

/* Reads rules with all that they name and says what is wrong: 0 or -1. */
int transform_check(const char *rules, struct err *e) MUST_USE;

#endif
