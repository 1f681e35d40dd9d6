/* candidates.c - every line of the other BOM asked. */
#include "diff/candidates.h"

#include "diff/facts.h"
#include "diff/likeness.h"

enum { OLD, NEW };

struct telling {
	struct buf *out;
	const struct inquiry *x;
	const struct diff *d;
	struct arena arena;
};

static const char *const side_names[2] = {"old", "new"};

static void
add_line_name(struct buf *b, const struct ladder_line *l)
{
	facts_add_part(b, "", l->find_number);
	facts_add_part(b, l->find_number.len ? " " : "", l->component);
	facts_add_part(b, "#", l->occurrence);
}

void
candidates_add_line(struct buf *b, const struct ladder_line *l)
{
	size_t i, start;

	add_line_name(b, l);
	facts_add_part(b, "  quantity ", l->quantity);
	facts_add_part(b, " ", l->uom);
	start = b->len;
	for (i = 0; i < l->refdes_count; i++) {
		if (b->len - start > FACTS_SHOWN) {
			buf_printf(b, " and %zu more", l->refdes_count - i);
			break;
		}
		facts_add_part(b, i ? " " : " at ", l->refdes[i]);
	}
}

struct candidate {
	int step;
	uint32_t line; /* on the other side */
};

static int
compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->step != y->step)
		return x->step < y->step ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

static bool
in_bom(struct telling *t, struct slice text, const struct key *bom)
{
	struct key k;
	unsigned i;

	/* lines of the parent: its keys are sound */
	if (!key_parse_prefix(&k, text, &t->arena))
		BUG("a line without a key");
	for (i = 0; i <= BOM_ALTERNATIVE; i++)
		if (!slice_equal(k.parts[i], bom->parts[i]))
			return false;
	return true;
}

static int
step_of(const struct telling *t, int side, const struct ladder_line *mine,
    const struct ladder_line *other)
{
	return side == OLD ? ladder_step(mine, other, t->x->own)
	    : ladder_step(other, mine, t->x->own);
}

/* The lines of the other BOM that some step would bring together with it. */
static size_t
find_candidates(struct telling *t, int side,
    const struct inquiry_line *mine, struct candidate *list)
{
	const struct inquiry_side *others = &t->x->sides[!side];
	size_t count = 0;
	uint32_t i;
	int step;

	for (i = 0; i < others->count; i++) {
		if (!in_bom(t, others->list[i].text, &t->x->boms[!side]))
			continue;
		step = step_of(t, side, &mine->line, &others->list[i].line);
		if (step >= 0 || mine->line.partner == i)
			list[count++] = (struct candidate){step, i};
	}
	if (count)
		qsort(list, count, sizeof(*list), compare_candidates);
	return count;
}

/* Who has a candidate, and by what. */
static void
tell_taker(struct telling *t, int side, const struct inquiry_line *mine,
    const struct candidate *c)
{
	const struct inquiry_line *other = &t->x->sides[!side].list[c->line];
	const struct inquiry_line *taker;
	int before;

	if (other->line.partner == LADDER_NONE) {
		buf_add_text(t->out, mine->line.partner == LADDER_NONE
		    ? "free, but one side may not say that it is gone"
		    : "free: the chosen one comes first in order");
		return;
	}
	taker = &t->x->sides[side].list[other->line.partner];
	buf_add_text(t->out, "taken by ");
	add_line_name(t->out, &taker->line);
	before = step_of(t, side, &taker->line, &other->line);
	if (slice_equal(taker->text, other->text)) {
		buf_add_text(t->out, ", which it equals");
	} else if (before >= 0 && before < c->step) {
		buf_add_text(t->out, ", which agrees in more: ");
		ladder_add_asks(t->out, before);
	} else {
		buf_add_text(t->out, ", which comes first in order");
	}
}

static int
tell_candidate(struct telling *t, int side, const struct inquiry_line *mine,
    const struct candidate *c, struct err *e)
{
	const struct inquiry_line *other = &t->x->sides[!side].list[c->line];
	const struct likeness like = {t->d, side == OLD ? mine->text
	    : other->text, side == OLD ? other->text : mine->text};
	bool chosen = mine->line.partner == c->line;

	buf_printf(t->out, "  %c ", chosen ? '*' : ' ');
	candidates_add_line(t->out, &other->line);
	buf_add_text(t->out, "\n      agrees in ");
	if (c->step >= 0)
		ladder_add_asks(t->out, c->step);
	else
		buf_add_text(t->out, "its key");
	buf_add_text(t->out, "; ");
	if (likeness_add_differences(t->out, &like, e) < 0)
		return -1;
	buf_add_text(t->out, "\n      ");
	if (!chosen)
		tell_taker(t, side, mine, c);
	else if (ladder_replaces(mine->line.rung))
		buf_printf(t->out, "chosen: a replacement, match %s",
		    ladder_rung_name(mine->line.rung));
	else
		buf_printf(t->out, "chosen: match %s",
		    ladder_rung_name(mine->line.rung));
	buf_add_byte(t->out, '\n');
	return 0;
}

/* How many are told: steps behind the one that chose were not climbed. */
static size_t
until_chosen(const struct inquiry_line *mine, const struct candidate *list,
    size_t count)
{
	size_t chosen = 0, i;

	while (chosen < count && list[chosen].line != mine->line.partner)
		chosen++;
	for (i = chosen; i < count && list[i].step == list[chosen].step; i++)
		;
	return i;
}

static int
tell_ladder(struct telling *t, int side, struct err *e)
{
	const struct inquiry_side *others = &t->x->sides[!side];
	const uint64_t *at = map_find(&t->x->sides[side].keys,
	    buf_slice(&t->x->prefix));
	const struct inquiry_line *mine;
	struct candidate *list;
	size_t count, told, i;
	int rc = 0;

	if (!at || !t->x->has_bom[!side])
		return 0;
	mine = &t->x->sides[side].list[*at];
	list = mem_zero((others->count + 1) * sizeof(*list));
	count = find_candidates(t, side, mine, list);
	told = mine->line.partner == LADDER_NONE ? count
	    : until_chosen(mine, list, count);
	buf_printf(t->out, "what it could be on the %s side, what agrees most "
	    "first:%s\n", side_names[!side], count ? "" : " no line agrees "
	    "in anything that counts");
	for (i = 0; i < told && i < CANDIDATES_MOST && rc == 0; i++)
		rc = tell_candidate(t, side, mine, &list[i], e);
	if (told > i)
		buf_printf(t->out, "    and %zu more\n", told - i);
	if (count > told)
		buf_printf(t->out, "    %zu that agree%s in less %s not "
		    "looked at\n", count - told, count - told == 1 ? "s" : "",
		    count - told == 1 ? "was" : "were");
	mem_free(list);
	return rc;
}

int
candidates_add(struct buf *out, const struct inquiry *x,
    const struct diff *d, int side, struct err *e)
{
	struct telling t = {out, x, d, ARENA_INIT};
	int rc = tell_ladder(&t, side, e);

	arena_release(&t.arena);
	return rc;
}
