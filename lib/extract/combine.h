/*
 * combine.h - lines that share their key made one.
 *
 * A list of placements has a row for each designator, an occurrence file one
 * for each use: `combine` of an entry says how the members of such lines come
 * together.  What it does not name has to be the same in all.
 */
#ifndef EXTRACT_COMBINE_H
#define EXTRACT_COMBINE_H

#include "base/map.h"
#include "format/ydoc.h"
#include "model/record.h"

enum combine_how {
	COMBINE_SAME,
	COMBINE_SUM,
	COMBINE_UNION,
	COMBINE_FIRST, /* in byte order, so that rows may come in any */
};

struct combine {
	const struct ydoc_node *node;
	enum combine_how members[SCHEMA_MEMBERS_MOST];
	enum combine_how attrs;
	bool counted[SCHEMA_MEMBERS_MOST]; /* each line counts 1 of them */
};

/* Reads `combine`; *out lives in the arena. */
int combine_read(struct combine **out, enum record_type type,
    const struct ydoc_node *n, struct arena *a, struct err *e) MUST_USE;

/* True if both say the same, or both are NULL. */
bool combine_equal(const struct combine *a, const struct combine *b);

/* Lines on their way into one. */
struct combining {
	const struct combine *spec;
	struct record record;
	struct arena texts; /* of the record */
	struct arena line;  /* of the line at hand */
	struct decimal sums[SCHEMA_MEMBERS_MOST];
	struct map sets[SCHEMA_MEMBERS_MOST];
	size_t set_bytes;
};

/* An empty one; release in any case. */
void combining_init(struct combining *c);
void combining_release(struct combining *c);

/* The first canonical line. */
void combining_begin(struct combining *c, const struct combine *spec,
    struct slice line);
/* Another; false with *why ("CODE: words") where they do not go together. */
bool combining_add(struct combining *c, struct slice line, struct buf *why);
/* What came out: borrowed until the next begin. */
const struct record *combining_end(struct combining *c);

#endif
