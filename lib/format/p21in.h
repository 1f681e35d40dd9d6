/*
 * p21in.h - a STEP file (ISO 10303-21, "Part 21") pulled instance by instance.
 *
 * Streaming: memory is that of one instance, whatever the file's size.  What
 * the caller does not ask for is passed over without being taken apart, and
 * most of a file is geometry.  The instances of the header have no name; of
 * edition 3 the sections ANCHOR, REFERENCE and SIGNATURE are passed over.
 */
#ifndef FORMAT_P21IN_H
#define FORMAT_P21IN_H

#include "format/p21.h"

/* The longest instance that is asked for: over it is ERR_INPUT. */
#define P21IN_INSTANCE_MOST ((size_t)64 * 1024 * 1024)

struct p21in;

/*
 * Opens a path, gzipped or not; `name` is for messages and is borrowed.  *out
 * is yours, close it with p21in_close; NULL after a failure.
 */
int p21in_open(struct p21in **out, const char *path, const char *name,
    struct err *e) MUST_USE;

/* The same over `text`, which with `name` must outlive the reader. */
int p21in_open_text(struct p21in **out, const char *name, struct slice text,
    struct err *e) MUST_USE;

/*
 * Only instances that have a part of one of these names (in capitals) are
 * given from now on.  Borrowed; NULL: all.
 */
void p21in_want(struct p21in *in, const struct slice *names, size_t count);

/*
 * 1 and the next instance, borrowed until the next call; 0 at the end of the
 * file; -1: ERR_INPUT "name:line: what", also where the file ends early.
 */
int p21in_next(struct p21in *in, struct p21_instance *instance,
    struct err *e) MUST_USE;

/* Accepts NULL. */
void p21in_close(struct p21in *in);

#endif
