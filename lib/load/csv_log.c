/* csv_log.c - blocks with a hash, read back one at a time. */
#include "load/csv_log.h"

#include "base/hash.h"
#include "io/file.h"

#define BLOCK_MOST ((size_t)256 * 1024 * 1024)
#define LINE_MOST 128
#define CLOSING "closing\n"

void
csv_log_hash(char text[17], const struct target_section *s)
{
	snprintf(text, 17, "%016" PRIx64, s->hash.low);
}

/* --- writing --- */

static void
add_field(struct buf *b, struct slice s)
{
	buf_printf(b, "%zu:", s.len);
	buf_add_slice(b, s);
	buf_add_byte(b, ',');
}

static void
add_row(struct buf *b, const struct channel_call *call)
{
	static const char *const ops[] = {[CHANGE_ADD] = "add",
	    [CHANGE_CHANGE] = "change", [CHANGE_REMOVE] = "remove"};
	const struct target_section *s = call->section;
	char hash[17];
	size_t i;

	csv_log_hash(hash, s);
	add_field(b, schema_types[s->type].name);
	add_field(b, slice_of(ops[call->op]));
	add_field(b, slice_of(hash));
	add_field(b, call->idempotency);
	for (i = 0; i < s->count; i++)
		if (call->values[i].null)
			buf_add_text(b, "-,");
		else
			add_field(b, call->values[i].text);
	buf_add_byte(b, '\n');
}

int
csv_log_add(struct csv_log *l, const struct channel_call *calls,
    size_t count, struct err *e)
{
	struct buf head = BUF_INIT(LINE_MOST), *b = &l->block;
	size_t i;
	int rc;

	buf_clear(b);
	for (i = 0; i < count; i++)
		add_row(b, &calls[i]);
	if (b->over) {
		b->over = false;
		return err_set(e, ERR_USAGE, "%s: a batch of more than %zu "
		    "bytes", l->path, b->most);
	}
	buf_printf(&head, "block %zu %zu %016" PRIx64 "\n", count, b->len,
	    hash_64(b->at, b->len));
	/* Both in one piece: of half a block nothing is believed anyway. */
	buf_add_slice(b, buf_slice(&head));
	memmove(b->at + head.len, b->at, b->len - head.len);
	memcpy(b->at, head.at, head.len);
	rc = append_add(&l->file, b->at, b->len, e);
	if (rc == 0)
		l->rows += count;
	buf_release(&head);
	return rc;
}

int
csv_log_closing(struct csv_log *l, struct err *e)
{
	if (append_add(&l->file, CLOSING, sizeof(CLOSING) - 1, e) < 0)
		return -1;
	l->closing = true;
	return 0;
}

/* --- reading --- */

static int
damaged(const struct csv_log *l, uint64_t at, struct err *e)
{
	return err_set(e, ERR_INPUT, "%s: is damaged at byte %" PRIu64,
	    l->path, at);
}

/* Bytes from `at`, as many as there are; the buf is cleared before. */
static int
load(struct csv_log *l, uint64_t at, size_t len, struct err *e)
{
	struct buf *b = &l->block;
	ssize_t got = 0;

	buf_clear(b);
	if (!buf_reserve(b, len))
		return damaged(l, at, e);
	while (b->len < len && (got = file_read_at(l->file.fd, b->at + b->len,
	    len - b->len, at + b->len, e)) > 0)
		b->len += (size_t)got; /* above 0 */
	return got < 0 ? -1 : 0;
}

static bool
take_number(struct slice *line, char end, uint64_t *n)
{
	return text_to_number(slice_cut(line, end), BLOCK_MOST, n);
}

/*
 * The block at `at` into l->block: 1 and *next; 0 the end, or what is not a
 * whole block; -1.
 */
static int
load_block(struct csv_log *l, uint64_t at, uint64_t *next, uint64_t *rows,
    struct err *e)
{
	struct slice line, rest;
	uint64_t bytes;
	size_t head;
	char hash[17];

	if (load(l, at, LINE_MOST, e) < 0)
		return -1;
	rest = buf_slice(&l->block);
	line = slice_cut(&rest, '\n');
	if (!rest.at || !slice_begins(line, SLICE("block ")))
		return 0;
	head = line.len + 1;
	(void)slice_cut(&line, ' ');
	if (!take_number(&line, ' ', rows) || !take_number(&line, ' ',
	    &bytes) || line.len != 16)
		return 0;
	memcpy(hash, line.at, 16);
	hash[16] = '\0';
	if (load(l, at + head, bytes, e) < 0)
		return -1;
	if (l->block.len != bytes || hash_64(l->block.at, bytes) !=
	    strtoull(hash, NULL, 16))
		return 0;
	*next = at + head + bytes;
	return 1;
}

void
csv_log_walk(struct csv_log *l, struct csv_cursor *c)
{
	*c = (struct csv_cursor){l, l->first, {"", 0}};
}

