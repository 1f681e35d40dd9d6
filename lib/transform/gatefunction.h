/*
 * gatefunction.h - what gates can ask beyond the record: functions.
 *
 *	has_record('TYPE', KEY...)           1 or 0
 *	count_records('TYPE', KEY...)
 *	member_of('TYPE', KEY..., 'MEMBER')  of the first in key order
 *	acknowledged('TYPE', KEY...)         1 or 0: the target has it
 *	was('MEMBER')                        what the target has of this record
 *	finding()                            what a built-in check found
 *
 * KEY... are the first members of a key, all or some of them.  A NULL among
 * them gives NULL.
 */
#ifndef TRANSFORM_GATEFUNCTION_H
#define TRANSFORM_GATEFUNCTION_H

#include "expr/expr.h"
#include "transform/around.h"

struct gatefunction {
	struct around *around;       /* NULL while rules are read: all NULL */
	const struct record *record; /* that is judged */
	struct slice found;          /* what finding() gives */
	const char *name;            /* of the function that is called */
	bool misspelt; /* a type, member or count of keys was wrong */
	struct arena arena;
	struct buf text;
};

/* Adds them to the environment; *f must outlive it. */
int gatefunction_add(struct gatefunction *f, struct expr_env *env,
    struct err *e) MUST_USE;
void gatefunction_release(struct gatefunction *f);

#endif
