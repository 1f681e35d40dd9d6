/*
 * renaming.h - what PLM calls otherwise than the ERP.
 *
 *	keys:
 *	  items: numbers.csv
 *	  plants: {P1: "1000"}
 *	  usages: {eng: mfg}
 *
 * The keys of PLM's records are rewritten before anything is compared, so that
 * findings and corrections speak of the ERP's numbers.
 */
#ifndef RECONCILE_RENAMING_H
#define RECONCILE_RENAMING_H

#include "format/ydoc.h"
#include "model/keymap.h"

struct renaming {
	struct keymap map;
	char *file; /* that was read, beside the policy; NULL: none */
};

/* The keys of the map, NULL-ended. */
extern const char *const renaming_keys[];

/*
 * `policy` is the path of the policy, in whose folder the file is.  Release
 * also after an error.
 */
int renaming_read(struct renaming *r, const struct ydoc_node *map,
    const char *policy, struct err *e) MUST_USE;
void renaming_release(struct renaming *r);

#endif