/* LENGTH:BYTES, or -, */
static bool
take_field(struct slice *rest, struct column_value *v)
{
	uint64_t len;

	if (slice_begins(*rest, SLICE("-,"))) {
		*v = (struct column_value){true, {"", 0}};
		*rest = slice_from(rest->at + 2, rest->len - 2);
		return true;
	}
	if (!take_number(rest, ':', &len) || !rest->at || rest->len <= len ||
	    rest->at[len] != ',')
		return false;
	*v = (struct column_value){false, slice_from(rest->at, len)};
	*rest = slice_from(rest->at + len + 1, rest->len - len - 1);
	return true;
}

static bool
take_row(struct slice *rest, struct csv_row *row)
{
	struct column_value head[4];
	size_t i;

	for (i = 0; i < COUNT_OF(head); i++)
		if (!take_field(rest, &head[i]))
			return false;
	row->op = slice_is(head[1].text, "add") ? CHANGE_ADD
	    : slice_is(head[1].text, "remove") ? CHANGE_REMOVE
	    : CHANGE_CHANGE;
	row->hash = head[2].text;
	row->idempotency = head[3].text;
	for (row->count = 0; rest->len && *rest->at != '\n'; row->count++)
		if (row->count == TARGET_COLUMNS_MOST ||
		    !take_field(rest, &row->values[row->count]))
			return false;
	if (!rest->len)
		return false;
	*rest = slice_from(rest->at + 1, rest->len - 1);
	return schema_find(&row->type, head[0].text);
}

int
csv_log_row(struct csv_cursor *c, struct csv_row *row, struct err *e)
{
	uint64_t next, rows;
	int got;

	if (!c->rest.len) {
		got = load_block(c->log, c->at, &next, &rows, e);
		if (got <= 0)
			return got;
		c->at = next;
		c->rest = buf_slice(&c->log->block);
	}
	if (!take_row(&c->rest, row))
		return damaged(c->log, c->at, e);
	return 1;
}

/* --- opening --- */

/* The head, and where it ends; 0 if the file has none. */
static int
read_head(struct csv_log *l, struct err *e)
{
	static const char words[] = "bomtools drop ";
	struct slice rest, line;

	if (load(l, 0, LINE_MOST, e) < 0)
		return -1;
	rest = buf_slice(&l->block);
	line = slice_cut(&rest, '\n');
	if (!rest.at && !line.len)
		return 0;
	if (!rest.at || !slice_begins(line, slice_of(words)) ||
	    !text_to_number(slice_from(line.at + sizeof(words) - 1,
	    line.len - (sizeof(words) - 1)), 999999999, &l->sequence))
		return damaged(l, 0, e);
	l->first = line.len + 1;
	return 1;
}

/* To the end of what is whole; the rest goes. */
static int
scan(struct csv_log *l, struct err *e)
{
	uint64_t at = l->first, next, rows;
	int got;

	while ((got = load_block(l, at, &next, &rows, e)) > 0) {
		l->rows += rows;
		at = next;
	}
	if (got < 0 || load(l, at, sizeof(CLOSING) - 1, e) < 0)
		return -1;
	l->closing = slice_is(buf_slice(&l->block), CLOSING);
	return append_cut(&l->file, at + (l->closing ? sizeof(CLOSING) - 1
	    : 0), e);
}

/* A new log at the path, in place of what may be there. */
static int
begin(struct csv_log *l, uint64_t sequence, struct err *e)
{
	struct file_out out = FILE_OUT_INIT;
	struct buf head = BUF_INIT(LINE_MOST);
	int rc;

	buf_printf(&head, "bomtools drop %" PRIu64 "\n", sequence);
	rc = file_out_open(&out, l->path, e);
	if (rc == 0)
		rc = file_out_add(&out, head.at, head.len, e);
	if (rc == 0)
		rc = file_out_publish(&out, e);
	else
		file_out_abandon(&out);
	buf_release(&head);
	return rc;
}

static int
open_file(struct csv_log *l, struct err *e)
{
	l->rows = 0;
	l->closing = false;
	if (append_open(&l->file, l->path, e) < 0)
		return -1;
	return read_head(l, e);
}

int
csv_log_open(struct csv_log *l, const char *path, struct err *e)
{
	int got;

	memset(l, 0, sizeof(*l));
	l->file = (struct append)APPEND_INIT;
	buf_init(&l->block, BLOCK_MOST);
	l->path = mem_text(path);
	got = open_file(l, e);
	if (got == 0) {
		append_close(&l->file);
		if (begin(l, 1, e) < 0)
			return -1;
		got = open_file(l, e);
	}
	return got < 0 ? -1 : scan(l, e);
}

int
csv_log_next(struct csv_log *l, struct err *e)
{
	if (begin(l, l->sequence + 1, e) < 0)
		return -1;
	append_close(&l->file);
	return open_file(l, e) < 0 ? -1 : 0;
}

void
csv_log_close(struct csv_log *l)
{
	append_close(&l->file);
	buf_release(&l->block);
	mem_free(l->path);
	l->path = NULL;
}
