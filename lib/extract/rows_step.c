/*
 * rows_step.c - one pass along the file, and in each instance one walk per
 * column.
 *
 * A source that looks up what another of the same file has reads the file
 * once more: p21in passes over what is not asked for, which costs less than
 * keeping any of it would.
 */
#include "extract/rows_step.h"

#include "base/map.h"
#include "extract/rows_plain.h"
#include "extract/steppath.h"
#include "format/charset.h"
#include "format/p21in.h"
#include "format/p21text.h"

#define TEXT_MOST ((size_t)16 * 1024 * 1024)

struct state {
	struct p21in *in;
	struct p21_instance instance;
	const struct p21_part *part; /* the one that makes it a row */
	size_t element, elements;    /* of the list that gives rows */
	struct slice *texts;         /* by columns, not cleaned */
	struct map *seen;            /* by columns: texts to how often */
	struct buf text;
	char wrong[300];
};

static int
begin(struct rows *r, struct err *e)
{
	const struct steppath_plan *plan = r->source->step;
	struct state *s = r->state;
	size_t i;

	p21in_close(s->in);
	s->in = NULL;
	s->element = s->elements = 0;
	for (i = 0; i < r->column_count; i++) {
		map_release(&s->seen[i]);
		s->seen[i] = (struct map)MAP_INIT;
	}
	if (p21in_open(&s->in, r->path, r->name, e) < 0)
		return -1;
	p21in_want(s->in, plan->entities, plan->entity_count);
	return 0;
}

/* That the set is known, before any text is in it. */
static int
check_encoding(const struct rows *r, struct err *e)
{
	struct charset set = CHARSET_INIT;

	if (charset_open(&set, r->source->dialect.encoding, e) < 0)
		return -1;
	charset_close(&set);
	return 0;
}

static int
open_step(struct rows *r, struct err *e)
{
	struct state *s = r->state = mem_zero(sizeof(*s));

	if (check_encoding(r, e) < 0)
		return -1;
	rows_columns_of_profile(r);
	s->texts = mem_zero((r->column_count + 1) * sizeof(*s->texts));
	s->seen = mem_zero((r->column_count + 1) * sizeof(*s->seen));
	buf_init(&s->text, TEXT_MOST);
	return begin(r, e);
}

/* --- texts --- */

/* Part 21 wants a point in a REAL: 25. and 1.E-02 are numbers nowhere else. */
static void
number_add(struct buf *b, struct slice text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if ((text.at[i] != '.' || (i + 1 < text.len &&
		    text.at[i + 1] >= '0' && text.at[i + 1] <= '9')) &&
		    (i || text.at[i] != '+'))
			buf_add_byte(b, text.at[i]);
}

/* Appends what a value is as a text; NULL, or why it is none. */
static const char *
value_add(const struct rows *r, struct buf *b, const struct p21_value *v)
{
	const struct p21_value *child;
	const char *why = NULL;

	switch (v->kind) {
	case P21_NOTHING:
	case P21_DERIVED:
		break;
	case P21_STRING:
		return p21text_add(b, v->text, r->source->dialect.encoding);
	case P21_ENUM:
		if (slice_is(v->text, "T") || slice_is(v->text, "F"))
			buf_add_text(b, *v->text.at == 'T' ? "true" : "false");
		else
			buf_add_slice(b, v->text);
		break;
	case P21_REFERENCE:
		buf_printf(b, "%s#", r->name);
		buf_add_slice(b, v->text);
		break;
	case P21_NUMBER:
		number_add(b, v->text);
		break;
	case P21_BINARY:
	case P21_WORD:
		buf_add_slice(b, v->text);
		break;
	case P21_LIST:
	case P21_TYPED:
		for (child = v->first; child && !why; child = child->next) {
			why = value_add(r, b, child);
			if (child->next)
				buf_add_byte(b, ',');
		}
	}
	return why;
}

