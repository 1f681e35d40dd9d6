/*
 * course.c - two cursors and what they have read ahead.
 *
 * A unit is cut from a key by counting members, not by decoding them: the
 * same root is spelt the same in all types, since keys are canonical.  No
 * unit begins with another, so units of all lanes have one order, that of
 * their bytes.
 */
#include "load/course.h"

#include "model/scan.h"

void
course_add_prefix(struct buf *b, enum record_type type, enum record_type root,
    struct slice unit)
{
	buf_add_slice(b, schema_types[type].lead);
	buf_add_byte(b, ',');
	buf_add_slice(b, unit);
	if (type != root && unit.len)
		buf_add_byte(b, ',');
}

void
course_open(struct course *l, const struct course_source *source,
    enum record_type type)
{
	memset(l, 0, sizeof(*l));
	l->source = source;
	l->type = type;
	spool_cursor_open(&l->cursor, source->spool, type, type);
	l->row_is = COURSE_ENDED;
	if (source->walks && source->db)
		course_ask(l, slice_from("", 0));
}

void
course_close(struct course *l)
{
	spool_cursor_close(&l->cursor);
	if (l->asked)
		ledger_close(&l->ledger);
}

/* Behind the closing quote of a text that begins at `at`. */
static const char *
text_end(const char *at, const char *end)
{
	const char *p = at + 1;

	for (;;) {
		const char *quote = memchr(p, '"', (size_t)(end - p));
		const char *back;

		if (!quote)
			return end;
		for (back = quote; back[-1] == '\\'; back--)
			;
		if ((quote - back) % 2 == 0)
			return quote + 1;
		p = quote + 1;
	}
}

struct slice
course_unit_of(struct slice key, enum record_type type, enum record_type root)
{
	const struct schema_type *t = &schema_types[root];
	size_t skip = schema_types[type].lead.len + 1;
	const char *at = key.at + skip, *end = key.at + key.len;
	unsigned i;

	if (type == root)
		return slice_from(at, (size_t)(end - at));
	for (i = 0; i < t->key_count && at < end; i++) {
		/* ,"name": */
		at += t->members[i].name.len + 3 + (i > 0);
		at = at < end ? text_end(at, end) : end;
	}
	return slice_from(key.at + skip, (size_t)(at - key.at) - skip);
}

bool
course_type_of(enum record_type *type, struct slice key)
{
	struct scan found;

	if (!scan_key(&found, key))
		return false;
	*type = found.type;
	return true;
}

static int
look_at_line(struct course *l, struct err *e)
{
	int got;

	if (l->line_is != COURSE_WANTED)
		return 0;
	l->line_at = spool_cursor_place(&l->cursor);
	got = spool_cursor_next(&l->cursor, &l->line, e);
	if (got < 0)
		return -1;
	l->line_is = got ? COURSE_HAS : COURSE_ENDED;
	if (got)
		l->line_unit = course_unit_of(slice_from(l->line.text.at,
		    l->line.key_length), l->type, l->source->root);
	return 0;
}

static int
look_at_row(struct course *l, struct err *e)
{
	int got;

	if (l->row_is != COURSE_WANTED)
		return 0;
	got = ledger_next(&l->ledger, &l->row, e);
	if (got < 0)
		return -1;
	l->row_is = got ? COURSE_HAS : COURSE_ENDED;
	if (got)
		l->row_unit = course_unit_of(l->row.key, l->type,
		    l->source->root);
	return 0;
}

/* Units are compared once for each line and row that come anew. */
static int
look(struct course *l, bool row, struct err *e)
{
	bool anew = l->line_is == COURSE_WANTED || l->row_is == COURSE_WANTED;

	if (look_at_line(l, e) < 0 || (row && look_at_row(l, e) < 0))
		return -1;
	if (anew && l->line_is == COURSE_HAS && l->row_is == COURSE_HAS)
		l->order = slice_compare(l->line_unit, l->row_unit);
	return 0;
}

