/*
 * ere.h - patterns: POSIX extended regular expressions over slices.
 *
 * A text may hold any byte but NUL.  The library works in the C locale, so
 * one character of a bracket expression is one byte; letters outside ASCII
 * can stand in a pattern as they are, but not inside brackets.
 */
#ifndef EXTRACT_ERE_H
#define EXTRACT_ERE_H

#include "format/ydoc.h"

struct ere;

/*
 * Compiles a pattern; NULL where it is none, and then `room` says why.  Free
 * with ere_free.
 */
struct ere *ere_new(struct slice pattern, char *room, size_t size) MUST_USE;
/* The same, but the whole text has to match. */
struct ere *ere_new_whole(struct slice pattern, char *room, size_t size)
    MUST_USE;
/* One that ere_check has passed. */
struct ere *ere_checked(struct slice pattern) MUST_USE;
/* Accepts NULL. */
void ere_free(struct ere *p);

/*
 * True where the pattern is found; *found (may be NULL) becomes what group 1
 * matched, or the whole match where the pattern has no group or group 1 took
 * no part.
 */
bool ere_find(const struct ere *p, struct slice text, struct slice *found);

/* A scalar that is a pattern: 0, or -1 with the place and what is wrong. */
int ere_check(const struct ydoc_node *n, struct err *e) MUST_USE;

#endif
