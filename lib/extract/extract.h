/*
 * extract.h - a whole run: sources in, one sealed snapshot out.
 *
 * Each row has one fate: extracted (each of its entries gave a record or left
 * it out), rejected (some record of it could not be made), or skipped by
 * rule.  The figures are asserted to add up before anything is published.
 */
#ifndef EXTRACT_EXTRACT_H
#define EXTRACT_EXTRACT_H

#include "base/err.h"
#include "base/mem.h"
#include "extract/live.h"
#include "extract/publish.h"

struct head;

struct extract_job {
	const char *profile;
	char *const *operands;    /* ended by NULL */
	const char *output;       /* NULL: stdout, but for a store */
	bool gzip;
	const char *rejects;      /* folder to write them into, or NULL */
	const char *from_rejects; /* folder to read rows from, or NULL */
	const char *max_rejects;  /* N or P%, or NULL: no limit */
	size_t memory;            /* of the sorts, in bytes */
	struct publish_job publish; /* the snapshot store */
	uint64_t explain;         /* so many rows of each source, or 0 */
	struct live_job live;
	bool lenient;             /* rows without a sure place are rejected */
	const char *root;         /* the parent on top of outlines, or NULL */
	const char *tool;         /* for ~fail */
	/* Puts who made the stream into its head. */
	void (*sign)(struct head *h, struct arena *a);
};

/* Reads the profile and checks it, without any data. */
int extract_check(const char *profile, struct err *e) MUST_USE;

/*
 * 0, 1 when rows were rejected, -1 with *e: ERR_DECIDE when they are more
 * than max_rejects.  All outputs are published, or none.
 */
int extract_run(const struct extract_job *job, struct err *e) MUST_USE;

#endif
