/*
 * csv_file.h - a file of a drop, row by row, with its control totals.
 */
#ifndef LOAD_CSV_FILE_H
#define LOAD_CSV_FILE_H

#include "base/decimal.h"
#include "io/file.h"
#include "load/column.h"
#include "load/csv_spec.h"

struct csv_sum {
	struct decimal sum;
	bool over; /* more than 38 digits: there is no sum */
};

struct csv_file {
	const struct csv_spec *spec;
	const struct target_section *section;
	struct file_out out;
	uint64_t rows;
	struct csv_sum sums[TARGET_COLUMNS_MOST];
	struct buf line;
};

/* Begins it, with a head line.  End with publish or abandon. */
int csv_file_open(struct csv_file *f, const struct csv_spec *spec,
    const struct target_section *s, const char *path, struct err *e) MUST_USE;

/* One row; `op` counts only in drops of changes. */
int csv_file_add(struct csv_file *f, enum change_op op,
    const struct column_value *values, struct err *e) MUST_USE;

int csv_file_publish(struct csv_file *f, struct err *e) MUST_USE;
void csv_file_abandon(struct csv_file *f);

/* Appends its totals, a line each: FILE, what, total. */
void csv_file_add_totals(struct buf *b, const struct csv_file *f,
    const char *name);

/* Is it a member that holds numbers? */
bool csv_file_number(const struct target_section *s, size_t column);

/* Appends a text as a cell. */
void csv_file_add_cell(struct buf *b, const struct csv_spec *spec,
    struct slice text, bool guard);

#endif
