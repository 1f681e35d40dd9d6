/*
 * reading.c - sorted once more, by what people look for.
 *
 * The sort's line is the place, then what orders changes within it, 0x01, and
 * the line of the delta itself.  Parts are ended by 0x02, so that a text that
 * is the beginning of another one comes first.
 */
#include "diff/reading.h"

#include "io/zio.h"
#include "model/recin.h"

#define READING_MEMORY ((size_t)2 * SORT_MEMORY_LEAST)

#define END_OF_PART '\002'
#define END_OF_ORDER '\001'

void
reading_init(struct reading *r)
{
	memset(r, 0, sizeof(*r));
	r->sort = sort_new(READING_MEMORY);
	buf_init(&r->line, ZIO_LINE_MOST * 2);
	buf_init(&r->last, ZIO_LINE_MOST * 2);
}

void
reading_release(struct reading *r)
{
	sort_free(r->sort);
	buf_release(&r->line);
	buf_release(&r->last);
	arena_release(&r->arena);
	memset(r, 0, sizeof(*r));
}

static bool
of_bom(enum record_type type)
{
	return type == TYPE_BOM || type == TYPE_BOM_LINE ||
	    type == TYPE_SUBSTITUTE;
}

static void
put_part(struct buf *b, struct slice part)
{
	buf_add_slice(b, part);
	buf_add_byte(b, END_OF_PART);
}

/* Digit runs with their length before them, so that 9 comes before 10. */
static void
put_natural(struct buf *b, struct slice part)
{
	size_t i, digits;

	for (i = 0; i < part.len; i += digits ? digits : 1) {
		while (i + 1 < part.len && part.at[i] == '0' &&
		    part.at[i + 1] >= '0' && part.at[i + 1] <= '9')
			i++;
		for (digits = 0; i + digits < part.len &&
		    part.at[i + digits] >= '0' &&
		    part.at[i + digits] <= '9'; digits++)
			continue;
		if (digits)
			buf_add_byte(b, (char)('0' + (digits < 60 ? digits
			    : 60)));
		buf_add(b, part.at + i, digits ? digits : 1);
	}
	buf_add_byte(b, END_OF_PART);
}

static struct reading_place
place_of(const struct record *r)
{
	/* the first members of all three types */
	return (struct reading_place){r->values[BOM_PARENT].text,
	    r->values[BOM_PLANT].text, r->values[BOM_USAGE].text,
	    r->values[BOM_ALTERNATIVE].text};
}

static void
put_order(struct buf *b, const struct record *r)
{
	const struct reading_place p = place_of(r);
	static const char *const ops[] = {"3", "2", "1"}; /* gone, new: last */

	if (!of_bom(r->type)) {
		buf_add_byte(b, '2');
		put_part(b, schema_types[r->type].name);
		return;
	}
	buf_add_byte(b, '1');
	put_part(b, p.parent);
	put_part(b, p.plant);
	put_part(b, p.usage);
	put_part(b, p.alternative);
	buf_add_byte(b, END_OF_ORDER); /* so far goes the place */
	buf_add_byte(b, r->type == TYPE_BOM ? '1' : '2');
	if (r->type == TYPE_BOM)
		return;
	put_natural(b, r->values[BOM_LINE_FIND_NUMBER].text);
	buf_add_byte(b, r->type == TYPE_BOM_LINE ? '1' : '2');
	buf_add_text(b, ops[r->change->op]);
	put_part(b, r->values[BOM_LINE_COMPONENT].text);
	put_part(b, r->values[BOM_LINE_OCCURRENCE].text);
}

int
reading_put(struct reading *r, struct slice line, struct err *e)
{
	struct record record;

	arena_reset(&r->arena);
	if (recin_parse(&record, line, JSON_AT("delta", 0), &r->arena, e) < 0)
		return -1;
	buf_clear(&r->line);
	put_order(&r->line, &record);
	buf_add_byte(&r->line, END_OF_ORDER);
	buf_add_slice(&r->line, line);
	return sort_put(r->sort, buf_slice(&r->line), e);
}

int
reading_begin(struct reading *r, struct err *e)
{
	buf_clear(&r->last);
	return sort_finish(r->sort, e);
}

int
reading_next(struct reading *r, struct reading_change *c, struct err *e)
{
	struct slice line, order;
	const char *at;
	int got = sort_next(r->sort, &line, e);

	if (got <= 0)
		return got;
	arena_reset(&r->arena);
	buf_clear(&r->line);
	buf_add_slice(&r->line, line);
	line = buf_slice(&r->line);
	at = memchr(line.at, END_OF_ORDER, line.len);
	order = slice_from(line.at, (size_t)(at - line.at));
	c->first = !slice_equal(order, buf_slice(&r->last));
	buf_clear(&r->last);
	buf_add_slice(&r->last, order);
	at = memrchr(line.at, END_OF_ORDER, line.len);
	line.len -= (size_t)(at + 1 - line.at);
	line.at = at + 1;
	if (recin_parse(&c->record, line, JSON_AT("delta", 0), &r->arena,
	    e) < 0)
		return -1;
	c->of_bom = of_bom(c->record.type);
	c->place = c->of_bom ? place_of(&c->record) : (struct reading_place){
	    {"", 0}, {"", 0}, {"", 0}, {"", 0}};
	return 1;
}
