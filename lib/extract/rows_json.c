/*
 * rows_json.c - one walk along the text, and in each row one look per column.
 *
 * A row is small against its document, so looking each column up anew costs
 * less than any index of it would.  Rows are slices of the text; only decoded
 * strings and canonical containers take memory, in the arena of the row.
 */
#include "extract/rows_json.h"

#include "extract/rows_plain.h"
#include "extract/treefields.h"
#include "format/json_add.h"
#include "format/json_pointer.h"
#include "io/zio.h"

struct state {
	struct buf text;      /* of a document */
	struct zio_in lines;  /* of JSON lines */
	struct slice line;    /* at hand */
	bool by_line;
	bool walking;         /* inside of the line */
	struct jsonwalk walk;
	struct treefields fields;
	struct treejson_value row;
};

static struct state *
state_new(struct rows *r)
{
	struct state *s = mem_zero(sizeof(*s));

	r->state = s;
	jsonwalk_init(&s->walk);
	rows_columns_of_profile(r);
	treefields_init(&s->fields, r);
	s->fields.walk = r->rejects ? NULL : &s->walk;
	return s;
}

/* --- a document --- */

/* A pointer that leads to no array is a mistake, not a source without rows. */
static int
rows_check(struct rows *r, struct err *e)
{
	const struct treepath *path = &r->source->rows_path;
	struct state *s = r->state;
	struct json_value v;
	struct json j;
	int found;

	if (!path->pointer)
		return 0;
	json_init(&j, buf_slice(&s->text), r->name, 1, &r->texts);
	found = json_pointer(&j, path->text, e);
	if (found < 0)
		return -1;
	if (!found)
		return err_set(e, ERR_INPUT, "%s: has nothing at \"%.*s\", "
		    "where the rows are", r->name, SLICE_ARGS(path->text));
	if (json_value(&j, &v, e) < 0)
		return -1;
	if (v.kind != JSON_ARRAY)
		return json_error(&j, e, "is no array (the rows of source "
		    "\"%.*s\")", SLICE_ARGS(r->source->name));
	return 0;
}

static int
rewind_json(struct rows *r, struct err *e)
{
	struct state *s = r->state;

	(void)e;
	jsonwalk_begin(&s->walk, &r->source->rows_path, JSON_AT(r->name, 1),
	    buf_slice(&s->text), &r->texts);
	return 0;
}

static int
open_json(struct rows *r, struct err *e)
{
	struct state *s = state_new(r);
	struct zio_in in = ZIO_IN_INIT;
	char chunk[65536];
	ssize_t got = -1;

	buf_init(&s->text, ROWS_JSON_MOST);
	if (zio_in_open(&in, r->path, e) < 0)
		goto out;
	while ((got = zio_in_read(&in, chunk, sizeof(chunk), e)) > 0)
		buf_add(&s->text, chunk, (size_t)got);
	if (got == 0 && s->text.over)
		got = err_set(e, ERR_INPUT, "is over %zu MiB: export JSON "
		    "lines", ROWS_JSON_MOST >> 20);
out:
	zio_in_close(&in);
	if (got < 0)
		return err_in(e, "%s", r->name);
	return rows_check(r, e) < 0 ? -1 : rewind_json(r, e);
}

static int
next_json(struct rows *r, struct row *row, struct err *e)
{
	struct state *s = r->state;
	int got = jsonwalk_next(&s->walk, &s->row, e);

	if (got <= 0)
		return got;
	row->line = s->row.place.line;
	return treefields_put(&s->fields, r, row, &s->row, e) < 0
	    ? -1 : 1;
}

/* --- lines --- */

static int
begin_lines(struct rows *r, struct err *e)
{
	struct state *s = r->state;

	s->walking = false;
	if (zio_in_open(&s->lines, r->path, e) < 0)
		return err_in(e, "%s", r->name);
	mem_free(s->lines.file.name);
	s->lines.file.name = mem_text(r->name);
	return 0;
}

static int
open_jsonl(struct rows *r, struct err *e)
{
	struct state *s = state_new(r);

	s->lines = (struct zio_in)ZIO_IN_INIT;
	s->by_line = true;
	buf_init(&s->text, 0);
	return begin_lines(r, e);
}

/* 1, 0, -1; blank lines are none. */
static int
next_line(struct rows *r, struct err *e)
{
	struct state *s = r->state;
	struct json j;
	int got;

	do {
		got = zio_in_line(&s->lines, &s->line, e);
		if (got <= 0)
			return got;
		s->line = slice_trim(s->line);
	} while (!s->line.len);
	/* Whatever the columns are, the whole line must be JSON. */
	json_init(&j, s->line, r->name, s->lines.line, &r->texts);
	if (json_skip(&j, e) < 0 || json_end(&j, e) < 0)
		return -1;
	return 1;
}