int
course_unit(struct course *l, struct slice *unit, struct err *e)
{
	bool row = l->source->walks;

	if (look(l, row, e) < 0)
		return -1;
	row = row && l->row_is == COURSE_HAS;
	if (l->line_is != COURSE_HAS && !row)
		return 0;
	*unit = !row || (l->line_is == COURSE_HAS && l->order <= 0)
	    ? l->line_unit : l->row_unit;
	return 1;
}

void
course_ask(struct course *l, struct slice unit)
{
	struct buf prefix = BUF_INIT(2 * KEY_MOST);

	if (!l->source->db)
		return;
	course_add_prefix(&prefix, l->type, l->source->root, unit);
	if (l->asked)
		ledger_again(&l->ledger, buf_slice(&prefix));
	else if (l->source->walks)
		ledger_open_walk(&l->ledger, l->source->db, l->source->target,
		    buf_slice(&prefix));
	else
		ledger_open(&l->ledger, l->source->db, l->source->target,
		    buf_slice(&prefix));
	l->asked = true;
	l->row_is = COURSE_WANTED;
	buf_release(&prefix);
}

static bool
is_unit(struct slice own, struct slice unit)
{
	return own.at == unit.at || slice_equal(own, unit);
}

int
course_next(struct course *l, struct slice unit, struct course_entry *entry,
    struct err *e)
{
	bool line, row;
	int order = 0;

	if (look(l, true, e) < 0)
		return -1;
	line = l->line_is == COURSE_HAS && is_unit(l->line_unit, unit);
	/* A root has one key: its unit's lines and rows are the same. */
	row = l->row_is == COURSE_HAS && (line ? l->order == 0
	    : is_unit(l->row_unit, unit));
	if (line && row && l->type != l->source->root)
		order = slice_compare(slice_from(l->line.text.at,
		    l->line.key_length), l->row.key);
	line = line && order <= 0;
	row = row && order >= 0;
	*entry = (struct course_entry){line ? &l->line : NULL,
	    row ? &l->row : NULL};
	if (line)
		l->line_is = COURSE_WANTED;
	if (row)
		l->row_is = COURSE_WANTED;
	return line || row;
}

int
course_twin(struct course *l, struct course_entry *entry, struct err *e)
{
	if (l->line_is != COURSE_WANTED || l->row_is != COURSE_WANTED)
		return 0;
	if (look_at_line(l, e) < 0 || look_at_row(l, e) < 0)
		return -1;
	if (l->line_is != COURSE_HAS || l->row_is != COURSE_HAS)
		return 0;
	if (!slice_equal(l->line.text, l->row.line)) {
		l->order = slice_compare(l->line_unit, l->row_unit);
		return 0;
	}
	l->line_is = l->row_is = COURSE_WANTED;
	*entry = (struct course_entry){&l->line, &l->row};
	return 1;
}

int
course_next_row(struct course *l, const struct ledger_row **row, struct err *e)
{
	if (look_at_row(l, e) < 0)
		return -1;
	if (l->row_is != COURSE_HAS)
		return 0;
	l->row_is = COURSE_WANTED;
	*row = &l->row;
	return 1;
}

uint64_t
course_place(const struct course *l)
{
	return l->line_is == COURSE_HAS ? l->line_at
	    : spool_cursor_place(&l->cursor);
}

void
course_seek(struct course *l, uint64_t at)
{
	spool_cursor_seek(&l->cursor, at);
	l->line_is = COURSE_WANTED;
}

static struct slice
keep(struct slice s, struct arena *a)
{
	return s.len ? slice_copy(s, a) : slice_from("", 0);
}

const struct ledger_row *
course_keep_row(const struct ledger_row *row, struct slice key, struct arena *a)
{
	struct ledger_row *copy = arena_alloc(a, sizeof(*copy));

	*copy = *row;
	copy->key = key;
	copy->type = copy->answer = copy->op = slice_from("", 0);
	copy->line = keep(row->line, a);
	copy->digest = keep(row->digest, a);
	copy->external_id = keep(row->external_id, a);
	copy->scope = keep(row->scope, a);
	copy->run = keep(row->run, a);
	copy->idempotency = keep(row->idempotency, a);
	copy->intent = keep(row->intent, a);
	copy->etag = keep(row->etag, a);
	copy->ticket = keep(row->ticket, a);
	return copy;
}
