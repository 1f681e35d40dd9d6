/*
 * rows_json.c - one walk along the array, and in each element one look per
 * column.
 *
 * An element is small against its document, so looking each column up anew
 * costs less than any index of it would.  Elements are taken as slices of the
 * text; only decoded strings and canonical containers take memory, in the
 * arena of the row.
 */
#include "extract/rows_json.h"

#include "format/json.h"
#include "format/json_add.h"
#include "format/json_pointer.h"
#include "io/zio.h"

struct state {
	struct buf text;     /* of a document */
	struct json json;    /* stands in the array */
	struct zio_in lines; /* of JSON lines */
	bool by_line;
	struct slice element; /* the row at hand */
	struct buf container;
};

/* The text of a value in a column. */
static int
value_put(struct rows *r, size_t column, struct json *j, struct err *e)
{
	struct state *s = r->state;
	struct json_value v;
	struct json start = *j;

	if (json_value(j, &v, e) < 0)
		return -1;
	switch (v.kind) {
	case JSON_NULL:
		rows_put(r, column, slice_from(NULL, 0));
		return 0;
	case JSON_FALSE:
		rows_put(r, column, SLICE("false"));
		return 0;
	case JSON_TRUE:
		rows_put(r, column, SLICE("true"));
		return 0;
	case JSON_NUMBER:
	case JSON_STRING:
		rows_put(r, column, v.text);
		return 0;
	case JSON_OBJECT:
	case JSON_ARRAY:
		break;
	}
	buf_clear(&s->container);
	if (json_add_canonical(&s->container, &start, e) < 0)
		return -1;
	if (s->container.over)
		return rows_error(r, start.line, e, "a value is too long");
	rows_put(r, column, slice_copy(buf_slice(&s->container), &r->texts));
	return 0;
}

static int
element_put(struct rows *r, unsigned long line, struct err *e)
{
	struct state *s = r->state;
	struct slice pointer;
	struct json j;
	size_t i;
	int found;

	for (i = 0; i < r->column_count; i++) {
		pointer = r->source->columns[i].pointer;
		json_init(&j, s->element, r->name, line, &r->texts);
		if (r->rejects && (found = json_pointer(&j, SLICE("/row"),
		    e)) <= 0)
			return found < 0 ? -1 : rows_error(r, line, e,
			    "has no member \"row\", as rejects have");
		found = json_pointer(&j, pointer, e);
		if (found < 0)
			return -1;
		if (!found)
			rows_put(r, i, slice_from(NULL, 0));
		else if (value_put(r, i, &j, e) < 0)
			return -1;
	}
	return 0;
}

/* --- a document --- */

static int
rewind_json(struct rows *r, struct err *e)
{
	struct state *s = r->state;
	struct json_value v;
	int found;

	json_init(&s->json, buf_slice(&s->text), r->name, 1, &r->texts);
	found = json_pointer(&s->json, r->source->rows, e);
	if (found < 0)
		return -1;
	if (!found)
		return err_set(e, ERR_INPUT, "%s: has nothing at \"%.*s\", "
		    "where the rows are", r->name,
		    SLICE_ARGS(r->source->rows));
	if (json_value(&s->json, &v, e) < 0)
		return -1;
	if (v.kind != JSON_ARRAY)
		return json_error(&s->json, e, "is no array (the rows of "
		    "source \"%.*s\")", SLICE_ARGS(r->source->name));
	return 0;
}

static int
open_json(struct rows *r, struct err *e)
{
	struct state *s = mem_zero(sizeof(*s));
	struct zio_in in = ZIO_IN_INIT;
	char chunk[65536];
	ssize_t got = -1;

	r->state = s;
	buf_init(&s->text, ROWS_JSON_MOST);
	buf_init(&s->container, ZIO_LINE_MOST);
	rows_columns_of_profile(r);
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
	return rewind_json(r, e);
}

static int
next_json(struct rows *r, struct row *row, struct err *e)
{
	struct state *s = r->state;
	const char *p, *end;
	int more = json_element(&s->json, e);

	if (more <= 0)
		return more;
	if (json_raw(&s->json, &s->element, e) < 0)
		return -1;
	/* The reader stands behind the element; its start is wanted. */
	row->line = s->json.line;
	end = s->element.at + s->element.len;
	for (p = s->element.at; p < end; p++)
		row->line -= *p == '\n';
	return element_put(r, row->line, e) < 0 ? -1 : 1;
}

/* --- lines --- */

static int
begin_lines(struct rows *r, struct err *e)
{
	struct state *s = r->state;

	if (zio_in_open(&s->lines, r->path, e) < 0)
		return err_in(e, "%s", r->name);
	mem_free(s->lines.file.name);
	s->lines.file.name = mem_text(r->name);
	return 0;
}

static int
open_jsonl(struct rows *r, struct err *e)
{
	struct state *s = mem_zero(sizeof(*s));

	r->state = s;
	s->lines = (struct zio_in)ZIO_IN_INIT;
	s->by_line = true;
	buf_init(&s->text, 0);
	buf_init(&s->container, ZIO_LINE_MOST);
	rows_columns_of_profile(r);
	return begin_lines(r, e);
}

static int
next_jsonl(struct rows *r, struct row *row, struct err *e)
{
	struct state *s = r->state;
	struct json j;
	int got;

	do {
		got = zio_in_line(&s->lines, &s->element, e);
		if (got <= 0)
			return got;
		s->element = slice_trim(s->element);
	} while (!s->element.len);
	row->line = s->lines.line;
	/* Whatever the columns are, the whole line must be JSON. */
	json_init(&j, s->element, r->name, row->line, &r->texts);
	if (json_skip(&j, e) < 0 || json_end(&j, e) < 0)
		return -1;
	return element_put(r, row->line, e) < 0 ? -1 : 1;
}

static int
rewind_jsonl(struct rows *r, struct err *e)
{
	struct state *s = r->state;

	zio_in_close(&s->lines);
	s->lines = (struct zio_in)ZIO_IN_INIT;
	return begin_lines(r, e);
}

/* --- both --- */

static void
close_json(struct rows *r)
{
	struct state *s = r->state;

	if (!s)
		return;
	if (s->by_line)
		zio_in_close(&s->lines);
	buf_release(&s->text);
	buf_release(&s->container);
	mem_free(s);
}

static void
reject_head_json(const struct rows *r, struct buf *b)
{
	(void)r;
	(void)b;
}

/* The element as it stands, but on one line. */
static void
add_element(const struct rows *r, struct buf *b, struct slice element)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct slice row;
	struct json j;
	size_t i;

	json_init(&j, element, r->name, 1, &a);
	if (r->rejects && json_pointer(&j, SLICE("/row"), &e) > 0 &&
	    json_raw(&j, &row, &e) == 0)
		element = row;
	for (i = 0; i < element.len; i++)
		buf_add_byte(b, (unsigned char)element.at[i] < 0x20 ? ' '
		    : element.at[i]);
	arena_release(&a);
}

static void
reject_json(struct rows *r, struct buf *b, const struct rows_reject *reject)
{
	const struct slice values[ROWS_REJECT_COLUMNS] = {
		reject->where, reject->column, reject->reason,
	};
	const struct state *s = r->state;
	size_t i;

	buf_add_text(b, "{\"row\":");
	add_element(r, b, s->element);
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
	open_jsonl, next_jsonl, rewind_jsonl, close_json, reject_head_json,
	reject_json,
};
