/* computed.c - one environment a source, its expressions in their order. */
#include "extract/computed.h"

#include "expr/expr.h"

struct computed {
	struct expr_env *env;
	struct expr **expressions;
	size_t count;
	struct buf wrong;
};

static int
compile(struct computed *c, const struct rows *r, struct err *e)
{
	const struct ydoc_node *n;
	char where[ERR_TEXT_MOST];

	for (n = r->source->computed->first; n; n = n->next) {
		snprintf(where, sizeof(where), "%s:%lu:%lu", n->doc->name,
		    n->line, n->column);
		c->expressions[c->count] = expr_new(c->env, n->text, where, e);
		if (!c->expressions[c->count])
			return -1;
		c->count++;
	}
	return 0;
}

int
computed_new(struct computed **out, const struct rows *r, struct err *e)
{
	struct computed *c = mem_zero(sizeof(*c));
	const char **names = mem_zero((r->all_count + 1) * sizeof(*names));
	size_t i;
	int rc = -1;

	*out = NULL;
	buf_init(&c->wrong, ERR_TEXT_MOST * 2);
	c->expressions = mem_zero((r->source->computed->count + 1) *
	    sizeof(*c->expressions));
	for (i = 0; i < r->all_count; i++)
		names[i] = r->columns[i].at;
	c->env = expr_env_new(names, e);
	mem_free(names);
	if (c->env)
		rc = compile(c, r, e);
	if (rc < 0)
		computed_free(c);
	else
		*out = c;
	return rc;
}

void
computed_free(struct computed *c)
{
	size_t i;

	if (!c)
		return;
	for (i = 0; i < c->count; i++)
		expr_free(c->expressions[i]);
	if (c->env)
		expr_env_free(c->env);
	buf_release(&c->wrong);
	mem_free(c->expressions);
	mem_free(c);
}

bool
computed_reads(const struct computed *c, size_t at, unsigned column)
{
	return at < c->count && expr_reads_text(c->expressions[at], column);
}

int
computed_put(struct computed *c, struct rows *r, struct row *row,
    struct err *e)
{
	struct slice *fields = r->fields + r->column_count +
	    r->source->computed_at;
	struct expr_input input = {.texts = r->fields};
	struct expr_value v;
	size_t i;

	for (i = 0; i < c->count; i++)
		fields[i] = slice_from(NULL, 0);
	for (i = 0; i < c->count && !row->wrong; i++) {
		if (expr_eval(c->expressions[i], &input, &v, e) == 0) {
			if (!v.null && v.text.len)
				fields[i] = slice_copy(v.text, &r->texts);
			continue;
		}
		if (e->kind != ERR_USAGE)
			return -1;
		buf_clear(&c->wrong);
		buf_printf(&c->wrong, "expression: %s", e->text);
		err_clear(e);
		row->wrong = buf_text(&c->wrong);
	}
	return 0;
}
