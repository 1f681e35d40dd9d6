/*
 * stream_in.h - reading a stream: every line canonical, every end verified.
 *
 * From a file, a pipe, gzip, or several streams one behind the other or
 * merged.  Lines come canonical whatever their spelling was; the end of the
 * input is reached (0) only when heads and seals agree with what was read,
 * so that who sees the 0 may conclude something, and nobody else.  A stream
 * that is cut short is ERR_AGAIN from a pipe (its left side died) and
 * ERR_INPUT from a file; one that ends in ~fail gives that status.
 *
 * STREAM_ANY gives lines as they stand, in flat memory.  STREAM_SORTED gives
 * them in key order with keys unique: a named regular file that says it is
 * sorted is read as it stands, since it can be read again if it is not;
 * everything else goes through an external sort first.
 * A stream whose first line is no head may still have one later, so it is
 * sorted in both cases.
 */
#ifndef MODEL_STREAM_IN_H
#define MODEL_STREAM_IN_H

#include "io/sort.h"
#include "io/zio.h"
#include "model/canon.h"
#include "model/head.h"
#include "model/shards.h"

enum stream_order {
	STREAM_ANY,
	STREAM_SORTED,
	STREAM_RESORTED, /* sorted by us even if it says it is sorted */
	/*
	 * As STREAM_ANY and STREAM_RESORTED, for who seals a filtered stream
	 * anew: heads and ends must be there, but may not agree with it.
	 */
	STREAM_RESEALED,
	STREAM_RESEALED_RESORTED,
};

struct stream_line {
	struct slice text; /* the canonical line; borrowed until next */
	enum record_type type;
	size_t key_length; /* of the encoded key prefix */
	struct hash128 hash;
	unsigned long number; /* of the line in the input; 0 after a sort */
	/*
	 * STREAM_ANY only: a further head has come instead of a record, as
	 * in `cat a b`; text is empty, this is the head as it stands, and
	 * `head` of the stream has grown by it.
	 */
	const struct head *head;
};

struct stream_in {
	struct zio_in zio;
	const char *name; /* as in messages */
	enum stream_order order;
	struct head head; /* of all heads so far, united */
	struct head further; /* the last of several, as it stands */
	bool bare;        /* neither head nor end: records only */
	bool sorted;      /* lines come in key order */
	/*
	 * Set with the error when a stream that said it is sorted goes on
	 * with a further stream: open again with STREAM_RESORTED.
	 */
	bool wants_resort;
	/*
	 * For who reads two streams side by side, else NULL: a line of the
	 * other one without a change, borrowed.  A next line of equal bytes
	 * is not checked and hashed a second time.
	 */
	const struct stream_line *twin;
	struct figures figures; /* so far */
	/* Lines of the first record with and without a change; 0: none yet. */
	unsigned long changed_line;
	unsigned long plain_line;
	/* --- inside --- */
	bool resealing;
	struct arena texts;  /* what heads borrow from */
	struct canon canon;
	struct buf last_key;
	unsigned long last_number;
	struct sort *sort;
	uint64_t head_count;
	uint64_t seal_count;
	struct figures sealed;
	struct hash128 heads_hash; /* sums, to compare as multisets */
	struct hash128 seals_head;
	struct shards shards;
	bool done;
	bool records_seen;
	bool said_sorted;
	struct slice held; /* a line read ahead by open */
	bool has_held;
	struct err problem; /* order or doubled key: told with the figures */
};

/*
 * Opens a path, or stdin for "-" and NULL, and reads the head.  `memory` is
 * the sort's ceiling in bytes, if one is needed.  Close with stream_in_close
 * even after an error.
 */
int stream_in_open(struct stream_in *in, const char *path,
    enum stream_order order, size_t memory, struct err *e) MUST_USE;

/* 1 and the next line; 0 at the verified end; -1. */
int stream_in_next(struct stream_in *in, struct stream_line *line,
    struct err *e) MUST_USE;

/*
 * Instead of stream_in_next, for who has read the records of a named file on
 * its own: what they add up to, and the seal's line, which outlives the
 * stream.  Then stream_in_next answers 0 or -1 as behind the last record.
 */
static inline void
stream_in_skip(struct stream_in *in, const struct figures *figures,
    struct slice seal)
{
	in->figures = *figures;
	in->held = seal;
	in->has_held = true;
	in->zio.at = in->zio.end;
	in->zio.eof = true;
}

void stream_in_close(struct stream_in *in);

/*
 * True if the absence of a record from this stream may mean something: it is
 * a sealed snapshot and no lone shard of several.  The scope says for which
 * records.
 */
static inline bool
stream_in_complete(const struct stream_in *in)
{
	return !in->bare && in->head.kind == HEAD_SNAPSHOT &&
	    !(in->head_count == 1 && in->head.shard_n > 1);
}

#endif
