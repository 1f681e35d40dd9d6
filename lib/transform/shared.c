/* shared.c - nodes into maps and expressions. */
#include "transform/shared.h"

#include "io/path.h"

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
	for (i = 0; i < s->map_count; i++) {
		valuemap_release(s->maps[i]);
		mem_free(s->maps[i]);
	}
	mem_free(s->maps);
	for (i = 0; i < s->pattern_count; i++)
		pattern_free(s->patterns[i]);
	mem_free(s->patterns);
	unit_table_release(&s->units);
	mem_free(s->folder);
	ydoc_release(&s->doc);
	arena_release(&s->found);
	arena_release(&s->arena);
	memset(s, 0, sizeof(*s));
}

/* --- expressions --- */

/* With a lane for the thread that maps beside the caller. */
int
shared_need_env(struct shared *s, struct err *e)
{
	if (s->env)
		return 0;
	s->env = expr_env_for_records(e);
	return s->env ? expr_env_add_lane(s->env, e) : -1;
}

struct expr *
shared_expr(struct shared *s, const struct ydoc_node *n, struct err *e)
{
	struct buf where = BUF_INIT((size_t)64 * 1024);
	struct slice text = {"", 0};
	struct expr *x = NULL;

	if (ydoc_text(n, &text, e) < 0 || shared_need_env(s, e) < 0)
		return NULL;
	buf_printf(&where, "%s:%lu:%lu", n->doc->name, n->line, n->column);
	/* the state belongs to one thread */
	if (memmem(text.at, text.len, "external_id", 11))
		s->alone = s->state.db != NULL;
	x = expr_new(s->env, text, buf_text(&where), e);
	buf_release(&where);
	if (!x)
		return NULL;
	s->exprs = mem_grow(s->exprs, s->expr_count + 1, sizeof(*s->exprs));
	s->exprs[s->expr_count++] = x;
	return x;
}

/* --- tables --- */

struct lookup *
shared_table(struct shared *s, const struct ydoc_node *n, struct err *e)
{
	const char *name = "";
	struct lookup *l;

	if (ydoc_string(n, &name, e) < 0)
		return NULL;
	l = s->env ? expr_table(s->env, name) : NULL;
	if (!l)
		ydoc_error(n, e, "there is no table \"%s\" under tables",
		    name);
	return l;
}

int
shared_column(unsigned *column, const struct lookup *l,
    const struct ydoc_node *n, struct err *e)
{
	struct slice name = {"", 0};
	const char *nearest;
	int at;

	if (ydoc_text(n, &name, e) < 0)
		return -1;
	at = lookup_column(l, name);
	if (at < 0) {
		nearest = slice_nearest(name, (const char *const *)l->columns);
		return ydoc_error(n, e, "the table \"%s\" has no column "
		    "\"%.*s\"%s%s%s", l->name, SLICE_ARGS(name), nearest
		    ? " (did you mean \"" : "", nearest ? nearest : "",
		    nearest ? "\"?)" : "");
	}
	*column = (unsigned)at; /* an index */
	return 0;
}

/* --- patterns and value maps --- */

void
shared_keep_pattern(struct shared *s, struct pattern *p)
{
	s->patterns = mem_grow(s->patterns, s->pattern_count + 1,
	    sizeof(*s->patterns));
	s->patterns[s->pattern_count++] = p;
}

struct valuemap *
shared_new_map(struct shared *s, enum valuemap_unmapped unmapped)
{
	struct valuemap *m = mem_zero(sizeof(*m));

	valuemap_init(m, unmapped);
	s->maps = mem_grow(s->maps, s->map_count + 1, sizeof(*s->maps));
	s->maps[s->map_count++] = m;
	return m;
}

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

/* The table must fit into memory, where the map has a copy. */
static int
check_map_table(const struct lookup *l, const struct ydoc_node *n,
    struct err *e)
{
	if (l->key_count != 1)
		return ydoc_error(n, e, "the table \"%s\" has a key of %u "
		    "columns (a value map needs one)", l->name, l->key_count);
	if (l->many)
		return ydoc_error(n, e, "in the table \"%s\" several rows may "
		    "have a key (a value map needs one; see enrich)",
		    l->name);
	if (l->big)
		return ydoc_error(n, e, "the table \"%s\" is too large for a "
		    "value map (see enrich)", l->name);
	return 0;
}

int
shared_fill_map(struct shared *s, struct valuemap *m,
    const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *table = ydoc_get(n, "table");
	const struct lookup *l = shared_table(s, table, e);
	unsigned column = 0;
	size_t i;

	if (!l || check_map_table(l, table, e) < 0 || shared_column(&column,
	    l, ydoc_need(n, "column", e), e) < 0)
		return -1;
	for (i = 0; i < lookup_row_count(l); i++) {
		const struct slice *row = lookup_row(l, i);
		struct slice to = row[column];

		if (!valuemap_add(m, row[0], to.at ? to : SLICE("")))
			BUG("the table lets no key stand twice");
	}
	return 0;
}

const struct valuemap *
shared_map(struct shared *s, const struct ydoc_node *n, struct err *e)
{
	static const char *const words[] = {
	    "reject", "keep", "absent", "hold", NULL};
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
	m = shared_new_map(s, (enum valuemap_unmapped)unmapped);
	if (values ? fill_from_values(m, values, e) < 0
		   : shared_fill_map(s, m, n, e) < 0)
		return NULL;
	return m;
}
