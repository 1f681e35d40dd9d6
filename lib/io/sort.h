/*
 * sort.h - an external merge sort of lines by their bytes.
 *
 * The order is that of `LC_ALL=C sort`: memcmp, then the shorter first.  In
 * memory up to a ceiling (-S, as sort(1)); above it sorted runs are spilled to
 * files without a name in $TMPDIR and merged, so memory never follows the
 * input.  Equal lines keep no order (they are equal); all of them come out.
 * Spilling has a thread of its own, and is done while the caller goes on.
 */
#ifndef IO_SORT_H
#define IO_SORT_H

#include "base/err.h"
#include "base/text.h"

#define SORT_MEMORY_DEFAULT ((size_t)256 * 1024 * 1024)
#define SORT_MEMORY_LEAST ((size_t)4 * 1024 * 1024)

struct sort;

/*
 * A sort that holds at most `memory` bytes of lines and their index, and no
 * more while it merges.  Less than SORT_MEMORY_LEAST is taken for that; when
 * lines are longer than a part of it allows, it holds two or three of them.
 */
struct sort *sort_new(size_t memory) MUST_USE;
void sort_free(struct sort *s);
/* As it was when it was new, but for the room it has by now. */
void sort_clear(struct sort *s);

/*
 * Takes a copy of the line (without newline; it may hold any byte).  A full
 * disk is ERR_AGAIN, perhaps some lines later; a line of 32 MiB or more is
 * ERR_INPUT.
 */
int sort_put(struct sort *s, struct slice line, struct err *e) MUST_USE;

/* No more lines: sorts what is left in memory.  Call once, before next. */
int sort_finish(struct sort *s, struct err *e) MUST_USE;

/*
 * 1 and the next line in order, borrowed until the next call; 0 at the end;
 * -1 on an error.
 */
int sort_next(struct sort *s, struct slice *line, struct err *e) MUST_USE;

/* All lines once more, from the first on: after sort_finish. */
int sort_rewind(struct sort *s, struct err *e) MUST_USE;

/* How many times memory was spilled: 0 when all fitted into it. */
size_t sort_spills(const struct sort *s);

/* "64K", "100M", "2G", "1T" or bytes; false if it is none, or 0. */
bool sort_size_parse(size_t *out, struct slice text);

#endif
