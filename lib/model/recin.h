/*
 * recin.h - reading a record from any valid JSON spelling of it.
 *
 * The counterpart of record_add_line: blanks, escapes, the order of members,
 * the spelling of numbers and of what is absent make no difference; equal
 * records give equal canonical lines.  What the contract refuses (a member
 * twice, an unknown type, a number as an identifier, ...) is refused here, in
 * one place, for all tools.
 */
#ifndef MODEL_RECIN_H
#define MODEL_RECIN_H

#include "base/err.h"
#include "model/record.h"

/* Members of one record object at most. */
#define RECIN_MEMBERS_MOST 100000

/*
 * Reads one record from `line`, which stands at `at`.
 * The record borrows from the line and the arena.  0, or -1 with ERR_INPUT
 * "name:line:column: what".
 */
int recin_parse(struct record *r, struct slice line, struct json_place at,
    struct arena *a, struct err *e) MUST_USE;

#endif
