/*
 * holding.h - the files of a source, each the same however often it is read.
 *
 * A single file stays open, and so do copies of pipes.  Of several files only
 * the one at hand is open: it is opened anew by its path, and that it is the
 * file it was, unchanged, is checked.
 */
#ifndef EXTRACT_HOLDING_H
#define EXTRACT_HOLDING_H

#include "base/err.h"
#include "base/text.h"

#include <sys/stat.h>

struct holding_file {
	const char *path; /* borrowed; "-" is stdin */
	const char *name; /* of it, for messages */
	int fd;           /* kept open, or -1 */
	bool seen;
	struct stat was;  /* when it was seen first */
	bool guessed;     /* the encoding was looked for: that is, */
	const char *encoding; /* ... NULL for UTF-8 */
};

struct holding {
	struct holding_file *files;
	size_t count;
	int fd;        /* of the file at hand, where it is not kept */
	char path[32]; /* by which the file at hand can be opened */
};

#define HOLDING_INIT {NULL, 0, -1, ""}

/* Nothing is opened yet; the paths must outlive it. */
void holding_init(struct holding *h, const char *const *paths, size_t count);

/*
 * Makes a file the one at hand: h->path leads to it until the next call.
 * ERR_USAGE for one that is not there or a folder, ERR_AGAIN for one that has
 * changed since it was seen first.
 */
int holding_take(struct holding *h, size_t at, struct err *e) MUST_USE;

/* Accepts an empty one. */
void holding_release(struct holding *h);

#endif
