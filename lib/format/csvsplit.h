/*
 * csvsplit.h - a row of CSV taken apart where it stands, in one walk.
 *
 * For rows that need nothing but cutting, which are nearly all: the fields are
 * slices of the text.  Whatever needs more (a quote or a line end between
 * quotes, text behind a closing quote, a row that the text has not all of) is
 * said to, and left for csvin's longer ways.
 */
#ifndef FORMAT_CSVSPLIT_H
#define FORMAT_CSVSPLIT_H

#include "base/text.h"

/* Bytes behind the text that may be read, but mean nothing. */
#define CSVSPLIT_SLACK 64

struct csvsplit {
	char separator;
	char quote; /* the separator where the dialect has no quotes */
	struct slice *fields; /* the caller's room for `most` of them */
	size_t most;
	size_t count;
};

/*
 * Splits the row that the text begins with, which ends at LF or CR.  Returns
 * its length without that end, or -1 where it needs more.  The fields borrow
 * from the text; an empty row has none.
 */
ptrdiff_t csvsplit_row(struct csvsplit *s, struct slice text);

#endif
