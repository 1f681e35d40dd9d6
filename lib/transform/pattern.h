/*
 * pattern.h - texts taken apart by a pattern and put together by a template.
 *
 * A POSIX extended regular expression that must match the whole text, byte by
 * byte in the C locale; in the template \1 to \9 stand for its groups, \0 for
 * all, \\ for a backslash.  A pattern has no back-references, so that its time
 * does not explode, and a text over a ceiling does not match.
 */
#ifndef TRANSFORM_PATTERN_H
#define TRANSFORM_PATTERN_H

#include "transform/valuemap.h"

#define PATTERN_TEXT_MOST ((size_t)64 * 1024)

struct pattern;

/*
 * NULL where it cannot be compiled, or the template names a group that is not
 * there: `room` says why.  Free with pattern_free.
 */
struct pattern *pattern_new(struct slice expression, struct slice template,
    char *room, size_t size) MUST_USE;
void pattern_free(struct pattern *p); /* accepts NULL */

/* True and what the template gives, in the arena; false: no match. */
bool pattern_apply(struct slice *to, const struct pattern *p,
    struct slice from, struct arena *a);

#endif
