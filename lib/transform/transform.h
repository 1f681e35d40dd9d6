/*
 * transform.h - a stream through rules, or as it is, sealed as was asked.
 *
 * Without rules lines pass as they stand, in flat memory.  With rules each
 * record has one fate: passed, dropped by a rule, rejected, or folded into
 * another; the sums are checked and told.
 */
#ifndef TRANSFORM_TRANSFORM_H
#define TRANSFORM_TRANSFORM_H

#include "base/err.h"
#include "base/limit.h"
#include "base/mem.h"

struct head;

struct transform_options {
	const char *input;  /* "-" or NULL: stdin */
	const char *output; /* NULL: stdout */
	const char *rejects; /* NULL: only counted */
	const char *rules;   /* NULL: as it is */
	bool gzip;
	bool seal;
	bool reseal;
	bool sort;
	const char *scope; /* NULL: none was said */
	size_t memory;     /* of the sort, in bytes */
	struct limit most_rejects; /* above it nothing is published */
	const char *tool; /* for ~fail */
	/* Add the line of provenance: to a head that came in, to a new one. */
	void (*sign)(struct head *h, struct arena *a);
	void (*sign_new)(struct head *h, struct arena *a);
};

/* 0 done; 1 done, records were rejected; -1. */
int transform_run(const struct transform_options *o, struct err *e) MUST_USE;

#endif
