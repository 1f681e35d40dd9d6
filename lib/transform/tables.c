/* tables.c - rows of two kinds of files into one kind of table. */
#include "transform/tables.h"

#include "format/csvin.h"
#include "model/recin.h"
#include "model/stream_in.h"
#include "transform/slot.h"

const char *const tables_keys[] = {"columns", "encoding", "file", "key",
    "order", "separator", "stream", "type", "where", NULL};

/* A column of the table: of a CSV file, or a place in a record. */
struct column {
	struct slice name;
	unsigned field;
	struct slot slot;
};

/* A condition on a row: the text in a column is one of these. */
struct wanted {
	unsigned column;
	struct ydoc_texts texts;
};

/* A table on its way. */
struct loading {
	struct shared *shared;
	const struct ydoc_node *node;
	struct buf path;
	enum record_type type; /* of a stream */
	struct column *columns; /* those of the key first */
	unsigned count;
	unsigned key_count;
	struct wanted *wanted;
	unsigned wanted_count;
	struct slice *row;
	struct lookup *table;
};

/* --- columns --- */

static int
find_column(const struct loading *l, struct slice name)
{
	unsigned i;

	for (i = 0; i < l->count; i++)
		if (slice_equal(l->columns[i].name, name))
			return (int)i; /* few columns */
	return -1;
}

/* At the key's node where it has one of the name, else at the list's. */
static int
no_column(const struct ydoc_node *n, struct slice name, struct err *e)
{
	return ydoc_error(n, e, "the table has no column \"%.*s\"",
	    SLICE_ARGS(name));
}

/* The columns of the key go to the front. */
static int
take_key(struct loading *l, struct err *e)
{
	const struct ydoc_node *n = ydoc_need(l->node, "key", e);
	struct ydoc_texts key = {NULL, 0};
	unsigned k;

	if (ydoc_texts(n, &key, e) < 0)
		return -1;
	for (k = 0; k < key.count; k++) {
		struct column kept;
		int at = find_column(l, key.at[k]);

		if (at < 0)
			return no_column(n, key.at[k], e);
		if ((unsigned)at < k)
			return ydoc_error(n, e, "\"%.*s\" stands twice",
			    SLICE_ARGS(key.at[k]));
		kept = l->columns[at];
		memmove(&l->columns[k + 1], &l->columns[k],
		    ((unsigned)at - k) * sizeof(kept));
		l->columns[k] = kept;
	}
	l->key_count = (unsigned)key.count;
	return 0;
}

static int
take_where(struct loading *l, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(l->node, "where"), *child;

	if (!n)
		return 0;
	if (ydoc_check_map(n, e) < 0)
		return -1;
	l->wanted = arena_alloc(&l->shared->arena,
	    (n->count + 1) * sizeof(*l->wanted));
	for (child = n->first; child; child = child->next) {
		struct wanted *w = &l->wanted[l->wanted_count++];
		int at = find_column(l, child->key);

		w->texts = (struct ydoc_texts){NULL, 0};
		if (at < 0)
			return ydoc_error_key(child, e, "the table has no "
			    "column \"%.*s\"", SLICE_ARGS(child->key));
		w->column = (unsigned)at;
		if (ydoc_texts(child, &w->texts, e) < 0)
			return -1;
	}
	return 0;
}

/* `order: [preference, -price]`: several rows may share a key. */
static int
take_order(struct loading *l, struct err *e)
{
	const struct ydoc_node *n = ydoc_get(l->node, "order");
	struct ydoc_texts texts = {NULL, 0};
	struct lookup_order *list;
	unsigned i;

	if (!n)
		return 0;
	if (ydoc_texts(n, &texts, e) < 0)
		return -1;
	list = arena_alloc(&l->shared->arena,
	    (texts.count + 1) * sizeof(*list));
	for (i = 0; i < texts.count; i++) {
		struct slice name = texts.at[i];
		int at;

		list[i].down = slice_begins(name, SLICE("-"));
		if (list[i].down)
			name = slice_from(name.at + 1, name.len - 1);
		at = find_column(l, name);
		if (at < 0)
			return no_column(n, name, e);
		list[i].column = (unsigned)at;
	}
	lookup_allow_many(l->table, list, (unsigned)texts.count);
	return 0;
}

/* Columns are known: the table is made, still empty. */
static int
make_table(struct loading *l, struct err *e)
{
	struct arena *a = &l->shared->arena;
	const char *name = l->node->key.at;
	const char **names;
	unsigned i;

	if (take_key(l, e) < 0)
		return -1;
	names = arena_alloc(a, (l->count + 1) * sizeof(*names));
	for (i = 0; i < l->count; i++)
		names[i] = slice_copy(l->columns[i].name, a).at;
	names[l->count] = NULL;
	if (expr_table_new(l->shared->env, name, names, l->key_count, e) < 0)
		return -1;
	l->table = expr_table(l->shared->env, name);
	l->row = arena_alloc(a, (l->count + 1) * sizeof(*l->row));
	return take_where(l, e) < 0 ? -1 : take_order(l, e);
}

