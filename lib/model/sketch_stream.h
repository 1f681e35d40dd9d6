/*
 * sketch_stream.h - streams of records in few words, for tests.  A header only.
 */
#ifndef MODEL_SKETCH_STREAM_H
#define MODEL_SKETCH_STREAM_H

#include "io/log.h"
#include "io/sort.h"
#include "model/scan.h"
#include "model/scopeword.h"
#include "model/sketch.h"
#include "model/stream_out.h"

#include <stdlib.h>
#include <unistd.h>

/* What a stream is beside its records. */
struct sketch_head {
	enum head_kind kind;
	const char *scope; /* as in a head, or NULL: all */
};

/* Writes the records, ended by NULL, as a sealed and sorted stream. */
static inline void
sketch_stream(const char *path, const struct sketch_head *as,
    const char *const *records)
{
	struct sort *sort = sort_new(SORT_MEMORY_LEAST);
	struct arena a = ARENA_INIT;
	struct buf line = BUF_INIT(SKETCH_TEXT);
	struct stream_out out = STREAM_OUT_INIT;
	struct err e = ERR_INIT;
	struct head h;
	struct slice text;
	struct scan scan;

	head_init(&h, as ? as->kind : HEAD_SNAPSHOT);
	h.sorted = true;
	if (as && as->scope)
		sketch_must(scopeword_parse(&h.scope, slice_of(as->scope), &a,
		    &e), &e);
	for (; *records; records++) {
		buf_clear(&line);
		sketch_record(&line, *records);
		sketch_must(sort_put(sort, buf_slice(&line), &e), &e);
	}
	sketch_must(sort_finish(sort, &e), &e);
	sketch_must(stream_out_open(&out, path, false, &e), &e);
	sketch_must(stream_out_head(&out, &h, &e), &e);
	while (sort_next(sort, &text, &e) > 0) {
		if (!scan_key(&scan, text))
			abort();
		sketch_must(stream_out_line(&out, text, scan.type, &e), &e);
	}
	sketch_must(stream_out_publish(&out, &e), &e);
	stream_out_close(&out);
	sort_free(sort);
	arena_release(&a);
	buf_release(&line);
}

/* --- where they stand --- */

/* A folder of the test's own, and the paths of two streams in it. */
static inline void
sketch_folder_make(char folder[64], char paths[2][80])
{
	const char *where = access("/dev/shm", W_OK) == 0 ? "/dev/shm"
							   : "/tmp";

	log_init("test", LOG_ERROR, LOG_TEXT);
	snprintf(folder, 64, "%s/bomtools-diff-XXXXXX", where);
	if (!mkdtemp(folder))
		abort();
	snprintf(paths[0], 80, "%s/old", folder);
	snprintf(paths[1], 80, "%s/new", folder);
}

static inline void
sketch_folder_remove(const char *folder, char paths[2][80])
{
	unlink(paths[0]);
	unlink(paths[1]);
	rmdir(folder);
}

#endif
