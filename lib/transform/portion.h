/*
 * portion.h - some lines of a stream, and what the rules make of them.
 *
 * A portion is filled, mapped and read one behind the other, by one thread at a
 * time; it owns all that it holds until it is cleared.
 */
#ifndef TRANSFORM_PORTION_H
#define TRANSFORM_PORTION_H

#include "model/stream_in.h"
#include "transform/mapper.h"

enum portion_fate {
	PORTION_PASSED,
	PORTION_DROPPED,
	PORTION_REJECTED,
	PORTION_HELD,
	PORTION_DERIVED, /* stands behind the line that it was made of */
};

/* What became of one line. */
struct portion_result {
	enum portion_fate fate;
	struct stream_line line;  /* mapped; of a refused one: as it came in */
	struct slice original;    /* as it came in; "" if that is the same */
	const char *rule;         /* refused: by what, and why */
	const char *why;
	struct key key;           /* refused: under what it is missed */
	bool lost;                /* the mapped key of `lost_type` is unknown */
	enum record_type lost_type;
};

/* A thread's means to map lines. */
struct portion_worker {
	struct mapper mapper;
	const char *name;    /* of the input, for messages */
	struct arena record;
	struct buf line;
};

void portion_worker_init(struct portion_worker *w, const struct rules *r,
    const char *name, unsigned lane);
void portion_worker_release(struct portion_worker *w);

struct portion {
	struct stream_line *lines;
	size_t count, size;
	struct portion_result *results;
	size_t result_count, result_size;
	struct arena arena; /* all texts */
	struct err error;   /* behind the results */
};

void portion_release(struct portion *b);
void portion_clear(struct portion *b);

/* Takes a copy of the line. */
void portion_add(struct portion *b, const struct stream_line *line);
/* True when it holds as much as should be mapped in one go. */
bool portion_full(const struct portion *b);

/* Maps all lines; an error ends it and stands in the portion. */
void portion_map(struct portion *b, struct portion_worker *w);

#endif