/* The row, whose texts stand in l->row, if it is wanted. */
static int
add_row(struct loading *l, struct err *e)
{
	unsigned i, k;

	for (i = 0; i < l->wanted_count; i++) {
		const struct wanted *w = &l->wanted[i];

		for (k = 0; k < w->texts.count; k++)
			if (slice_equal(w->texts.at[k], l->row[w->column]))
				break;
		if (k == w->texts.count)
			return 0;
	}
	for (i = l->key_count; i < l->count; i++)
		if (!l->row[i].len)
			l->row[i].at = NULL; /* an empty cell is absent */
	return lookup_add(l->table, l->row, e);
}

/* --- CSV --- */

static int
take_header(struct loading *l, const struct csvin_row *header, struct err *e)
{
	struct arena *a = &l->shared->arena;
	unsigned i;

	l->count = (unsigned)header->count; /* CSVIN_COLUMNS_MOST */
	l->columns = arena_alloc(a, (l->count + 1) * sizeof(*l->columns));
	for (i = 0; i < l->count; i++)
		l->columns[i] = (struct column){
		    .name = slice_copy(header->fields[i], a), .field = i};
	return make_table(l, e);
}

static int
add_csv_row(struct loading *l, const struct csvin *csv,
    const struct csvin_row *row, struct err *e)
{
	unsigned i;

	if (row->count != l->count) {
		csvin_error(csv, row, e, "%zu fields (expected %u, as in the "
		    "header)", row->count, l->count);
		return -1;
	}
	for (i = 0; i < l->count; i++)
		l->row[i] = row->fields[l->columns[i].field];
	return add_row(l, e) < 0
	    ? err_in(e, "%s:%lu", csv->in.name, row->line) : 0;
}

static int
load_csv_rows(struct loading *l, struct csvin *csv, struct err *e)
{
	struct csvin_row row;
	int got = csvin_next(csv, &row, e);

	if (got == 0)
		return ydoc_error(ydoc_get(l->node, "file"), e, "the file is "
		    "empty (its first row names the columns)");
	if (got < 0 || take_header(l, &row, e) < 0)
		return -1;
	while ((got = csvin_next(csv, &row, e)) > 0)
		if (add_csv_row(l, csv, &row, e) < 0)
			return -1;
	return got;
}

static int
load_csv(struct loading *l, struct err *e)
{
	struct csvin_dialect dialect = {NULL, NULL, NULL, 0};
	struct csvin csv;
	int rc = -1;

	if (ydoc_string(ydoc_get(l->node, "separator"), &dialect.separator,
	    e) < 0 || ydoc_string(ydoc_get(l->node, "encoding"),
	    &dialect.encoding, e) < 0)
		return -1;
	if (csvin_open(&csv, buf_text(&l->path), &dialect, e) == 0)
		rc = load_csv_rows(l, &csv, e);
	csvin_close(&csv);
	return rc;
}

/* --- streams --- */

static int
take_type(struct loading *l, struct err *e)
{
	const struct ydoc_node *n = ydoc_need(l->node, "type", e);
	struct slice name = {"", 0};
	const char *nearest;

	if (ydoc_text(n, &name, e) < 0)
		return -1;
	if (schema_find(&l->type, name))
		return 0;
	nearest = schema_nearest(name);
	return ydoc_error(n, e, "unknown record type \"%.*s\"%s%s%s",
	    SLICE_ARGS(name), nearest ? " (did you mean \"" : "",
	    nearest ? nearest : "", nearest ? "\"?)" : "");
}

static int
add_column(struct loading *l, struct slice name, const struct ydoc_node *n,
    struct err *e)
{
	struct column *c = &l->columns[l->count];
	const char *nearest;

	if (find_column(l, name) >= 0)
		return 0;
	c->name = name;
	if (slot_find(&c->slot, l->type, name) && !(c->slot.member ==
	    SLOT_ATTRS && !c->slot.attr.len)) {
		l->count++;
		return 0;
	}
	nearest = schema_member_nearest(l->type, name);
	return ydoc_error(n, e, "%.*s has no member \"%.*s\"%s%s%s",
	    SLICE_ARGS(schema_types[l->type].name), SLICE_ARGS(name),
	    nearest ? " (did you mean \"" : "", nearest ? nearest : "",
	    nearest ? "\"?)" : "");
}

