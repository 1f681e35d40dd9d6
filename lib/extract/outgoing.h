/*
 * outgoing.h - lines that go out, put into the order of a stream.
 *
 * They come in the order of their keys, but for two cases.  Numbering disturbs
 * it ("10" stands before "2"): the lines of a group behind its first are
 * sorted before they go.  Withheld records, of all types, stand between two
 * types: they are gathered until the end, and so are the lines of the types
 * that stand behind them.
 */
#ifndef EXTRACT_OUTGOING_H
#define EXTRACT_OUTGOING_H

#include "io/sort.h"
#include "model/schema.h"

/* Takes a canonical line: 0 or -1. */
typedef int (*outgoing_to)(void *ctx, struct slice line,
    enum record_type type, struct err *e);

struct outgoing {
	outgoing_to to;
	void *ctx;
	struct sort *withheld; /* the caller's: withheld records, and others */
	struct sort *numbered; /* lines of the group behind its first */
	bool any_numbered;
};

/* Release in any case. */
void outgoing_init(struct outgoing *o, struct sort *withheld, outgoing_to to,
    void *ctx);
void outgoing_release(struct outgoing *o);

/* The next line, or the first of a group. */
int outgoing_put(struct outgoing *o, struct slice line,
    enum record_type type, struct err *e) MUST_USE;
/* Another of its group. */
int outgoing_put_numbered(struct outgoing *o, struct slice line,
    struct err *e) MUST_USE;
/* The group has ended. */
int outgoing_end_group(struct outgoing *o, enum record_type type,
    struct err *e) MUST_USE;

/* No more lines: what was gathered goes, each line once. */
int outgoing_end(struct outgoing *o, struct err *e) MUST_USE;

#endif
