/*
 * refusals.h - the records that the rules could not map, or hold back.
 *
 * They are kept as they came in, each with a further member, `rejected` or
 * `held`, that says by which rule or exception and why.  Corrected, the file
 * can be fed back: the member is taken off again by refusals_unmark.
 */
#ifndef TRANSFORM_REFUSALS_H
#define TRANSFORM_REFUSALS_H

#include "io/sort.h"
#include "model/stream_out.h"

struct refusals {
	struct sort *lines; /* NULL: only counted */
	bool held;          /* not rejected */
	uint64_t count;
	uint64_t changes; /* of them: records of a delta */
	struct arena arena;
	struct buf line;
};

/* `kept`: they are to be written, else only counted. */
void refusals_init(struct refusals *r, bool kept);
/* The same for records that are held. */
void refusals_init_held(struct refusals *r, bool kept);
void refusals_release(struct refusals *r);

/*
 * One more, given as the canonical line that came in.  The first few are
 * told as warnings.
 */
int refusals_put(struct refusals *r, struct slice line, const char *rule,
    const char *why, struct err *e) MUST_USE;
/* The same with an exception's id instead of a rule's name; it is not told. */
int refusals_put_exception(struct refusals *r, struct slice line,
    const char *exception, const char *why, struct err *e) MUST_USE;

/*
 * Writes them in key order under a head like `like`: an upsert, or a delta
 * without base where they are changes.  Call once; sealing is the caller's.
 */
int refusals_write(struct refusals *r, struct stream_out *out,
    const struct head *like, struct err *e) MUST_USE;

/* True if the line may bear such a member. */
bool refusals_marked(struct slice line);
/* Takes them off. */
void refusals_unmark(struct record *r, struct arena *a);

#endif
