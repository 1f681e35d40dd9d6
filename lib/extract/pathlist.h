/*
 * pathlist.h - which files a source has: names, patterns, a folder.
 */
#ifndef EXTRACT_PATHLIST_H
#define EXTRACT_PATHLIST_H

#include "base/err.h"
#include "base/text.h"

struct pathlist {
	char **paths; /* in the order of reading */
	size_t count;
};

#define PATHLIST_INIT {NULL, 0}

/* Adds one path; ERR_USAGE if it is in the list. */
int pathlist_add(struct pathlist *l, const char *path, struct err *e)
    MUST_USE;

/*
 * Adds a name in a folder (NULL: where we are).  A name with '*', '?' or '['
 * that no file has is a pattern: all files that meet it and are not in the
 * list yet, in byte order; ERR_USAGE if there is none.
 */
int pathlist_add_name(struct pathlist *l, const char *folder,
    const char *name, struct err *e) MUST_USE;

/* Accepts an empty one. */
void pathlist_release(struct pathlist *l);

#endif
