/*
 * mapping.h - the lines of a stream through the rules, on two cores.
 *
 * Lines are gathered into batches.  Some the caller maps itself, some a
 * thread beside it, whoever is free; what becomes of them is done in their
 * order by the caller alone: same input, same bytes, same messages.
 */
#ifndef TRANSFORM_MAPPING_H
#define TRANSFORM_MAPPING_H

#include "base/limit.h"
#include "transform/funnel.h"
#include "transform/mapper.h"

struct mapping;

/* All borrowed. */
struct mapping_ends {
	const struct rules *rules;
	const char *name; /* of the input, for messages */
	struct funnel *funnel;
	struct refusals *rejects;
	struct refusals *held;
	const struct limit *most_rejects;
	bool alone; /* without a thread: what rules call is not safe for two */
};

struct mapping_counts {
	uint64_t read;
	uint64_t dropped;
	uint64_t held;    /* of themselves; the funnel has held others */
	uint64_t derived; /* given to the funnel */
	bool lost[TYPE_COUNT]; /* mapped keys of withheld ones are unknown */
};

/* Free with mapping_free. */
struct mapping *mapping_new(const struct mapping_ends *ends) MUST_USE;
void mapping_free(struct mapping *m); /* accepts NULL */

/* One more line of the input. */
int mapping_put(struct mapping *m, const struct stream_line *line,
    struct err *e) MUST_USE;

/* Waits until all lines that were put have gone where they belong. */
int mapping_flush(struct mapping *m, struct err *e) MUST_USE;

/* So far; all of it behind mapping_flush. */
const struct mapping_counts *mapping_counts(const struct mapping *m);
/* The mapper's figures by rule: behind mapping_flush. */
const struct mapper *mapping_rules(struct mapping *m);

/*
 * ERR_DECIDE above the limit; at the end a percentage counts too.
 */
int mapping_check_most(const struct mapping *m, bool at_end, struct err *e)
    MUST_USE;

#endif
