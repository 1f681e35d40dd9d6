/* shared.c - CSV files into tables, nodes into maps and expressions. */
#include "transform/shared.h"

#include "format/csvin.h"
#include "io/path.h"

const char *const shared_table_keys[] = {
    "encoding", "file", "key", "separator", NULL};
const char *const shared_map_keys[] = {
    "column", "table", "unmapped", "values", NULL};

int
shared_load(struct shared *s, const char *path, struct err *e)
{
	memset(s, 0, sizeof(*s));
	s->folder = path_folder(path);
	return ydoc_load(&s->doc, path, e);
}

int
shared_parse(struct shared *s, const char *name, struct slice text,
    struct err *e)
{
	memset(s, 0, sizeof(*s));
	s->folder = path_folder(name);
	return ydoc_parse(&s->doc, name, text, e);
}

void
shared_release(struct shared *s)
{
	size_t i;

	for (i = 0; i < s->expr_count; i++)
		expr_free(s->exprs[i]);
	mem_free(s->exprs);
	expr_env_free(s->env);
	for (i = 0; i < s->table_count; i++)
		lookup_release(&s->tables[i]);
	mem_free(s->tables);
	for (i = 0; i < s->map_count; i++) {
		valuemap_release(s->maps[i]);
		mem_free(s->maps[i]);
	}
	mem_free(s->maps);
	mem_free(s->folder);
	ydoc_release(&s->doc);
	arena_release(&s->arena);
	memset(s, 0, sizeof(*s));
}

/* --- expressions --- */

static int
need_env(struct shared *s, struct err *e)
{
	if (!s->env)
		s->env = expr_env_for_records(e);
	return s->env ? 0 : -1;
}

struct expr *
shared_expr(struct shared *s, const struct ydoc_node *n, struct err *e)
{
	struct buf where = BUF_INIT((size_t)64 * 1024);
	struct slice text = {"", 0};
	struct expr *x = NULL;

	if (ydoc_text(n, &text, e) < 0 || need_env(s, e) < 0)
		return NULL;
	buf_printf(&where, "%s:%lu:%lu", n->doc->name, n->line, n->column);
	x = expr_new(s->env, text, buf_text(&where), e);
	buf_release(&where);
	if (!x)
		return NULL;
	s->exprs = mem_grow(s->exprs, s->expr_count + 1, sizeof(*s->exprs));
	s->exprs[s->expr_count++] = x;
	return x;
}

/* --- tables --- */

/* A CSV file on its way into a table. */
struct loading {
	struct csvin csv;
	const struct ydoc_node *node;
	struct lookup *table;
	struct expr_env *env;
	unsigned *order; /* place in the table -> column of the file */
	unsigned count;
	unsigned key_count;
};

/* The columns of the header: those of the key first. */
static int
order_columns(struct loading *l, const struct csvin_row *header,
    struct shared *s, struct err *e)
{
	struct ydoc_texts key = {NULL, 0};
	const struct ydoc_node *n = ydoc_need(l->node, "key", e);
	unsigned i, k, placed = 0;

	if (ydoc_texts(n, &key, e) < 0)
		return -1;
	l->count = (unsigned)header->count;
	l->order = arena_alloc(&s->arena, header->count * sizeof(*l->order));
	for (k = 0; k < key.count; k++) {
		for (i = 0; i < l->count; i++)
			if (slice_equal(header->fields[i], key.at[k]))
				break;
		if (i == l->count)
			return ydoc_error(n, e, "the table has no column "
			    "\"%.*s\"", SLICE_ARGS(key.at[k]));
		l->order[placed++] = i;
	}
	l->key_count = placed;
	for (i = 0; i < l->count; i++) {
		for (k = 0; k < l->key_count && l->order[k] != i; k++)
			;
		if (k == l->key_count)
			l->order[placed++] = i;
	}
	return 0;
}

static int
make_table(struct loading *l, const struct csvin_row *header,
    struct shared *s, struct err *e)
{
	const char **names;
	const char *name = l->node->key.at;
	unsigned i;

	if (order_columns(l, header, s, e) < 0)
		return -1;
	names = arena_alloc(&s->arena, (l->count + 1) * sizeof(*names));
	for (i = 0; i < l->count; i++)
		names[i] = slice_copy(header->fields[l->order[i]],
		    &s->arena).at;
	names[l->count] = NULL;
	s->tables = mem_grow(s->tables, s->table_count + 1,
	    sizeof(*s->tables));
	l->table = &s->tables[s->table_count];
	if (lookup_init(l->table, name, names, l->key_count, e) < 0)
		return -1;
	s->table_count++;
	return expr_table_new(l->env, name, names, l->key_count, e);
}

static int
add_row(struct loading *l, const struct csvin_row *row, struct slice *texts,
    struct err *e)
{
	unsigned i;

	if (row->count != l->count) {
		csvin_error(&l->csv, row, e, "%zu fields (expected %u, as in "
		    "the header)", row->count, l->count);
		return -1;
	}
	for (i = 0; i < l->count; i++) {
		texts[i] = row->fields[l->order[i]];
		if (i >= l->key_count && !texts[i].len)
			texts[i].at = NULL; /* an empty cell is absent */
	}
	if (lookup_add(l->table, texts, e) < 0 ||
	    expr_table_add(l->env, l->node->key.at, texts, e) < 0)
		return err_in(e, "%s:%lu", l->csv.in.name, row->line);
	return 0;
}

