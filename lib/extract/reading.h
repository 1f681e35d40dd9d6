/*
 * reading.h - the rows of all sources, made records or rejects.
 */
#ifndef EXTRACT_READING_H
#define EXTRACT_READING_H

#include "extract/explain.h"
#include "extract/gather.h"
#include "extract/inputs.h"

struct source_count {
	uint64_t rows;
	uint64_t skipped; /* by rule, or empty */
};

struct reading {
	const struct profile *profile;
	struct keytables *tables;
	struct inputs *inputs;
	struct gather *gather;
	struct convert *convert;
	struct explain *explain; /* its `rows` is 0: nobody asks */
	struct damage_log *damage;
	struct source_count *sources;  /* by the profile's */
	struct resolve_count *entries; /* by its entries */
	bool of_rejects;  /* corrected ones are read */
	bool lenient;     /* rows whose place is not known are rejected */
	struct buf wrong; /* why the row at hand cannot be used; yours */
	uint64_t unknown; /* times that a `when` was NULL */
};

/* Fills the tables, gathers the records. */
int reading_run(struct reading *x, struct err *e) MUST_USE;

#endif
