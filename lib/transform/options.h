/*
 * options.h - what a transformation is asked to do.
 */
#ifndef TRANSFORM_OPTIONS_H
#define TRANSFORM_OPTIONS_H

#include "base/err.h"
#include "base/limit.h"
#include "base/mem.h"
#include "io/opt.h"

struct head;

struct transform_options {
	const char *input;  /* "-" or NULL: stdin */
	const char *output; /* NULL: stdout */
	const char *rejects; /* NULL: only counted */
	const char *held;    /* the same */
	const char *rules;   /* NULL: as it is */
	const char *state;   /* NULL: none is touched */
	const char *target;  /* of ledger and cross-references; NULL: none */
	const char *overrides;   /* a file, or NULL */
	const char *exceptions;  /* NULL: not written */
	const char *trace_lines; /* NULL: not written */
	const char *as_of;       /* a date, or NULL */
	const char *views;       /* a folder, or NULL */
	struct opt_list view;    /* NAME=FILE, ... */
	bool gzip;
	bool seal;
	bool reseal;
	bool sort;
	const char *scope; /* NULL: none was said */
	size_t memory;     /* of the sort, in bytes */
	struct limit most_rejects; /* above it nothing is published */
	struct limit most_held;    /* the same */
	const char *tool; /* for ~fail */
	/* Add the line of provenance: to a head that came in, to a new one. */
	void (*sign)(struct head *h, struct arena *a);
	void (*sign_new)(struct head *h, struct arena *a);
};

#endif
