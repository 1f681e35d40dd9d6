/*
 * stream_out.h - writing a stream: head, canonical lines, seal.
 *
 * The writer adds up the figures; the seal is theirs.  On any trouble the
 * tool calls stream_out_fail: a file does not appear, while a pipe gets ~fail,
 * so that its reader knows.  A bare stream has neither head nor end.
 */
#ifndef MODEL_STREAM_OUT_H
#define MODEL_STREAM_OUT_H

#include "io/zio.h"
#include "model/head.h"
#include "model/record.h"
#include "model/stream_in.h"

struct beside;

struct stream_out {
	struct zio_out zio;
	struct beside *beside; /* NULL: the caller writes */
	struct figures figures;
	struct buf line;
	struct hash128 *heads; /* of the heads written */
	size_t head_count;
	bool open;
};

/* See zio_out_open: a path or stdout, gzipped or not. */
int stream_out_open(struct stream_out *out, const char *path, bool gzip,
    struct err *e) MUST_USE;

/*
 * From here on a thread of its own writes, see beside.h, until the stream is
 * sealed or has failed.  An error may come some lines late.
 */
void stream_out_beside(struct stream_out *out);

/* Writes a head; a further one may stand anywhere before the seal. */
int stream_out_head(struct stream_out *out, const struct head *h,
    struct err *e) MUST_USE;

/* Writes one canonical line, given without newline. */
int stream_out_line(struct stream_out *out, struct slice line,
    enum record_type type, struct err *e) MUST_USE;
/* The same where the line's hash is known already. */
int stream_out_hashed(struct stream_out *out, const struct stream_line *line,
    struct err *e) MUST_USE;
int stream_out_record(struct stream_out *out, const struct record *r,
    struct err *e) MUST_USE;

/*
 * Writes the seals (none without a head) and flushes.  Not yet published:
 * zio_out_publish_all of `zio` does that for all outputs of a tool at once.
 */
int stream_out_seal(struct stream_out *out, struct err *e) MUST_USE;
/* Seals and publishes this one output. */
int stream_out_publish(struct stream_out *out, struct err *e) MUST_USE;

/*
 * Gives up: a file is abandoned, a pipe or stdout gets ~fail, as far as it
 * can still be written.  Accepts one that was never opened.
 */
void stream_out_fail(struct stream_out *out, const char *tool,
    const struct err *why);

/* Releases what is left; publishing or failing comes first. */
void stream_out_close(struct stream_out *out);

#define STREAM_OUT_INIT {.zio = ZIO_OUT_INIT}

#endif
