/*
 * span.h - the lines of a part of a regular file.
 *
 * For who reads a file in several places at once: each span reads by offset
 * and has a buffer of its own, so any number of them, in several threads, can
 * share a descriptor.  The buffer is the caller's to look at: what is in it
 * beyond the next line can be compared or searched at a stretch.
 */
#ifndef IO_SPAN_H
#define IO_SPAN_H

#include "base/err.h"
#include "base/text.h"

struct span {
	int fd;
	uint64_t next; /* where the next read begins */
	uint64_t stop; /* where the part ends */
	char *buffer;
	size_t size;
	size_t at;  /* the first byte that was not taken */
	size_t end; /* behind the last byte that was read */
};

/* The bytes from `start` up to `stop`; reads nothing yet. */
void span_init(struct span *s, int fd, uint64_t start, uint64_t stop);
void span_release(struct span *s);

/* Where in the file the first byte stands that was not taken. */
static inline uint64_t
span_offset(const struct span *s)
{
	return s->next - (s->end - s->at);
}

/* What was read and not taken; borrowed until span_more. */
static inline struct slice
span_ahead(const struct span *s)
{
	return slice_from(s->buffer + s->at, s->end - s->at);
}

static inline void
span_take(struct span *s, size_t len)
{
	s->at += len;
}

/*
 * Reads on behind what was not taken, which moves: 1, 0 where the part has
 * ended, -1.  A line that does not fit into the longest one is ERR_INPUT.
 */
int span_more(struct span *s, struct err *e) MUST_USE;

/* Goes on at `offset`, in what was read or elsewhere in the part. */
void span_seek(struct span *s, uint64_t offset);

/*
 * 1 and the next line, without its newline and not taken yet; 0 at the end;
 * -1.  A last line without a newline is ERR_INPUT.
 */
int span_line(struct span *s, struct slice *line, struct err *e) MUST_USE;

#endif
