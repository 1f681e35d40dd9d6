/*
 * csv_spec.h - what a target profile of kind csv says at its top.
 */
#ifndef LOAD_CSV_SPEC_H
#define LOAD_CSV_SPEC_H

#include "format/ydoc.h"

struct csv_spec {
	const char *folder; /* where drops appear; as it can be opened */
	const char *spool;  /* where they are made */
	const char *name;   /* that files begin with */
	const char *operation; /* of the column; of changes only */
	bool full;   /* each drop has all that the target shall have */
	bool guard;  /* texts that a spreadsheet would compute are quoted */
	bool crlf;
	char delimiter;
};

extern const char *const csv_spec_keys[];
extern const char *const csv_spec_section_keys[];

/*
 * Reads the top.  Paths begin at the profile's folder; what is not said is
 * named after the target.  Borrows from the document and the arena.
 */
int csv_spec_read(struct csv_spec *s, const struct ydoc_node *root,
    struct arena *a, struct err *e) MUST_USE;

#endif
