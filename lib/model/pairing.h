/*
 * pairing.h - two streams side by side, key by key.
 *
 * A merge of two streams in key order, in flat memory: of each key what the
 * left side has, what the right side has, or both.  What is absent from one
 * side means something only where that side is entitled to say so; once both
 * ends are verified, pairing_absence gives the answer with its reason.
 */
#ifndef MODEL_PAIRING_H
#define MODEL_PAIRING_H

#include "model/stream_in.h"
#include "model/withheld.h"

/*
 * Who stands between a stream and the merge: as stream_in_next, but what it
 * gives may be fewer lines, or other ones, in key order with keys unique.
 */
typedef int (*pairing_source)(struct stream_in *in, struct stream_line *line,
    struct err *e, void *ctx);

struct pairing_side {
	struct stream_in in;
	pairing_source source; /* NULL: the stream itself; set after opening */
	void *source_ctx;
	struct withheld withheld; /* complete once the end was reached */
	/* --- inside --- */
	struct stream_line line;
	enum { PAIRING_TAKEN, PAIRING_WAITS, PAIRING_ENDED } state;
};

struct pairing {
	struct pairing_side left;
	struct pairing_side right;
};

/* What it means that a side does not have a record. */
enum absence {
	ABSENCE_GONE,         /* it does not exist there */
	ABSENCE_INCOMPLETE,   /* no sealed snapshot, or removals:false */
	ABSENCE_OUT_OF_SCOPE, /* not in both scopes */
	ABSENCE_FILTERED,     /* a filter may have left it out */
	ABSENCE_WITHHELD,     /* held back, or what stands above it is */
};

/*
 * Opens both paths ("-" or NULL: stdin, for one of them).  A delta is refused
 * with ERR_USAGE.  Release also after an error; where pairing_wants_resort
 * then says so, open again with STREAM_RESORTED.
 */
int pairing_open(struct pairing *p, const char *const paths[2],
    enum stream_order order, size_t memory, struct err *e) MUST_USE;
bool pairing_wants_resort(const struct pairing *p);
void pairing_release(struct pairing *p);

/*
 * 1 and the next key's line on either side, NULL where that side lacks it;
 * borrowed until next.  0 once both verified ends are reached; -1.  Withheld
 * records come like all others.
 */
int pairing_next(struct pairing *p, const struct stream_line **left,
    const struct stream_line **right, struct err *e) MUST_USE;

/*
 * What it means that `side` lacks the key, which `other` has.  Only to be
 * asked after pairing_next has answered 0.
 */
enum absence pairing_absence(const struct pairing_side *side,
    const struct pairing_side *other, const struct key *k);

#endif
