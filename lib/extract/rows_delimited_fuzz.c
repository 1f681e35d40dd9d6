/*
 * rows_delimited_fuzz.c - a source in the first line, its file in the rest.
 *
 * Whatever the bytes are, they are rows or an error; read again they are the
 * same rows; and a file of rejects of all rows has as many as were put there.
 */
#include "extract/reader.h"

#include <sys/mman.h>
#include <unistd.h>

#include "extract/source_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct file {
	int fd;
	char path[32];
};

static void
file_make(struct file *f, struct slice text)
{
	f->fd = memfd_create("fuzz", 0);
	if (f->fd < 0 || write(f->fd, text.at, text.len) != (ssize_t)text.len)
		abort();
	snprintf(f->path, sizeof(f->path), "/dev/fd/%d", f->fd);
}

/* How many rows count, or -1 for an error; all into *rejects, if wanted. */
static long
walk(struct rows *r, struct buf *rejects)
{
	static const struct rows_reject why = {SLICE_INIT("f:1"),
	    SLICE_INIT("A"), SLICE_INIT("x, \"y\"")};
	struct err e = ERR_INIT;
	struct row row;
	long count = 0;
	int got;

	if (rejects)
		r->format->reject_head(r, rejects);
	while ((got = reader_next(r, &row, &e)) > 0) {
		if (row.skip)
			continue;
		count++;
		if (rejects)
			r->format->reject(r, rejects, &why);
	}
	return got < 0 ? -1 : count;
}

/* The rows of the rejects of a source, or -1. */
static long
walk_rejects(const struct source *s, const struct buf *rejects)
{
	struct err e = ERR_INIT;
	struct rows *r;
	struct file f;
	long count = -1;

	file_make(&f, buf_slice(rejects));
	if (reader_open(&r, s, &(struct reader_file){f.path, true, NULL},
	    &e) == 0) {
		count = walk(r, NULL);
		reader_close(r);
	}
	close(f.fd);
	return count;
}

static void
try_source(const struct source *s, struct slice text)
{
	struct buf rejects = BUF_INIT((size_t)64 * 1024 * 1024);
	struct err e = ERR_INIT;
	struct rows *r;
	struct file f;
	long count;

	file_make(&f, text);
	if (reader_open(&r, s, &(struct reader_file){f.path, false, NULL},
	    &e) == 0) {
		count = walk(r, NULL);
		if (reader_rewind(r, &e) < 0 || walk(r, &rejects) != count)
			BUG("read again, the rows are others");
		/* A second mark in front would be taken for the first. */
		if (count >= 0 && !memmem(rejects.at ? rejects.at : "",
		    rejects.len, "\xef\xbb\xbf", 3) &&
		    walk_rejects(s, &rejects) != count && rejects.len)
			BUG("the rejects are not what was rejected");
		reader_close(r);
	}
	buf_release(&rejects);
	close(f.fd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Bytes are looked at as char everywhere else. */
	struct slice text = slice_from((const char *)data, size);
	struct slice yaml = slice_cut(&text, '\n');
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct source s;
	struct ydoc doc;

	if (!text.at)
		return 0;
	memset(&doc, 0, sizeof(doc));
	if (ydoc_parse(&doc, "p.yaml", yaml, &e) == 0 &&
	    doc.root->kind == YDOC_MAP && doc.root->first &&
	    source_read(&s, doc.root->first, &a, &e) == 0 &&
	    s.format == SOURCE_DELIMITED && !s.structure)
		try_source(&s, text);
	ydoc_release(&doc);
	arena_release(&a);
	return 0;
}