static int
next_jsonl(struct rows *r, struct row *row, struct err *e)
{
	const struct treepath *path = &r->source->rows_path;
	struct state *s = r->state;
	int got = 0;

	do {
		if (!s->walking) {
			got = next_line(r, e);
			if (got <= 0)
				return got;
			jsonwalk_begin(&s->walk, path, JSON_AT(r->name,
			    s->lines.line), s->line, &r->texts);
			treefields_forget(&s->fields);
		}
		got = jsonwalk_next(&s->walk, &s->row, e);
		if (got < 0)
			return -1;
		s->walking = got > 0;
	} while (!got);
	row->line = s->lines.line;
	return treefields_put(&s->fields, r, row, &s->row, e) < 0
	    ? -1 : 1;
}

static int
rewind_jsonl(struct rows *r, struct err *e)
{
	struct state *s = r->state;

	zio_in_close(&s->lines);
	s->lines = (struct zio_in)ZIO_IN_INIT;
	return begin_lines(r, e);
}

/* --- rejects, of which each line is one row --- */

/* Where the row was when it was rejected, if that is still said. */
static int
take_where(struct rows *r, const struct row *row, struct err *e)
{
	struct state *s = r->state;
	struct json_value v;
	struct json j;
	int got;

	json_init(&j, s->line, r->name, row->line, &r->texts);
	got = json_pointer(&j, SLICE("/reject:where"), e);
	if (got <= 0)
		return got;
	if (json_value(&j, &v, e) < 0)
		return -1;
	if (v.kind == JSON_STRING && rows_is_where(v.text))
		r->where = v.text;
	return 0;
}

static int
next_reject(struct rows *r, struct row *row, struct err *e)
{
	struct state *s = r->state;
	struct json j;
	int got = next_line(r, e);

	if (got <= 0)
		return got;
	row->line = s->lines.line;
	if (take_where(r, row, e) < 0)
		return -1;
	json_init(&j, s->line, r->name, row->line, &r->texts);
	got = json_pointer(&j, SLICE("/row"), e);
	if (got <= 0)
		return got < 0 ? -1 : rows_error(r, row->line, e,
		    "has no member \"row\", as rejects have");
	s->row.name = SLICE("");
	s->row.place = JSON_AT(r->name, row->line);
	if (json_raw(&j, &s->row.raw, e) < 0)
		return -1;
	return treefields_put(&s->fields, r, row, &s->row, e) < 0 ? -1
	    : 1;
}

/* --- all --- */

static void
close_json(struct rows *r)
{
	struct state *s = r->state;

	if (!s)
		return;
	if (s->by_line)
		zio_in_close(&s->lines);
	jsonwalk_release(&s->walk);
	treefields_release(&s->fields);
	buf_release(&s->text);
	mem_free(s);
}

/* The value of a row does not say all: its rejects are the columns. */
static void
reject_head_json(const struct rows *r, struct buf *b)
{
	if (r->source->around)
		rows_plain_head(r, b);
}

static void
reject_json(struct rows *r, struct buf *b, const struct rows_reject *reject)
{
	const struct slice values[ROWS_REJECT_COLUMNS] = {
		reject->where, reject->column, reject->reason,
	};
	const struct state *s = r->state;
	size_t i;

	if (r->source->around) {
		rows_plain_reject(r, b, s->fields.raw, reject);
		return;
	}
	buf_add_text(b, "{\"row\":");
	/* The value as it stands, but on one line. */
	for (i = 0; i < s->row.raw.len; i++)
		buf_add_byte(b, (unsigned char)s->row.raw.at[i] < 0x20 ? ' '
		    : s->row.raw.at[i]);
	for (i = 0; i < ROWS_REJECT_COLUMNS; i++) {
		buf_printf(b, ",\"%s\":", rows_reject_columns[i]);
		json_add_string(b, values[i]);
	}
	buf_add_text(b, "}\n");
}

const struct rows_format rows_json_format = {
	open_json, next_json, rewind_json, close_json, reject_head_json,
	reject_json,
};

const struct rows_format rows_json_lines_format = {
	open_jsonl, next_jsonl, rewind_jsonl, close_json, reject_head_json,
	reject_json,
};

const struct rows_format rows_json_rejects_format = {
	open_jsonl, next_reject, rewind_jsonl, close_json, reject_head_json,
	reject_json,
};
