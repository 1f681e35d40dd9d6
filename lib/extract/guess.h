/*
 * guess.h - a first profile for files that nobody has described.
 *
 * What comes out is a profile with its evidence in comments, to be read,
 * corrected and kept.  It is guessed from the files' beginning alone, the
 * same each time; of plain tables it already works as it is.
 */
#ifndef EXTRACT_GUESS_H
#define EXTRACT_GUESS_H

#include "base/err.h"

/*
 * Writes the profile of the files (ended by NULL) to `output`, or to stdout
 * for NULL.  ERR_INPUT where a file cannot be made out at all.
 */
int guess_run(char *const *files, const char *output, struct err *e) MUST_USE;

#endif
