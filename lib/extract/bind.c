/*
 * bind.c - numbers for names.
 *
 * `where` compares natively, a text against a handful of texts: most filters
 * need no more, and SQLite costs about as much as the rest of a row does.
 */
#include "extract/bind.h"

#include "expr/expr.h"
#include "extract/ere.h"

void
bind_init(struct bind *b, const struct slice *columns, size_t count)
{
	*b = (struct bind){columns, count, NULL};
}

void
bind_release(struct bind *b)
{
	if (b->env)
		expr_env_free(b->env);
	b->env = NULL;
}

static int
column(const struct bind *b, struct slice name, const struct ydoc_node *n,
    int *out, struct err *e)
{
	char found[SOURCE_FOUND_SIZE];
	const char *nearest;

	*out = source_column_find(b->columns, b->count, name);
	if (*out >= 0)
		return 0;
	nearest = source_column_nearest(b->columns, b->count, name);
	if (nearest)
		return source_no_column(n, name, nearest, e);
	source_found_text(found, b->columns, b->count);
	return ydoc_error(n, e, "the source has no column \"%.*s\"; it has "
	    "%s", SLICE_ARGS(name), found);
}

static int
env_need(struct bind *b, struct err *e)
{
	const char **names;
	size_t i;

	if (b->env)
		return 0;
	names = mem_zero((b->count + 1) * sizeof(*names));
	for (i = 0; i < b->count; i++)
		names[i] = b->columns[i].at;
	b->env = expr_env_new(names, e);
	mem_free(names);
	return b->env ? 0 : -1;
}

static int
compile(struct bind *b, const struct ydoc_node *n, struct expr **out,
    struct err *e)
{
	char where[ERR_TEXT_MOST];

	if (env_need(b, e) < 0)
		return -1;
	snprintf(where, sizeof(where), "%s:%lu:%lu", n->doc->name, n->line,
	    n->column);
	*out = expr_new(b->env, n->text, where, e);
	return *out ? 0 : -1;
}

static int
bind_columns(struct bind *b, struct rule *r, struct err *e)
{
	const struct ydoc_node *n = r->node;
	size_t i;

	if (n->kind == YDOC_MAP)
		n = ydoc_get(n, "column");
	for (i = 1; i < r->columns.count; i++)
		if (column(b, r->columns.at[i], n, &r->others[i - 1], e) < 0)
			return -1;
	return column(b, r->text, n, &r->column, e);
}

int
bind_rule(struct bind *b, struct rule *r, struct err *e)
{
	const struct ydoc_node *n = r->node;
	char why[200];

	if (r->pattern.len && !r->ere)
		r->ere = ere_new(r->pattern, why, sizeof(why));
	if (r->pattern.len && !r->ere)
		BUG("a pattern that was checked does not compile");
	if (r->like.len && !r->like_ere)
		r->like_ere = ere_new_whole(r->like, why, sizeof(why));
	switch (r->from) {
	case RULE_COLUMN:
		return bind_columns(b, r, e);
	case RULE_EXPRESSION:
		return compile(b, ydoc_get(n, "expression"), &r->expression,
		    e);
	case RULE_CONSTANT:
		break;
	}
	return 0;
}

void
bind_rule_release(struct rule *r)
{
	if (r->expression)
		expr_free(r->expression);
	ere_free(r->ere);
	ere_free(r->like_ere);
	r->expression = NULL;
	r->ere = r->like_ere = NULL;
}

int
bind_filter(struct bind *b, struct bind_filter *f,
    const struct source_filter *spec, struct err *e)
{
	size_t i;

	f->spec = spec;
	f->when = NULL;
	f->columns = mem_zero((spec->where_count + 1) * sizeof(*f->columns));
	for (i = 0; i < spec->where_count; i++)
		if (column(b, spec->wheres[i].column, spec->wheres[i].node,
		    &f->columns[i], e) < 0)
			return -1;
	return spec->when ? compile(b, spec->when, &f->when, e) : 0;
}

void
bind_filter_release(struct bind_filter *f)
{
	if (f->when)
		expr_free(f->when);
	mem_free(f->columns);
	*f = (struct bind_filter){NULL, NULL, NULL};
}

static bool
where_holds(const struct source_where *w, struct slice text)
{
	size_t i;

	for (i = 0; i < w->values.count; i++)
		if (slice_equal(w->values.at[i], text))
			return true;
	return false;
}

int
bind_filter_holds(const struct bind_filter *f, const struct row *row,
    bool *holds, bool *unknown, struct err *e)
{
	struct expr_input input = {.texts = row->fields};
	bool null = false;
	size_t i;

	*holds = false;
	for (i = 0; i < f->spec->where_count; i++)
		if (!where_holds(&f->spec->wheres[i],
		    row->fields[f->columns[i]]))
			return 0;
	*holds = true;
	if (!f->when)
		return 0;
	if (expr_holds(f->when, &input, holds, &null, e) < 0)
		return -1;
	*unknown |= null;
	return 0;
}

int
bind_entry(struct bind *b, struct profile_entry *entry, struct err *e)
{
	size_t i;

	for (i = 0; i < entry->member_count; i++)
		if (bind_rule(b, &entry->members[i].rule, e) < 0)
			return -1;
	for (i = 0; i < entry->attr_count; i++)
		if (bind_rule(b, &entry->attrs[i].rule, e) < 0)
			return -1;
	return 0;
}

void
bind_entry_release(struct profile_entry *entry)
{
	size_t i;

	for (i = 0; i < entry->member_count; i++)
		bind_rule_release(&entry->members[i].rule);
	for (i = 0; i < entry->attr_count; i++)
		bind_rule_release(&entry->attrs[i].rule);
}
