/* carry.c - the text of each column, and the one before it. */
#include "extract/carry.h"

struct carry {
	const struct rows *of;
	size_t count;
	int *columns;
	struct buf *texts;  /* by columns: behind the latest row */
	struct buf *before; /* in front of it */
	size_t file;
};

int
carry_new(struct carry **out, const struct rows *r, struct err *e)
{
	const struct source *s = r->source;
	struct carry *c = mem_zero(sizeof(*c));
	size_t i;

	*out = NULL;
	c->of = r;
	c->count = s->carry.count;
	c->columns = mem_zero((c->count + 1) * sizeof(*c->columns));
	c->texts = mem_zero((c->count + 1) * sizeof(*c->texts));
	c->before = mem_zero((c->count + 1) * sizeof(*c->before));
	for (i = 0; i < c->count; i++) {
		buf_init(&c->texts[i], CSVIN_FIELD_MOST);
		buf_init(&c->before[i], CSVIN_FIELD_MOST);
		c->columns[i] = source_column_find(r->columns,
		    r->column_count, s->carry.at[i]);
		if (c->columns[i] >= 0)
			continue;
		source_no_column(ydoc_get(s->node, "carry"), s->carry.at[i],
		    source_column_nearest(r->columns, r->column_count,
		    s->carry.at[i]), e);
		carry_free(c);
		return -1;
	}
	*out = c;
	return 0;
}

void
carry_free(struct carry *c)
{
	size_t i;

	if (!c)
		return;
	for (i = 0; i < c->count; i++) {
		buf_release(&c->texts[i]);
		buf_release(&c->before[i]);
	}
	mem_free(c->columns);
	mem_free(c->texts);
	mem_free(c->before);
	mem_free(c);
}

void
carry_restart(struct carry *c)
{
	size_t i;

	for (i = 0; i < c->count; i++) {
		buf_clear(&c->texts[i]);
		buf_clear(&c->before[i]);
	}
	c->file = c->of->at;
}

/* A row takes what is above it, or says what is below. */
static void
fill(struct carry *c, struct rows *r)
{
	struct slice *field;
	size_t i;

	for (i = 0; i < c->count; i++) {
		field = &r->fields[c->columns[i]];
		buf_clear(&c->texts[i]);
		buf_add_slice(&c->texts[i], field->len ? *field
		    : buf_slice(&c->before[i]));
		if (!field->len && c->texts[i].len)
			*field = buf_slice(&c->texts[i]);
	}
}

void
carry_put(struct carry *c, struct rows *r)
{
	struct buf swap;
	size_t i;

	if (c->file != r->at)
		carry_restart(c);
	for (i = 0; i < c->count; i++) {
		swap = c->before[i];
		c->before[i] = c->texts[i];
		c->texts[i] = swap;
	}
	fill(c, r);
}

void
carry_replace(struct carry *c, struct rows *r)
{
	fill(c, r);
}
