/*
 * headin.h - reading heads and ends in any valid JSON spelling.
 *
 * Members of a head that this version does not know are kept; those of a seal
 * are passed over.  Texts live in the line or in the arena.
 */
#ifndef MODEL_HEADIN_H
#define MODEL_HEADIN_H

#include "model/head.h"

/*
 * Each reads one line, which stands at `at`.  0, or -1
 * with "name:line:column: what": ERR_USAGE for a head of a version above 1,
 * else ERR_INPUT.
 */
int headin_head(struct head *h, struct slice line, struct json_place at,
    struct arena *a, struct err *e) MUST_USE;
int headin_seal(struct seal *s, struct slice line, struct json_place at,
    struct arena *a, struct err *e) MUST_USE;
/* A status that no tool ends with in trouble is read as 3. */
int headin_fail(struct fail *f, struct slice line, struct json_place at,
    struct arena *a, struct err *e) MUST_USE;

#endif
