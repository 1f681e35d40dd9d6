/*
 * views.h - the views of a stream, each a sealed stream of its own.
 *
 * Of the lines that leave, behind the gates, each view gets the records that
 * it names, and of these the members that it names.  What is controlled is
 * refused to an audience that is not cleared, and so is what would reveal it;
 * plants that stay elsewhere are not in it.  What the stream withholds is
 * withheld in a view too, as far as that tells nothing.
 */
#ifndef TRANSFORM_VIEWS_H
#define TRANSFORM_VIEWS_H

#include "io/opt.h"
#include "store/run.h"
#include "transform/viewpass.h"

struct views_output {
	const struct viewrules_view *view;
	char *path;
	struct stream_out out;
	struct viewpass_counts counts;
};

struct views {
	struct viewrules rules;
	const char *rules_name; /* for messages */
	struct views_output *list; /* those that are to be written */
	size_t count;
};

/* Reads the node `publish`; views_release in any case. */
int views_load(struct views *v, struct shared *s, const struct ydoc_node *n,
    struct err *e) MUST_USE;
void views_release(struct views *v);

/*
 * Which views are written: all, below `folder` (NULL: none), and those of
 * `named`, NAME=FILE.  ERR_USAGE for a name that is none, and for a file that
 * is one of `others`, or of another view.
 */
struct views_wish {
	const char *folder;
	const struct opt_list *named;
	const char *const *others; /* files that the run uses; NULLs too */
	size_t other_count;
};

int views_open(struct views *v, const struct views_wish *w,
    struct err *e) MUST_USE;

/*
 * Writes all views of the stream; `head` is that of the stream, signed, or
 * with `bare` one that is only signed.  Not sealed, not published.
 */
int views_write(struct views *v, const struct spool *in,
    const struct head *head, bool bare, struct err *e) MUST_USE;

/* Seals them; then each `out.zio` can be published. */
int views_seal(struct views *v, struct err *e) MUST_USE;
/* None of them appears. */
void views_abandon(struct views *v);

/* A line for each view. */
void views_tell(const struct views *v);
/* The same as counts by fate, for the state. */
void views_fates(struct run_counts *to, const struct views_output *o);

#endif
