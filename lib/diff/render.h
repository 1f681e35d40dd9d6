/*
 * render.h - a delta for people: text, CSV, names, figures; webpage.h is HTML.
 */
#ifndef DIFF_RENDER_H
#define DIFF_RENDER_H

#include "diff/edits.h"
#include "diff/ordering.h"
#include "io/zio.h"

enum report_format {
	REPORT_DELTA, /* none of these: the stream itself */
	REPORT_TEXT,
	REPORT_CSV,
	REPORT_STAT,
	REPORT_NAMES,
	REPORT_HTML, /* webpage.h */
};

/* The formats' names, ended by NULL. */
extern const char *const render_formats[];

struct report {
	enum report_format format;
	bool colour;
	const char *old_name, *new_name;
	const struct diff_counts *counts;
	/*
	 * Says more, in text and CSV, under the title of a BOM and behind
	 * another record's change.  May be NULL.
	 */
	void (*more)(void *ctx, const struct report *how,
	    const struct ordering_change *c, struct buf *out);
	void *more_ctx;
	/* Writes what stands behind all changes.  May be NULL. */
	int (*tail)(void *ctx, const struct report *how, struct zio_out *out,
	    struct err *e);
	void *tail_ctx;
};

static inline void
report_more(const struct report *how, const struct ordering_change *c,
    struct buf *out)
{
	if (how->more)
		how->more(how->more_ctx, how, c, out);
}

static inline int
report_tail(const struct report *how, struct zio_out *out, struct err *e)
{
	return how->tail ? how->tail(how->tail_ctx, how, out, e) : 0;
}

/* Writes the changes, which ordering_begin has set in order. */
int render_write(const struct report *how, struct ordering *changes,
    struct zio_out *out, struct err *e) MUST_USE;

#endif
