/*
 * guess_paths.h - what stands where in a tree: paths, counted.
 */
#ifndef EXTRACT_GUESS_PATHS_H
#define EXTRACT_GUESS_PATHS_H

#include "base/err.h"
#include "base/map.h"

/* Paths in order of their first appearance, and what is known of each. */
struct guess_paths {
	struct map names;
	struct guess_place {
		uint64_t count;
		bool inner; /* there is something in it */
		bool text;
		bool several; /* in one row */
		uint64_t row; /* the last that had it */
	} *list;
};

#define GUESS_PATHS_INIT {MAP_INIT, NULL}

void guess_paths_release(struct guess_paths *p);

/* The place of that path, made if it is new. */
struct guess_place *guess_paths_place(struct guess_paths *p,
    struct slice path);

/* A text in a row; rows are counted from 1. */
void guess_paths_put(struct guess_paths *p, struct slice path, uint64_t row);

/*
 * Appends the key `columns` of a source; ERR_INPUT where there is none, with
 * the name of the file.
 */
int guess_paths_write(struct buf *b, const struct guess_paths *p,
    const char *path, struct err *e) MUST_USE;

#endif
