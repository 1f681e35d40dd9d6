/*
 * noise.h - lines that are no rows: rulers, page headers, what a report
 * repeats between them.
 *
 * They are told by their text as it stands, before it is taken apart.
 */
#ifndef EXTRACT_NOISE_H
#define EXTRACT_NOISE_H

#include "extract/ere.h"

struct noise {
	struct ere **patterns;
	size_t count;
};

#define NOISE_INIT {NULL, 0}

/* Reads a pattern or a list of them; `n` may be NULL. */
int noise_read(struct ydoc_texts *out, const struct ydoc_node *n,
    struct err *e) MUST_USE;

/* For patterns that noise_read has passed; free with noise_release. */
void noise_init(struct noise *x, struct ydoc_texts patterns);
void noise_release(struct noise *x);

/* True if the line has one of the patterns in it. */
bool noise_meets(const struct noise *x, struct slice line);

#endif
