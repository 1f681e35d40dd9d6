/*
 * sortline.h - a line of the sort of records, taken apart.
 */
#ifndef EXTRACT_SORTLINE_H
#define EXTRACT_SORTLINE_H

#include "extract/gather.h"

struct sortline {
	struct slice prefix;
	struct slice rest; /* of a record; else empty */
	struct origin origin;
	bool rejected; /* a row of the key was rejected */
	bool blocks;   /* all that begins with the prefix */
	bool unplaced; /* it does so for a row that may belong to any of it */
};

/* Borrows from the line. */
struct sortline sortline_take_apart(struct slice line);

#endif