static const char *
path_add(const struct rows *r, struct buf *b, const struct steppath *path)
{
	const struct state *s = r->state;
	const struct p21_value *v;

	switch (path->kind) {
	case STEPPATH_ID:
		if (s->instance.id.len)
			buf_printf(b, "%s#", r->name);
		buf_add_slice(b, s->instance.id);
		return NULL;
	case STEPPATH_ENTITY:
		buf_add_slice(b, s->part->name);
		return NULL;
	case STEPPATH_STEM:
		buf_add_slice(b, r->stem);
		return NULL;
	case STEPPATH_VALUE:
		break;
	}
	v = steppath_find(path, &s->instance, s->part, s->element);
	return v ? value_add(r, b, v) : NULL;
}

/*
 * A text that stood in the column before: with #2 behind it, or whatever
 * number no text has yet.
 */
static void
make_unique(struct buf *b, struct map *seen)
{
	size_t len = slice_trim(buf_slice(b)).len;
	bool added;
	uint64_t *count, n;

	if (!len)
		return;
	count = map_put(seen, slice_trim(buf_slice(b)), &added);
	n = ++*count;
	len = b->len;
	while (!added) {
		b->len = len;
		buf_printf(b, "#%" PRIu64, n++);
		(void)map_put(seen, slice_trim(buf_slice(b)), &added);
	}
}

static const char *
column_text(struct rows *r, size_t column, struct slice *text)
{
	const struct steppath_column *c =
	    &r->source->step->columns[column];
	struct state *s = r->state;
	const char *why = NULL;
	size_t i;

	*text = slice_from(NULL, 0);
	for (i = 0; i < c->count && !why; i++) {
		buf_clear(&s->text);
		why = path_add(r, &s->text, &c->paths[i]);
		if (slice_trim(buf_slice(&s->text)).len)
			break;
	}
	if (why)
		return why;
	if (c->unique)
		make_unique(&s->text, &s->seen[column]);
	if (s->text.over)
		return "is too long";
	if (s->text.len)
		*text = slice_copy(buf_slice(&s->text), &r->texts);
	return NULL;
}

/* --- rows --- */

static void
find_part(struct rows *r)
{
	const struct steppath_plan *plan = r->source->step;
	struct state *s = r->state;
	size_t i;

	s->part = NULL;
	for (i = 0; i < plan->entity_count && !s->part; i++)
		s->part = p21_part(&s->instance, plan->entities[i]);
	s->element = 0;
	s->elements = s->part ? steppath_rows(plan, &s->instance, s->part) : 0;
}

static int
next_step(struct rows *r, struct row *row, struct err *e)
{
	struct state *s = r->state;
	const char *why;
	size_t i;
	int got;

	s->element++;
	while (s->element >= s->elements) {
		got = p21in_next(s->in, &s->instance, e);
		if (got <= 0)
			return got;
		find_part(r);
	}
	row->line = s->instance.line;
	for (i = 0; i < r->column_count; i++) {
		why = column_text(r, i, &s->texts[i]);
		if (why) {
			snprintf(s->wrong, sizeof(s->wrong), "text: column "
			    "\"%.100s\" %s", r->columns[i].at, why);
			row->wrong = s->wrong;
		}
		rows_put(r, i, s->texts[i]);
	}
	return 1;
}

static int
rewind_step(struct rows *r, struct err *e)
{
	return begin(r, e);
}

static void
close_step(struct rows *r)
{
	struct state *s = r->state;
	size_t i;

	if (!s)
		return;
	p21in_close(s->in);
	for (i = 0; s->seen && i < r->column_count; i++)
		map_release(&s->seen[i]);
	mem_free(s->seen);
	mem_free(s->texts);
	buf_release(&s->text);
	mem_free(s);
}

static void
reject_step(struct rows *r, struct buf *b, const struct rows_reject *reject)
{
	const struct state *s = r->state;

	rows_plain_reject(r, b, s->texts, reject);
}

const struct rows_format rows_step_format = {
	open_step, next_step, rewind_step, close_step, rows_plain_head,
	reject_step,
};