/* The members that are named, else all of the type; and those of the key. */
static int
take_members(struct loading *l, struct err *e)
{
	const struct schema_type *t = &schema_types[l->type];
	const struct ydoc_node *n = ydoc_get(l->node, "columns");
	const struct ydoc_node *key = ydoc_need(l->node, "key", e);
	struct ydoc_texts names = {NULL, 0}, keys = {NULL, 0};
	unsigned i;

	if (ydoc_texts(n, &names, e) < 0 || ydoc_texts(key, &keys, e) < 0)
		return -1;
	l->columns = arena_alloc(&l->shared->arena, (names.count +
	    keys.count + SCHEMA_MEMBERS_MOST) * sizeof(*l->columns));
	for (i = 0; i < keys.count; i++)
		if (add_column(l, keys.at[i], key, e) < 0)
			return -1;
	for (i = 0; i < names.count; i++)
		if (add_column(l, names.at[i], n, e) < 0)
			return -1;
	for (i = 0; !n && i < t->member_count; i++)
		if (add_column(l, t->members[i].name, l->node, e) < 0)
			return -1;
	return make_table(l, e);
}

static struct slice
set_text(const struct value *v, struct arena *a)
{
	struct buf b = BUF_INIT(ZIO_LINE_MOST);
	struct slice text;
	size_t i;

	for (i = 0; i < v->count; i++) {
		if (i)
			buf_add_byte(&b, ',');
		buf_add_slice(&b, v->set[i]);
	}
	text = slice_copy(buf_slice(&b), a);
	buf_release(&b);
	return text;
}

static int
add_record(struct loading *l, const struct stream_line *line, struct arena *a,
    struct err *e)
{
	struct record r;
	unsigned i;

	arena_reset(a);
	if (recin_parse(&r, line->text, JSON_AT(buf_text(&l->path),
	    line->number), a, e) < 0)
		return -1;
	for (i = 0; i < l->count; i++) {
		const struct value *v = slot_get(&l->columns[i].slot, &r);

		if (!slot_text(&l->row[i], v))
			l->row[i] = set_text(v, a);
	}
	return add_row(l, e) < 0
	    ? err_in(e, "%s:%lu", buf_text(&l->path), line->number) : 0;
}

static int
load_stream(struct loading *l, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct stream_in in;
	struct stream_line line;
	int got;

	if (take_type(l, e) < 0 || take_members(l, e) < 0)
		return -1;
	got = stream_in_open(&in, buf_text(&l->path), STREAM_ANY,
	    SORT_MEMORY_DEFAULT, e);
	while (got >= 0 && (got = stream_in_next(&in, &line, e)) > 0)
		if (!line.head && line.type == l->type &&
		    add_record(l, &line, &a, e) < 0)
			got = -1;
	stream_in_close(&in);
	arena_release(&a);
	return got;
}

/* --- all --- */

/* What belongs to files of the other kind. */
static int
check_kind(const struct ydoc_node *n, bool stream, struct err *e)
{
	static const char *const of_csv[] = {"separator", "encoding", NULL};
	static const char *const of_streams[] = {"type", "columns", NULL};
	const char *const *key = stream ? of_csv : of_streams;

	for (; *key; key++) {
		const struct ydoc_node *child = ydoc_get(n, *key);

		if (child)
			return ydoc_error_key(child, e, "%s: belongs to %s",
			    *key, stream ? "file" : "stream");
	}
	return 0;
}

static int
load_table(struct shared *s, const struct ydoc_node *n, struct err *e)
{
	struct loading l = {.shared = s, .node = n,
	    .path = BUF_INIT((size_t)64 * 1024)};
	const struct ydoc_node *stream;
	const char *file = NULL;
	int rc;

	if (ydoc_check_keys(n, tables_keys, e) < 0)
		return -1;
	stream = ydoc_get(n, "stream");
	if (stream && ydoc_get(n, "file"))
		return ydoc_error(n, e, "needs either file or stream");
	if (check_kind(n, stream != NULL, e) < 0 || ydoc_string(stream
	    ? stream : ydoc_need(n, "file", e), &file, e) < 0)
		return -1;
	if (file[0] != '/')
		buf_add_text(&l.path, s->folder);
	buf_add_text(&l.path, file);
	rc = stream ? load_stream(&l, e) : load_csv(&l, e);
	if (rc < 0 && e->kind == ERR_INPUT)
		e->kind = ERR_USAGE; /* a table is part of the rules */
	buf_release(&l.path);
	return rc;
}

int
tables_load(struct shared *s, const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;

	if (!n)
		return 0;
	if (ydoc_check_map(n, e) < 0 || shared_need_env(s, e) < 0)
		return -1;
	for (child = n->first; child; child = child->next)
		if (load_table(s, child, e) < 0)
			return -1;
	return 0;
}
