/*
 * csv_drop.h - a drop made of its log, and brought into the folder.
 *
 *	NAME-000012-items.csv  ...   a file a record type
 *	NAME-000012.totals.csv       rows and sums of each
 *	NAME-000012.done             the marker, which comes last
 *
 * All files are made in the spool.  Once they are, the log says that the drop
 * is closing, and from then on files only move: whoever goes on after a crash
 * moves what is left.  The marker's move is what makes the drop; a folder
 * that is emptied in between by whoever reads it changes nothing.
 */
#ifndef LOAD_CSV_DROP_H
#define LOAD_CSV_DROP_H

#include "load/csv_log.h"
#include "load/csv_spec.h"

struct csv_drop {
	const struct csv_spec *spec;
	const struct target_profile *profile;
	struct db *db; /* of full drops: what there is */
	struct csv_log *log;
};

/* Makes the drop and brings it into the folder; nothing where no row is. */
int csv_drop_make(const struct csv_drop *d, struct err *e) MUST_USE;

/* Goes on where a run ended while the drop was closing. */
int csv_drop_resume(const struct csv_drop *d, struct err *e) MUST_USE;

#endif
