/*
 * guess_rows.c - a profile of one source, opened and read.
 */
#include "extract/guess_rows.h"

#include "extract/profile.h"
#include "extract/reader.h"

#define PROFILE_MOST ((size_t)1024 * 1024)

static void
take_row(struct guess_table *t, const struct row *row)
{
	struct guess_row *r;
	size_t i;

	if (t->row_count == t->size) {
		t->size = mem_next_size(t->size, t->row_count + 1);
		t->rows = mem_grow(t->rows, t->size, sizeof(*t->rows));
	}
	r = &t->rows[t->row_count++];
	*r = (struct guess_row){NULL, t->columns, row->line, false};
	r->cells = arena_alloc(&t->texts, (t->columns + 1) *
	    sizeof(*r->cells));
	for (i = 0; i < t->columns; i++)
		r->cells[i] = slice_copy(row->fields[i], &t->texts);
}

static void
take_names(struct guess_table *t, const struct rows *r)
{
	size_t i;

	t->header = true;
	t->columns = r->column_count;
	t->names = arena_alloc(&t->texts, (t->columns + 1) *
	    sizeof(*t->names));
	for (i = 0; i < t->columns; i++)
		t->names[i] = slice_copy(r->columns[i], &t->texts);
}

static int
read_source(struct guess_table *t, const struct source *s, struct err *e)
{
	struct reader_file file = {.path = t->path};
	struct rows *r = NULL;
	struct row row;
	int got = -1;

	if (reader_open(&r, s, &file, e) < 0)
		goto out;
	take_names(t, r);
	while (t->row_count < GUESS_ROWS &&
	    (got = reader_next(r, &row, e)) > 0)
		if (!row.empty && !row.skip && !row.wrong)
			take_row(t, &row);
	t->whole = got == 0;
	t->end = t->row_count;
out:
	reader_close(r);
	return got < 0 ? -1 : 0;
}

int
guess_rows_read(struct guess_table *t, const char *path, const char *reading,
    struct err *e)
{
	struct buf b = BUF_INIT(PROFILE_MOST);
	struct profile p;
	int rc;

	*t = (struct guess_table){.path = path, .texts = ARENA_INIT,
	    .trouble = ERR_INIT};
	t->reading = arena_copy(&t->texts, reading, strlen(reading));
	buf_printf(&b, "profile: guess\nsystem: guess\nsources:\n  rows:\n"
	    "%srecords:\n  - type: item\n    from: rows\n"
	    "    members: {item: {constant: x}}\n", reading);
	rc = profile_parse(&p, path, buf_slice(&b), e);
	if (rc == 0)
		rc = read_source(t, &p.sources[0], e);
	if (rc == 0 && !t->row_count)
		rc = err_set(e, ERR_INPUT, "%s: there is no row in it", path);
	if (rc == 0)
		guess_table_look(t);
	profile_release(&p);
	buf_release(&b);
	return rc;
}
