/*
 * source_read.h - an entry under `sources` of a profile, read strictly.
 */
#ifndef EXTRACT_SOURCE_READ_H
#define EXTRACT_SOURCE_READ_H

#include "extract/source.h"

/* The keys of a source, ended by NULL. */
extern const char *const source_read_keys[];

/* Reads the entry of a source; `a` gets what the document has not. */
int source_read(struct source *s, const struct ydoc_node *n, struct arena *a,
    struct err *e) MUST_USE;

#endif
