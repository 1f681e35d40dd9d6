/*
 * migration.h - the state's tables, as the numbered steps that make them.
 *
 * The list is only appended to: a state file's user_version is the number of
 * steps it has seen, so an old file is brought up by the steps it lacks, and
 * an old tool knows a newer file by a number it does not have.  A step that
 * has been released is never changed; migration_test.c holds each text to
 * its hash.
 */
#ifndef STORE_MIGRATION_H
#define STORE_MIGRATION_H

#include "base/base.h"

/* How many steps there are: the version this program reads and writes. */
unsigned migration_count(void);

/* The SQL of step 1 to migration_count(); a constant. */
const char *migration_sql(unsigned number);

#endif
