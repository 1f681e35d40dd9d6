/*
 * ladder.c - rung by rung: both sides sorted by what it asks, then merged.
 *
 * What a rung asks is made one text per line, its parts ended by NULs, which
 * canonical texts do not hold; so a rung is a list of members and nothing
 * else.  A shared designator is asked with one text for each designator.
 */
#include "diff/ladder.h"

#include "base/mem.h"

#define ASK_MOST ((size_t)256 * 1024 * 1024)

enum ask { ASK_FIND = 1, ASK_COMPONENT = 2, ASK_OCCURRENCE = 4,
	ASK_QUANTITY = 8, ASK_REFDES = 16, ASK_REST = 32 };

/* Each rung twice: with all else equal, then without. */
static const struct {
	const char *name;
	unsigned asks;
	unsigned needs; /* members without which there is nothing to ask */
} rungs[LADDER_RUNGS] = {
	{"key", ASK_FIND | ASK_COMPONENT | ASK_OCCURRENCE, 0},
	{"find_number", ASK_FIND | ASK_COMPONENT, ASK_FIND},
	{"refdes", ASK_COMPONENT | ASK_REFDES, ASK_REFDES},
	{"quantity", ASK_COMPONENT | ASK_QUANTITY, ASK_QUANTITY},
	{"component", ASK_COMPONENT, 0},
	{"place", ASK_FIND, ASK_FIND},
	{"designators", ASK_REFDES, ASK_REFDES},
	{"designator", 0, ASK_REFDES},
};

const char *
ladder_rung_name(enum ladder_rung rung)
{
	return rungs[rung].name;
}

/* A line with the text that a rung asks of it. */
struct asked {
	size_t at; /* in the texts */
	struct slice text;
	struct slice rest;
	uint32_t line;
};

struct asking {
	struct asked *list;
	size_t count, size;
	struct buf texts;
};

static bool
has(const struct ladder_line *l, unsigned needs)
{
	return (!(needs & ASK_FIND) || l->find_number.len) &&
	    (!(needs & ASK_QUANTITY) || l->quantity.len) &&
	    (!(needs & ASK_REFDES) || l->refdes_count);
}

static void
add_part(struct buf *b, struct slice part)
{
	buf_add_slice(b, part);
	buf_add_byte(b, '\0');
}

static void
add_text(struct buf *b, const struct ladder_line *l, unsigned asks)
{
	size_t i;

	if (asks & ASK_FIND)
		add_part(b, l->find_number);
	if (asks & ASK_COMPONENT)
		add_part(b, l->component);
	if (asks & ASK_OCCURRENCE)
		add_part(b, l->occurrence);
	if (asks & ASK_QUANTITY) {
		add_part(b, l->quantity);
		add_part(b, l->uom);
	}
	for (i = 0; asks & ASK_REFDES && i < l->refdes_count; i++)
		add_part(b, l->refdes[i]);
	if (asks & ASK_REST)
		add_part(b, l->rest);
}

static void
put(struct asking *a, uint32_t line, size_t at, struct slice rest)
{
	if (a->count == a->size) {
		a->size = mem_next_size(a->size, a->count + 1);
		a->list = mem_grow(a->list, a->size, sizeof(*a->list));
	}
	a->list[a->count++] = (struct asked){at, {NULL, 0}, rest, line};
}

static int
compare(const void *a, const void *b)
{
	const struct asked *x = a, *y = b;
	int c = slice_compare(x->text, y->text);

	if (!c)
		c = slice_compare(x->rest, y->rest);
	return c ? c : (x->line > y->line) - (x->line < y->line);
}

/* The texts of the lines that have no partner yet, in order. */
static void
ask(struct asking *a, struct ladder_side side, enum ladder_rung rung,
    bool exact)
{
	unsigned asks = rungs[rung].asks | (exact ? ASK_REST : 0);
	size_t i, j, end;

	a->count = 0;
	buf_clear(&a->texts);
	for (i = 0; i < side.count; i++) {
		const struct ladder_line *l = &side.lines[i];

		if (l->partner != LADDER_NONE || !has(l, rungs[rung].needs))
			continue;
		for (j = 0; j < (asks ? 1 : l->refdes_count); j++) {
			put(a, (uint32_t)i, a->texts.len, l->rest);
			if (asks)
				add_text(&a->texts, l, asks);
			else
				add_part(&a->texts, l->refdes[j]);
		}
	}
	for (i = 0; i < a->count; i++) {
		end = i + 1 < a->count ? a->list[i + 1].at : a->texts.len;
		a->list[i].text = slice_from(a->texts.at + a->list[i].at,
		    end - a->list[i].at);
	}
	if (a->count)
		qsort(a->list, a->count, sizeof(*a->list), compare);
}

static void
join(struct ladder_side old, struct ladder_side new, uint32_t o, uint32_t n,
    enum ladder_rung rung)
{
	old.lines[o].partner = n;
	new.lines[n].partner = o;
	old.lines[o].rung = new.lines[n].rung = rung;
}

static void
climb(struct ladder_side old, struct ladder_side new, struct asking asks[2],
    enum ladder_rung rung)
{
	size_t i = 0, j = 0;
	int c;

	while (i < asks[0].count && j < asks[1].count) {
		const struct asked *o = &asks[0].list[i];
		const struct asked *n = &asks[1].list[j];

		/* who asks with several texts may have met one by now */
		if (old.lines[o->line].partner != LADDER_NONE) {
			i++;
			continue;
		}
		if (new.lines[n->line].partner != LADDER_NONE) {
			j++;
			continue;
		}
		c = slice_compare(o->text, n->text);
		if (c == 0)
			join(old, new, o->line, n->line, rung);
		i += c <= 0;
		j += c >= 0;
	}
}

static bool
some_left(struct ladder_side side)
{
	size_t i;

	for (i = 0; i < side.count; i++)
		if (side.lines[i].partner == LADDER_NONE)
			return true;
	return false;
}

void
ladder_pair(struct ladder_side old, struct ladder_side new)
{
	struct asking asks[2] = {{NULL, 0, 0, BUF_INIT(ASK_MOST)},
	    {NULL, 0, 0, BUF_INIT(ASK_MOST)}};
	size_t i;
	int rung, exact;

	for (rung = 0; rung < LADDER_RUNGS; rung++)
		for (exact = 1; exact >= 0; exact--) {
			if (!some_left(old) || !some_left(new) ||
			    (exact && !rungs[rung].asks))
				continue;
			ask(&asks[0], old, (enum ladder_rung)rung, exact);
			ask(&asks[1], new, (enum ladder_rung)rung, exact);
			climb(old, new, asks, (enum ladder_rung)rung);
		}
	for (i = 0; i < 2; i++) {
		mem_free(asks[i].list);
		buf_release(&asks[i].texts);
	}
}
