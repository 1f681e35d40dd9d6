/* reader.c - the table of formats, and a file that can be read again. */
#include "extract/reader.h"

#include <sys/stat.h>
#include <unistd.h>

#include "extract/rows_delimited.h"
#include "extract/rows_json.h"
#include "extract/rows_sqlite.h"

/* By enum source_format. */
static const struct {
	const struct rows_format *plain;
	const struct rows_format *rejects;
} formats[] = {
	{&rows_delimited_format, &rows_delimited_format},
	{&rows_json_format, &rows_json_rejects_format},
	{&rows_json_lines_format, &rows_json_rejects_format},
	{&rows_sqlite_format, &rows_delimited_rejects_format},
};

/* A pipe read out to scratch; the descriptor, or -1. */
static int
copy_to_scratch(struct file_in *in, struct err *e)
{
	int fd = file_scratch(e);
	uint64_t at = 0;
	char chunk[65536];
	ssize_t got = -1;

	if (fd < 0)
		return -1;
	while ((got = file_in_read(in, chunk, sizeof(chunk), e)) > 0) {
		if (file_write_at(fd, chunk, (size_t)got, at, e) < 0) {
			got = -1;
			break;
		}
		at += (uint64_t)got;
	}
	if (got == 0)
		return fd;
	close(fd);
	return -1;
}

/*
 * Not for databases: closing any descriptor of a file gives up all locks that
 * the process has on it, SQLite's as well.
 */
static int
hold_file(struct rows *r, const char *path, struct err *e)
{
	struct file_in in;
	struct stat st;

	if (file_in_open(&in, path, e) < 0)
		return -1;
	if (fstat(in.fd, &st) == 0 && S_ISDIR(st.st_mode))
		err_set(e, ERR_USAGE, "%s: is a folder", path);
	else if (in.regular)
		r->fd = dup(in.fd);
	else
		r->fd = copy_to_scratch(&in, e);
	if (r->fd < 0 && !e->kind)
		err_sys(e, "%s", path);
	file_in_close(&in);
	snprintf(r->path, sizeof(r->path), "/dev/fd/%d", r->fd);
	return r->fd < 0 ? -1 : 0;
}

/* The file's name without its folder; the stem also without its endings. */
static void
name_file(struct rows *r)
{
	const char *slash = strrchr(r->name, '/');
	struct slice file = slice_of(slash ? slash + 1 : r->name);
	struct slice stem = file;
	const char *dot;

	if (stem.len > 3 && slice_is(slice_from(stem.at + stem.len - 3, 3),
	    ".gz"))
		stem.len -= 3;
	dot = memrchr(stem.at, '.', stem.len);
	if (dot && dot > stem.at)
		stem.len = (size_t)(dot - stem.at);
	r->file = file;
	r->stem = stem;
}

int
reader_open(struct rows **out, const struct source *s,
    const struct reader_file *file, struct err *e)
{
	struct rows *r = mem_zero(sizeof(*r));
	const char *path = file->path;

	*out = NULL;
	r->format = file->rejects ? formats[s->format].rejects
	    : formats[s->format].plain;
	r->source = s;
	r->rejects = file->rejects;
	r->open = file->open;
	r->name = strcmp(path, "-") == 0 ? "<stdin>" : path;
	name_file(r);
	r->fd = -1;
	if ((r->format != &rows_sqlite_format && hold_file(r, path, e) < 0) ||
	    r->format->open(r, e) < 0) {
		reader_close(r);
		return -1;
	}
	if (r->open) {
		r->next = *r->open;
		*r->open = r;
	}
	*out = r;
	return 0;
}

/* After the format's own fields. */
static void
derive(struct rows *r, const struct row *row)
{
	struct slice *derived = r->fields + r->column_count;
	char *end = r->line_text + sizeof(r->line_text), *at = end;
	unsigned long line = row->line;

	do
		*--at = (char)('0' + line % 10);
	while (line /= 10);
	derived[SOURCE_FILE] = r->file;
	derived[SOURCE_STEM] = r->stem;
	derived[SOURCE_LINE] = slice_from(at, (size_t)(end - at));
}

int
reader_next(struct rows *r, struct row *row, struct err *e)
{
	size_t i;
	int got;

	arena_reset(&r->texts);
	*row = (struct row){r->fields, r->ordinal + 1, 0, NULL, true};
	got = r->format->next(r, row, e);
	if (got <= 0)
		return got;
	r->ordinal++;
	for (i = 0; i < r->column_count && row->empty; i++)
		row->empty = !r->fields[i].at;
	if (row->wrong)
		row->empty = false;
	derive(r, row);
	return 1;
}

int
reader_rewind(struct rows *r, struct err *e)
{
	r->ordinal = 0;
	return r->format->rewind(r, e);
}

void
reader_close(struct rows *r)
{
	struct rows **at;

	if (!r)
		return;
	for (at = r->open; at && *at; at = &(*at)->next)
		if (*at == r) {
			*at = r->next;
			break;
		}
	r->format->close(r);
	if (r->fd >= 0)
		close(r->fd);
	arena_release(&r->names);
	arena_release(&r->texts);
	mem_free(r);
}
