/*
 * ordering.c - sorted once more, by what people look for.
 *
 * The sort's line is the place, then what orders changes within it, 0x01, and
 * the line of the delta itself.  Parts are ended by 0x02, so that a text that
 * is the beginning of another one comes first.  What went out of a BOM waits in
 * a sort of its own until all revisions that became others are known.
 */
#include "diff/ordering.h"

#include "diff/compare.h"
#include "io/zio.h"
#include "model/recin.h"

#define ORDERING_MEMORY ((size_t)2 * SORT_MEMORY_LEAST)

#define END_OF_PART '\002'
#define END_OF_ORDER '\001'

void
ordering_init(struct ordering *r)
{
	memset(r, 0, sizeof(*r));
	r->sort = sort_new(ORDERING_MEMORY);
	r->gone = sort_new(SORT_MEMORY_LEAST);
	buf_init(&r->line, ZIO_LINE_MOST * 2);
	buf_init(&r->last, ZIO_LINE_MOST * 2);
	buf_init(&r->key, KEY_MOST);
}

void
ordering_release(struct ordering *r)
{
	sort_free(r->sort);
	sort_free(r->gone);
	map_release(&r->forward);
	map_release(&r->back);
	mem_free(r->revisions);
	buf_release(&r->line);
	buf_release(&r->last);
	buf_release(&r->key);
	arena_release(&r->texts);
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

/* The place as the record's own key has it. */
static struct ordering_place
own_place(const struct record *r)
{
	/* the first members of all three types */
	return (struct ordering_place){r->values[BOM_PARENT].text,
	    r->values[BOM_PLANT].text, r->values[BOM_USAGE].text,
	    r->values[BOM_ALTERNATIVE].text,
	    r->values[BOM_PARENT_REVISION].text,
	    r->values[BOM_PARENT_REVISION].text};
}

/* --- revisions that became others --- */

/* A BOM of a revision, as the key of a map. */
static struct slice
bom_key(struct ordering *r, const struct ordering_place *p,
    struct slice revision)
{
	buf_clear(&r->key);
	put_part(&r->key, p->parent);
	put_part(&r->key, p->plant);
	put_part(&r->key, p->usage);
	put_part(&r->key, p->alternative);
	buf_add_slice(&r->key, revision);
	return buf_slice(&r->key);
}

static void
note(struct ordering *r, struct map *m, const struct ordering_place *p,
    struct slice from, struct slice to)
{
	bool added;
	uint64_t *at = map_put(m, bom_key(r, p, from), &added);

	if (!added)
		return;
	*at = r->revision_count++;
	if (*at >= r->revision_size) {
		r->revision_size = mem_next_size(r->revision_size, *at + 1);
		r->revisions = mem_grow(r->revisions, r->revision_size,
		    sizeof(*r->revisions));
	}
	r->revisions[*at] = slice_copy(to, &r->texts);
}

/* True and the key of what came in the place of a line that went. */
static bool
replaced_by(struct key *k, const struct record *record, struct arena *a)
{
	struct err e = ERR_INIT;

	return record->change->op == CHANGE_REMOVE &&
	    compare_has_tag(record->change, "replace") &&
	    key_parse_text(k, record->change->group, a, &e) == 0;
}

/*
 * A changed record may say which revision became which, and so may one that
 * was replaced.
 */
static void
note_revisions(struct ordering *r, const struct record *record)
{
	const struct ordering_place p = own_place(record);
	const struct value *old;
	struct key k;

	if (replaced_by(&k, record, &r->arena) &&
	    !slice_equal(k.parts[BOM_PARENT_REVISION], p.revision)) {
		note(r, &r->forward, &p, p.revision,
		    k.parts[BOM_PARENT_REVISION]);
		note(r, &r->back, &p, k.parts[BOM_PARENT_REVISION],
		    p.revision);
	}
	if (!record->change->was)
		return;
	old = &record->change->was->values[BOM_PARENT_REVISION];
	if (old->kind != VALUE_TEXT)
		return;
	note(r, &r->forward, &p, old->text, p.revision);
	note(r, &r->back, &p, p.revision, old->text);
}

static struct slice
other_revision(struct ordering *r, const struct map *m,
    const struct ordering_place *p, struct slice revision)
{
	const uint64_t *at = map_find(m, bom_key(r, p, revision));

	return at ? r->revisions[*at] : revision;
}

/* The place of a record, once all revisions are noted. */
static struct ordering_place
place_of(struct ordering *r, const struct record *record)
{
	struct ordering_place p = own_place(record);

	if (record->change->op == CHANGE_REMOVE)
		p.revision = other_revision(r, &r->forward, &p, p.revision);
	p.was = other_revision(r, &r->back, &p, p.revision);
	return p;
}

/* --- the order --- */

/*
 * Find number, component and occurrence; what was replaced stands before what
 * came in its place.
 */
static void
put_line_order(struct ordering *r, const struct record *record)
{
	static const char *const ops[] = {"3", "2", "1"}; /* gone, new: last */
	enum change_op op = record->change->op;
	struct key k;

	if (replaced_by(&k, record, &r->arena))
		op = CHANGE_ADD;
	else
		record_key(&k, record);
	put_natural(&r->line, k.parts[BOM_LINE_FIND_NUMBER]);
	buf_add_byte(&r->line, record->type == TYPE_BOM_LINE ? '1' : '2');
	buf_add_text(&r->line, ops[op]);
	put_part(&r->line, k.parts[BOM_LINE_COMPONENT]);
	put_part(&r->line, k.parts[BOM_LINE_OCCURRENCE]);
	buf_add_text(&r->line, ops[record->change->op]);
}

static void
put_order(struct ordering *r, const struct record *record)
{
	const struct ordering_place p = place_of(r, record);
	struct buf *b = &r->line;

	buf_clear(b);
	if (!of_bom(record->type)) {
		buf_add_byte(b, '2');
		put_part(b, schema_types[record->type].name);
		return;
	}
	buf_add_byte(b, '1');
	put_part(b, p.parent);
	put_part(b, p.plant);
	put_part(b, p.usage);
	put_part(b, p.alternative);
	put_natural(b, p.revision);
	put_part(b, p.revision); /* 1 and 01 are two */
	buf_add_byte(b, END_OF_ORDER); /* so far goes the place */
	buf_add_byte(b, record->type == TYPE_BOM ? '1' : '2');
	if (record->type != TYPE_BOM)
		put_line_order(r, record);
}

static int
put(struct ordering *r, const struct record *record, struct slice line,
    struct err *e)
{
	put_order(r, record);
	buf_add_byte(&r->line, END_OF_ORDER);
	buf_add_slice(&r->line, line);
	return sort_put(r->sort, buf_slice(&r->line), e);
}

int
ordering_put(struct ordering *r, struct slice line, struct err *e)
{
	struct record record;

	arena_reset(&r->arena);
	if (recin_parse(&record, line, JSON_AT("delta", 0), &r->arena, e) < 0)
		return -1;
	if (of_bom(record.type))
		note_revisions(r, &record);
	if (of_bom(record.type) && record.change->op == CHANGE_REMOVE)
		return sort_put(r->gone, line, e);
	return put(r, &record, line, e);
}

int
ordering_begin(struct ordering *r, struct err *e)
{
	struct slice line;
	struct record record;
	int got;

	buf_clear(&r->last);
	if (sort_finish(r->gone, e) < 0)
		return -1;
	while ((got = sort_next(r->gone, &line, e)) > 0) {
		arena_reset(&r->arena);
		if (recin_parse(&record, line, JSON_AT("delta", 0), &r->arena,
		    e) < 0 || put(r, &record, line, e) < 0)
			return -1;
	}
	return got < 0 ? -1 : sort_finish(r->sort, e);
}

int
ordering_next(struct ordering *r, struct ordering_change *c, struct err *e)
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
	c->place = c->of_bom ? place_of(r, &c->record)
	    : (struct ordering_place){{"", 0}, {"", 0}, {"", 0}, {"", 0},
	    {"", 0}, {"", 0}};
	return 1;
}
