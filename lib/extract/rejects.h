/*
 * rejects.h - rejected rows, counted, and given back in a form that can be
 * corrected and read again.
 *
 * One file a source, FOLDER/SOURCE.rejects: the row as it stood, and three
 * columns more: where it was, the column, the reason.
 */
#ifndef EXTRACT_REJECTS_H
#define EXTRACT_REJECTS_H

#include "extract/gather.h"
#include "extract/inputs.h"
#include "io/zio.h"

struct rejects {
	struct zio_out *outs; /* by the profile's sources; some never opened */
	size_t count;
	uint64_t *rows; /* of each source: how many are rejected */
	uint64_t total;
	struct buf first; /* "FILE:LINE: COLUMN: REASON" of the first */
	const char *made; /* the folder, if it was not there; borrowed */
};

#define REJECTS_INIT {NULL, 0, NULL, 0, {NULL, 0, 0, 16384, false}, NULL}

/*
 * Opens their files in the folder, which is made if need be, or none where it
 * is NULL.  Release in any case.
 */
int rejects_open(struct rejects *x, struct inputs *in, const char *folder,
    struct err *e) MUST_USE;

/*
 * Counts the rejects of `g` and writes them.  The files are not published yet:
 * put `outs` into zio_out_publish_all.
 */
int rejects_write(struct rejects *x, struct gather *g, struct inputs *in,
    struct err *e) MUST_USE;
void rejects_release(struct rejects *x);

#endif