static int
load_rows(struct loading *l, struct shared *s, struct err *e)
{
	struct csvin_row row;
	struct slice *texts;
	int got = csvin_next(&l->csv, &row, e);

	if (got < 0)
		return -1;
	if (!got)
		return ydoc_error(l->node, e, "the file is empty (expected a "
		    "header with the names of the columns)");
	if (make_table(l, &row, s, e) < 0)
		return -1;
	texts = arena_alloc(&s->arena, l->count * sizeof(*texts));
	while ((got = csvin_next(&l->csv, &row, e)) > 0)
		if (add_row(l, &row, texts, e) < 0)
			return -1;
	return got;
}

static int
load_table(struct shared *s, const struct ydoc_node *n, struct err *e)
{
	struct loading l = {.node = n, .env = s->env};
	struct csvin_dialect dialect = {NULL, NULL, NULL, 0};
	struct buf path = BUF_INIT((size_t)64 * 1024);
	const char *file = NULL;
	int rc = -1;

	if (ydoc_check_keys(n, shared_table_keys, e) < 0 ||
	    ydoc_string(ydoc_need(n, "file", e), &file, e) < 0 ||
	    ydoc_string(ydoc_get(n, "separator"), &dialect.separator, e) < 0 ||
	    ydoc_string(ydoc_get(n, "encoding"), &dialect.encoding, e) < 0)
		return -1;
	if (file[0] != '/')
		buf_add_text(&path, s->folder);
	buf_add_text(&path, file);
	if (csvin_open(&l.csv, buf_text(&path), &dialect, e) == 0)
		rc = load_rows(&l, s, e);
	if (rc < 0 && e->kind == ERR_INPUT)
		e->kind = ERR_USAGE; /* a table is part of the rules */
	csvin_close(&l.csv);
	buf_release(&path);
	return rc;
}

int
shared_load_tables(struct shared *s, const struct ydoc_node *n,
    struct err *e)
{
	const struct ydoc_node *child;

	if (!n)
		return 0;
	if (ydoc_check_map(n, e) < 0 || need_env(s, e) < 0)
		return -1;
	for (child = n->first; child; child = child->next)
		if (load_table(s, child, e) < 0)
			return -1;
	return 0;
}

/* --- value maps --- */

static int
fill_from_values(struct valuemap *m, const struct ydoc_node *values,
    struct err *e)
{
	const struct ydoc_node *child;

	if (ydoc_check_map(values, e) < 0)
		return -1;
	for (child = values->first; child; child = child->next) {
		struct slice to;

		if (ydoc_text(child, &to, e) < 0)
			return -1;
		if (!valuemap_add(m, child->key, to))
			BUG("the tree lets no key stand twice");
	}
	return 0;
}

static const struct lookup *
find_table(struct shared *s, const struct ydoc_node *n, struct err *e)
{
	struct slice name = {"", 0};
	size_t i;

	if (ydoc_text(n, &name, e) < 0)
		return NULL;
	for (i = 0; i < s->table_count; i++)
		if (slice_is(name, s->tables[i].name))
			break;
	if (i == s->table_count)
		ydoc_error(n, e, "there is no table \"%.*s\" under tables",
		    SLICE_ARGS(name));
	else if (s->tables[i].key_count != 1)
		ydoc_error(n, e, "the table \"%.*s\" has a key of %u columns "
		    "(a value map needs one)", SLICE_ARGS(name),
		    s->tables[i].key_count);
	else
		return &s->tables[i];
	return NULL;
}

static int
fill_from_table(struct valuemap *m, struct shared *s,
    const struct ydoc_node *n, struct err *e)
{
	const struct lookup *l = find_table(s, ydoc_get(n, "table"), e);
	const struct ydoc_node *column;
	struct slice name = {"", 0};
	size_t i;
	int at;

	if (!l)
		return -1;
	column = ydoc_need(n, "column", e);
	if (ydoc_text(column, &name, e) < 0)
		return -1;
	at = lookup_column(l, name);
	if (at < 0)
		return ydoc_error(column, e, "the table \"%s\" has no column "
		    "\"%.*s\"", l->name, SLICE_ARGS(name));
	for (i = 0; i < l->cell_count; i += l->column_count) {
		struct slice to = l->cells[i + (unsigned)at];

		if (!to.at)
			to = SLICE("");
		if (!valuemap_add(m, l->cells[i], to))
			BUG("the table lets no key stand twice");
	}
	return 0;
}

const struct valuemap *
shared_map(struct shared *s, const struct ydoc_node *n, struct err *e)
{
	static const char *const words[] = {"reject", "keep", "absent", NULL};
	const struct ydoc_node *values;
	struct valuemap *m;
	int unmapped = VALUEMAP_REJECT;

	if (ydoc_check_keys(n, shared_map_keys, e) < 0 ||
	    ydoc_choice(ydoc_get(n, "unmapped"), words, &unmapped, e) < 0)
		return NULL;
	values = ydoc_get(n, "values");
	if (!values == !ydoc_get(n, "table")) {
		ydoc_error(n, e, "needs either values, or table and column");
		return NULL;
	}
	m = mem_zero(sizeof(*m));
	valuemap_init(m, (enum valuemap_unmapped)unmapped);
	s->maps = mem_grow(s->maps, s->map_count + 1, sizeof(*s->maps));
	s->maps[s->map_count++] = m;
	if (values ? fill_from_values(m, values, e) < 0
		   : fill_from_table(m, s, n, e) < 0)
		return NULL;
	return m;
}
