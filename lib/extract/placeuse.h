/*
 * placeuse.h - whether a rule or filter asks where a row stands.
 *
 * What says nothing about its place can be extracted from a row that is
 * misplaced; what does has to be rejected.
 */
#ifndef EXTRACT_PLACEUSE_H
#define EXTRACT_PLACEUSE_H

#include "extract/rule.h"

/* True if it reads @level, @position or some @parent.COLUMN. */
bool placeuse_rule(const struct rule *r);
bool placeuse_filter(const struct source_filter *f);

/* True if it is some @parent.COLUMN itself. */
bool placeuse_parent(const struct rule *r);

#endif
