/*
 * sum.c - rows that grow line by line.
 *
 * Designators are gathered and sorted once, at the end: a part may stand on
 * very many lines.
 */
#include "model/sum.h"

#include "format/json.h"
#include "io/zio.h"
#include "model/recin.h"

struct sum_row {
	struct record record; /* of the first line; what differs is absent */
	struct decimal quantity;
	bool has_quantity;
	struct slice *refdes;
	size_t refdes_count, refdes_size;
};

void
sum_init(struct sum *s)
{
	memset(s, 0, sizeof(*s));
	buf_init(&s->text, ZIO_LINE_MOST);
}

static void
clear(struct sum *s)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		mem_free(s->rows[i].refdes);
	s->count = s->next = 0;
	s->ended = false;
	arena_reset(&s->arena);
}

void
sum_release(struct sum *s)
{
	clear(s);
	mem_free(s->rows);
	arena_release(&s->arena);
	buf_release(&s->text);
	memset(s, 0, sizeof(*s));
}

static bool
adds_up(const struct sum_row *row, const struct record *r, bool has_quantity)
{
	static const unsigned alike[] = {BOM_LINE_UOM, BOM_LINE_BASIS,
	    BOM_LINE_AS_REQUIRED, BOM_LINE_LINE_KIND};
	size_t i;

	if (row->has_quantity != has_quantity)
		return false;
	for (i = 0; i < COUNT_OF(alike); i++)
		if (!value_equal(&row->record.values[alike[i]],
		    &r->values[alike[i]]))
			return false;
	return true;
}

static struct sum_row *
new_row(struct sum *s, const struct record *r)
{
	struct sum_row *row;

	if (s->count == s->size) {
		s->size = mem_next_size(s->size, s->count + 1);
		s->rows = mem_grow(s->rows, s->size, sizeof(*s->rows));
	}
	row = &s->rows[s->count++];
	memset(row, 0, sizeof(*row));
	row->record = *r;
	return row;
}

static struct sum_row *
row_of(struct sum *s, const struct record *r, bool has_quantity)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		if (adds_up(&s->rows[i], r, has_quantity))
			return &s->rows[i];
	return NULL;
}

/* What the lines do not agree in is not said of their sum. */
static void
keep_common(struct record *row, const struct record *r)
{
	const struct schema_type *t = &schema_types[TYPE_BOM_LINE];
	unsigned i;

	for (i = t->key_count; i < t->member_count; i++)
		if (!value_equal(&row->values[i], &r->values[i]))
			row->values[i] = (struct value)VALUE_INIT;
	if (!extras_equal(&row->attrs, &r->attrs))
		memset(&row->attrs, 0, sizeof(row->attrs));
	if (!extras_equal(&row->others, &r->others))
		memset(&row->others, 0, sizeof(row->others));
}

static void
unite_refdes(struct sum_row *row, const struct value *v)
{
	size_t need = row->refdes_count + v->count;

	if (v->kind != VALUE_SET)
		return;
	if (need > row->refdes_size) {
		row->refdes_size = mem_next_size(row->refdes_size, need);
		row->refdes = mem_grow(row->refdes, row->refdes_size,
		    sizeof(*row->refdes));
	}
	memcpy(row->refdes + row->refdes_count, v->set,
	    v->count * sizeof(*v->set));
	row->refdes_count = need;
}

static int
refuse_sum(const struct record *r, struct err *e)
{
	struct buf text = BUF_INIT(KEY_MOST * 4);
	struct key k;

	record_key(&k, r);
	key_add_text(&text, &k);
	err_set(e, ERR_INPUT, "%s: the sum of its quantities needs more than "
	    "38 digits", buf_text(&text));
	buf_release(&text);
	return -1;
}

int
sum_put(struct sum *s, struct slice line, struct err *e)
{
	struct record r;
	struct decimal quantity = DECIMAL_ZERO;
	struct sum_row *row;
	bool has;

	if (s->ended)
		clear(s);
	if (recin_parse(&r, slice_copy(line, &s->arena), JSON_AT("", 0),
	    &s->arena, e) < 0)
		return -1;
	has = record_number(&quantity, &r, BOM_LINE_QUANTITY);
	row = row_of(s, &r, has);
	if (row) {
		keep_common(&row->record, &r);
	} else {
		row = new_row(s, &r);
		row->has_quantity = has;
	}
	unite_refdes(row, &r.values[BOM_LINE_REFDES]);
	if (has && !decimal_add(&row->quantity, row->quantity, quantity))
		return refuse_sum(&r, e);
	return 0;
}

static int
compare_rows(const void *a, const void *b)
{
	static const unsigned by[] = {BOM_LINE_UOM, BOM_LINE_BASIS,
	    BOM_LINE_LINE_KIND};
	const struct sum_row *x = a, *y = b;
	size_t i;
	int c;

	for (i = 0; i < COUNT_OF(by); i++) {
		c = slice_compare(record_text(&x->record, by[i]),
		    record_text(&y->record, by[i]));
		if (c)
			return c;
	}
	if (x->has_quantity != y->has_quantity)
		return x->has_quantity ? -1 : 1;
	return record_flag(&x->record, BOM_LINE_AS_REQUIRED) -
	    record_flag(&y->record, BOM_LINE_AS_REQUIRED);
}

bool
sum_next(struct sum *s, struct slice *line)
{
	struct sum_row *row;
	struct value *v;
	char number[24];

	if (!s->ended && s->count > 1)
		qsort(s->rows, s->count, sizeof(*s->rows), compare_rows);
	s->ended = true;
	if (s->next == s->count)
		return false;
	row = &s->rows[s->next++];
	if (row->has_quantity)
		row->record.values[BOM_LINE_QUANTITY] =
		    value_of_number(row->quantity, &s->arena);
	v = &row->record.values[BOM_LINE_REFDES];
	*v = (struct value)VALUE_INIT;
	if (row->refdes_count) {
		v->kind = VALUE_SET;
		v->set = row->refdes;
		v->count = row->refdes_count;
		value_set_sort(v);
	}
	if (s->next > 1) {
		snprintf(number, sizeof(number), "%zu", s->next);
		row->record.values[BOM_LINE_OCCURRENCE].text =
		    slice_copy(slice_of(number), &s->arena);
	}
	buf_clear(&s->text);
	record_add_line(&s->text, &row->record);
	*line = buf_slice(&s->text);
	return true;
}
