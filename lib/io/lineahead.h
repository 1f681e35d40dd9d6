/*
 * lineahead.h - lines that a thread pulls while those before are worked on.
 */
#ifndef IO_LINEAHEAD_H
#define IO_LINEAHEAD_H

#include "base/err.h"
#include "base/text.h"

struct lineahead;

/* 1 and the next line, borrowed until the next call; 0 at the end; -1. */
typedef int (*lineahead_from)(void *ctx, struct slice *line, struct err *e);

/*
 * What is pulled belongs to the thread until lineahead_end.  NULL and
 * ERR_AGAIN where no thread can be had.
 */
struct lineahead *lineahead_start(lineahead_from from, void *ctx,
    struct err *e) MUST_USE;

/* The same lines, and the same end, as `from` gives. */
int lineahead_next(struct lineahead *a, struct slice *line, struct err *e)
    MUST_USE;

/* Before the last line too; accepts NULL. */
void lineahead_end(struct lineahead *a);

/* What it holds, unless lines are longer. */
#define LINEAHEAD_MEMORY ((size_t)3 * 128 * 1024)

#endif
