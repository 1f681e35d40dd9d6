/* guess_doubt.c - one question after the other. */
#include "extract/guess_doubt.h"

#include "extract/guess_yaml.h"

#define TEXT_MOST ((size_t)64 * 1024)

/* Takes the text and empties it. */
static void
add(struct guess_doubts *d, struct buf *b)
{
	if (b->len && d->count < GUESS_DOUBTS)
		d->texts[d->count++] = arena_copy(&d->arena, b->at, b->len);
	buf_clear(b);
}

static void
add_rows(struct buf *b, uint64_t count, const char *one, const char *several)
{
	buf_printf(b, "%" PRIu64 " row%s %s", count, count == 1 ? "" : "s",
	    count == 1 ? one : several);
}

static void
find_root(struct guess_doubts *d, const struct guess_part *p, struct buf *b)
{
	const struct guess_shape *s = &p->shape;

	if (s->kind != GUESS_FLAT && !(s->kind == GUESS_LEVELS &&
	    s->outline.rooted))
		return;
	buf_add_text(b, "no column says which assembly this is: the name of "
	    "the file stands for it (see root in bom-profile, and --root)");
	add(d, b);
}

static void
find_levels(struct guess_doubts *d, const struct guess_part *p, struct buf *b)
{
	const struct guess_outline *o = &p->shape.outline;
	int unused = o->unused;

	if (unused < 0 && p->shape.kind != GUESS_LEVELS && o->level >= 0 &&
	    (o->said || o->mark))
		unused = o->level;
	if (unused >= 0) {
		guess_yaml_column(b, p->table.names[unused]);
		buf_add_text(b, " looks like the levels of a structure, and "
		    "is not used as such");
		add(d, b);
	}
	if (p->shape.kind != GUESS_LEVELS || !o->placeless)
		return;
	add_rows(b, o->placeless, "has no level, and is", "have no level, "
	    "and are");
	buf_add_text(b, " left out");
	add(d, b);
}

/* Members of a part that its rows say in different words. */
static void
find_differences(struct guess_doubts *d, struct guess_part *p, struct buf *b)
{
	static const enum guess_role roles[] = {GUESS_NAME,
	    GUESS_DESCRIPTION, GUESS_REVISION};
	bool first = true;
	size_t i;
	int at;

	for (i = 0; i < COUNT_OF(roles) && (p->items ||
	    p->shape.kind == GUESS_LIST); i++) {
		at = p->columns.best[roles[i]];
		if (at < 0 || guess_shape_functional(&p->shape, (size_t)at))
			continue;
		buf_add_text(b, first ? "rows of one part differ in "
		    : " and in ");
		first = false;
		guess_yaml_column(b, p->table.names[at]);
	}
	buf_add_text(b, first ? "" : ": is it the part's number that tells "
	    "them apart?");
	add(d, b);
}

static void
find_unnamed(struct guess_doubts *d, const struct guess_part *p,
    struct buf *b)
{
	if (p->shape.texts_only) {
		add_rows(b, p->shape.texts_only, "is", "are");
		buf_add_text(b, " left out without ");
		guess_yaml_column(b, p->table.names[p->shape.chain[0].first]);
		add(d, b);
	}
	if (!p->shape.unnamed)
		return;
	add_rows(b, p->shape.unnamed, "does not say which part it is about, "
	    "and is", "do not say which part they are about, and are");
	buf_add_text(b, " rejected");
	add(d, b);
}

/* A part known by what is no number: two may have the same words. */
static void
find_name(struct guess_doubts *d, const struct guess_part *p, struct buf *b)
{
	const struct guess_shape *s = &p->shape;
	int first = s->chain[0].first;

	if (first < 0 || !p->table.header ||
	    (p->columns.list[first].role != GUESS_NAME &&
	    p->columns.list[first].role != GUESS_DESCRIPTION))
		return;
	buf_add_text(b, "no column looks like the number of a part: ");
	guess_yaml_column(b, p->table.names[first]);
	buf_add_text(b, " stands for it");
	add(d, b);
}

void
guess_doubts_find(struct guess_doubts *d, struct guess_part *p)
{
	struct buf b = BUF_INIT(TEXT_MOST);

	*d = (struct guess_doubts){.arena = ARENA_INIT};
	find_root(d, p, &b);
	find_name(d, p, &b);
	find_levels(d, p, &b);
	find_unnamed(d, p, &b);
	find_differences(d, p, &b);
	buf_release(&b);
}

void
guess_doubts_release(struct guess_doubts *d)
{
	arena_release(&d->arena);
	d->count = 0;
}
