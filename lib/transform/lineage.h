/*
 * lineage.h - from the records of a later stage back to those that came in.
 *
 * A gate holds a mapped, restructured record; what can be corrected and fed
 * in again is the record of the input that it was made of.  Who changes a
 * record's line notes from which, who makes one of others traces them, and
 * what is held or rejected behind is asked for at the end, in one pass over
 * sorted files: memory does not follow the stream.
 */
#ifndef TRANSFORM_LINEAGE_H
#define TRANSFORM_LINEAGE_H

#include "model/spool.h"
#include "transform/refusals.h"

struct lineage {
	struct sort *inputs; /* mapped key, the line as it came in */
	struct sort *traces; /* key that came out, key that went in, rule */
	struct sort *asked_out; /* keys that came out of restructuring */
	struct sort *asked_in;  /* keys that went into it */
	bool traces_walked;      /* finished, and back at the start */
	struct buf line;
};

/* Nothing is kept before the first is noted. */
void lineage_init(struct lineage *o);
void lineage_release(struct lineage *o);

/* The mapped line comes from another one, as it came in. */
int lineage_note(struct lineage *o, struct slice mapped,
    struct slice original, struct err *e) MUST_USE;

/*
 * Restructuring made the line of key `out` from the one of key `in`; both
 * encoded prefixes, or lines that begin with them.
 */
struct lineage_trace {
	struct slice out;
	struct slice in;
	const char *rule;
};

int lineage_trace(struct lineage *o, const struct lineage_trace *t,
    struct err *e) MUST_USE;

/* What became of a line. */
struct lineage_fate {
	struct slice line;
	bool out;  /* a line behind restructuring, else one before it */
	bool held; /* else rejected */
	const char *by; /* an exception's id if held, else the rule */
	const char *why;
};

int lineage_ask(struct lineage *o, const struct lineage_fate *f,
    struct err *e) MUST_USE;

/*
 * Puts the records that came in, for all that was asked, each once, into the
 * refusals; `mapped` holds the mapped lines.  Call at the end, once.
 */
int lineage_answer(struct lineage *o, const struct spool *mapped,
    struct refusals *held, struct refusals *rejected, struct err *e) MUST_USE;

/*
 * Writes what was traced, a line of JSON for each key that came out:
 * {"line":"bom_line:...","from":["bom_line:...",...],"rule":"..."}
 */
int lineage_write_traces(struct lineage *o, struct zio_out *out,
    struct err *e) MUST_USE;

#endif
