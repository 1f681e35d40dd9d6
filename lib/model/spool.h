/*
 * spool.h - a whole stream, verified, sorted, on scratch: to act upon.
 *
 * For tools that act or conclude only after the end of their input is
 * verified, and for work on whole BOMs, which reads bom, bom_line and
 * substitute by cursors of their own.  The lines lie in key order in a file
 * without a name; memory holds only one offset a record type and the set of
 * withheld keys.
 */
#ifndef MODEL_SPOOL_H
#define MODEL_SPOOL_H

#include "model/stream_in.h"
#include "model/withheld.h"

struct spool {
	struct stream_in in; /* head, bare, figures; its input is read out */
	int fd;
	uint64_t size;
	uint64_t starts[TYPE_COUNT + 1]; /* offset of each type's first line */
	struct withheld withheld;
};

/*
 * Reads the stream at `path` ("-" or NULL: stdin) to its verified end.  0, or
 * -1 with the error; release in both cases.
 */
int spool_load(struct spool *s, const char *path, size_t memory,
    struct err *e) MUST_USE;
/* The same, read in another order than STREAM_SORTED: STREAM_RESORTED, ... */
int spool_load_as(struct spool *s, const char *path, enum stream_order order,
    size_t memory, struct err *e) MUST_USE;
void spool_release(struct spool *s);

/* --- made of lines, between two stages of one tool --- */

struct spool_writer {
	struct spool *spool;
	struct buf chunk;
	int last_type;
};

/*
 * An empty spool, into which lines are then put in key order; `name` is the
 * stream's in messages, borrowed.  End with spool_end, also after an error;
 * release the spool in any case.  The head in spool->in is the caller's to
 * fill, and so is whether it is bare.
 */
int spool_begin(struct spool_writer *w, struct spool *s, const char *name,
    struct err *e) MUST_USE;
/* A canonical line, with its type; without key length that is looked for. */
int spool_put(struct spool_writer *w, const struct stream_line *line,
    struct err *e) MUST_USE;
/* 0 or -1; frees the writer when `rc` is -1 too, and gives that back. */
int spool_end(struct spool_writer *w, int rc, struct err *e) MUST_USE;

/*
 * A whole spool of a sort's lines (canonical, put but not finished), under a
 * head like `h`, whose texts must outlive it.  Release in any case.
 */
int spool_build(struct spool *s, struct sort *lines, const struct head *h,
    const char *name, struct err *e) MUST_USE;

/* True if the absence of the key from this stream means that it is gone. */
bool spool_claims(const struct spool *s, const struct key *k);

struct spool_cursor {
	const struct spool *spool;
	char *buffer;
	size_t size;
	size_t at;
	size_t filled;
	uint64_t offset; /* in the file, of the buffer's first byte */
	uint64_t end;
	bool sought; /* a little is read, not a lot */
};

/* A cursor over the records of the types from `first` to `last`. */
void spool_cursor_open(struct spool_cursor *c, const struct spool *s,
    enum record_type first, enum record_type last);
/* 1 and the next line (without hash), borrowed until next; 0; -1. */
int spool_cursor_next(struct spool_cursor *c, struct stream_line *line,
    struct err *e) MUST_USE;
/* The same for the next line that has these bytes in it. */
int spool_cursor_find(struct spool_cursor *c, struct slice bytes,
    struct stream_line *line, struct err *e) MUST_USE;
void spool_cursor_close(struct spool_cursor *c);

/* Where the next line begins, and going on at such a place. */
uint64_t spool_cursor_place(const struct spool_cursor *c);
void spool_cursor_seek(struct spool_cursor *c, uint64_t place);

#define SPOOL_INIT {.fd = -1, .withheld = WITHHELD_INIT}

#endif
