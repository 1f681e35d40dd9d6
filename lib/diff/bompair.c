/*
 * bompair.c - the ladder's answer, put into words.
 *
 * An edit is a line that changed, one that came or one that went.  A
 * replacement is two of them in one group, since a component is what a line is
 * about: no target can be asked to change it in place.
 */
#include "diff/bompair.h"

#include "base/decimal.h"
#include "model/unit.h"

enum { OLD, NEW };

enum word {
	WORD_REPLACE = 1,
	WORD_SPLIT = 2,
	WORD_MERGE = 4,
	WORD_REFDES_MOVED = 8,
	WORD_REFDES_REUSED = 16,
	WORD_REFDES_COUNT = 32,
};

static const struct {
	enum word word;
	struct slice tag;
} words[] = {
	{WORD_REPLACE, SLICE_INIT("replace")},
	{WORD_SPLIT, SLICE_INIT("split")},
	{WORD_MERGE, SLICE_INIT("merge")},
	{WORD_REFDES_MOVED, SLICE_INIT("refdes-moved")},
	{WORD_REFDES_REUSED, SLICE_INIT("refdes-reused")},
	{WORD_REFDES_COUNT, SLICE_INIT("refdes-count")},
};

#define NO_LINE UINT32_MAX
#define NO_EDIT (UINT32_MAX - 1) /* of a line that stays as it is */

struct bompair_edit {
	uint32_t line[2]; /* in the sides, or NO_LINE */
	uint32_t other;   /* the edit it is tied to, or itself */
	unsigned words;
};

void
bompair_init(struct bompair *p, struct edits *edits)
{
	memset(p, 0, sizeof(*p));
	p->edits = edits;
}

void
bompair_release(struct bompair *p)
{
	int i;

	for (i = 0; i < 2; i++) {
		mem_free(p->sides[i].lines);
		mem_free(p->texts[i]);
		mem_free(p->edit_of[i]);
	}
	mem_free(p->list);
	arena_release(&p->arena);
	memset(p, 0, sizeof(*p));
}

void
bompair_begin(struct bompair *p)
{
	p->sides[OLD].count = p->sides[NEW].count = 0;
	p->count = 0;
	arena_reset(&p->arena);
}

/* --- putting in --- */

static int
add_line(struct bompair *p, int side, struct slice text, struct err *e)
{
	struct ladder_side *s = &p->sides[side];

	if (s->count == p->sizes[side]) {
		p->sizes[side] = mem_next_size(s->count, s->count + 1);
		s->lines = mem_grow(s->lines, p->sizes[side],
		    sizeof(*s->lines));
		p->texts[side] = mem_grow(p->texts[side], p->sizes[side],
		    sizeof(*p->texts[side]));
		p->edit_of[side] = mem_grow(p->edit_of[side], p->sizes[side],
		    sizeof(*p->edit_of[side]));
	}
	if (ladder_read(&s->lines[s->count], text, &p->arena, e) < 0)
		return -1;
	p->texts[side][s->count] = text;
	p->edit_of[side][s->count] = NO_LINE;
	s->count++;
	return 0;
}

static void
put_edit(struct bompair *p, uint32_t old, uint32_t new)
{
	struct bompair_edit *edit;

	if (p->count == p->size) {
		p->size = mem_next_size(p->size, p->count + 1);
		p->list = mem_grow(p->list, p->size, sizeof(*p->list));
	}
	edit = &p->list[p->count];
	*edit = (struct bompair_edit){{old, new}, (uint32_t)p->count, 0};
	if (old != NO_LINE)
		p->edit_of[OLD][old] = (uint32_t)p->count;
	if (new != NO_LINE)
		p->edit_of[NEW][new] = (uint32_t)p->count;
	p->count++;
}

int
bompair_add(struct bompair *p, struct slice old, struct slice new,
    struct err *e)
{
	uint32_t i, j;

	if ((old.at && add_line(p, OLD, old, e) < 0) ||
	    (new.at && add_line(p, NEW, new, e) < 0))
		return -1;
	if (!old.at || !new.at)
		return 0;
	/* lines of one key have each other and do not climb */
	i = (uint32_t)p->sides[OLD].count - 1;
	j = (uint32_t)p->sides[NEW].count - 1;
	p->sides[OLD].lines[i].partner = j;
	p->sides[NEW].lines[j].partner = i;
	put_edit(p, i, j);
	return 0;
}

/* --- which line became which --- */

static void
tie(struct bompair *p, uint32_t a, uint32_t b, enum word word)
{
	p->list[a].words |= word;
	p->list[b].words |= word;
	p->list[b].other = p->list[a].other;
}

/*
 * Old lines that found no partner, but may be what the new side withholds:
 * they stay, and what would have replaced them is new.
 */
static void
keep_held(struct bompair *p)
{
	struct ladder_line *l;
	struct key k;
	uint32_t i;

	for (i = 0; p->held && i < p->sides[OLD].count; i++) {
		l = &p->sides[OLD].lines[i];
		if ((l->partner != LADDER_NONE && (!ladder_replaces(l->rung) ||
		    p->edit_of[OLD][i] != NO_LINE)) ||
		    !heldback_line(p->held, p->bom, l))
			continue;
		if (l->partner != LADDER_NONE)
			p->sides[NEW].lines[l->partner].partner = LADDER_NONE;
		l->partner = LADDER_NONE;
		p->edit_of[OLD][i] = NO_EDIT;
		if (!key_parse_prefix(&k, p->texts[OLD][i], &p->arena))
			BUG("a line without a key");
		edits_keep(p->edits, &k, 1);
	}
}

static void
list_edits(struct bompair *p)
{
	const struct ladder_line *l;
	uint32_t i;

	for (i = 0; i < p->sides[OLD].count; i++) {
		l = &p->sides[OLD].lines[i];
		if (p->edit_of[OLD][i] != NO_LINE)
			continue;
		if (l->partner == LADDER_NONE || ladder_replaces(l->rung))
			put_edit(p, i, NO_LINE);
		else
			put_edit(p, i, l->partner);
	}
	for (i = 0; i < p->sides[NEW].count; i++) {
		if (p->edit_of[NEW][i] != NO_LINE)
			continue;
		put_edit(p, NO_LINE, i);
		l = &p->sides[NEW].lines[i];
		if (l->partner != LADDER_NONE)
			tie(p, (uint32_t)p->count - 1,
			    p->edit_of[OLD][l->partner], WORD_REPLACE);
	}
}

/* --- designators --- */

/* A designator that an edit takes up or gives up. */
struct place {
	struct slice name;
	uint32_t edit;
};

struct places {
	struct place *list;
	size_t count, size;
};

static const struct ladder_line *
line_of(const struct bompair *p, const struct bompair_edit *edit, int side)
{
	return edit->line[side] == NO_LINE ? NULL
	    : &p->sides[side].lines[edit->line[side]];
}

/* Those that `has` holds and `lacks` does not; both in natural order. */
static void
add_places(struct places *to, const struct ladder_line *has,
    const struct ladder_line *lacks, uint32_t edit)
{
	size_t i, j = 0, most = lacks ? lacks->refdes_count : 0;

	for (i = 0; has && i < has->refdes_count; i++) {
		while (j < most && slice_compare_natural(lacks->refdes[j],
		    has->refdes[i]) < 0)
			j++;
		if (j < most && slice_equal(lacks->refdes[j], has->refdes[i]))
			continue;
		if (to->count == to->size) {
			to->size = mem_next_size(to->size, to->count + 1);
			to->list = mem_grow(to->list, to->size,
			    sizeof(*to->list));
		}
		to->list[to->count++] = (struct place){has->refdes[i], edit};
	}
}

static int
compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int c = slice_compare(x->name, y->name);

	return c ? c : (x->edit > y->edit) - (x->edit < y->edit);
}

static struct slice
component_of(const struct bompair *p, uint32_t edit, int side)
{
	return line_of(p, &p->list[edit], side)->component;
}

/* A designator that one edit gives up and another takes up. */
static void
name_place(struct bompair *p, uint32_t from, uint32_t to)
{
	struct bompair_edit *old = &p->list[from], *new = &p->list[to];
	enum word word;

	if (from == to || (old->words & WORD_REPLACE &&
	    old->other == new->other))
		return;
	word = slice_equal(component_of(p, from, OLD),
	    component_of(p, to, NEW)) ? WORD_REFDES_MOVED
	    : WORD_REFDES_REUSED;
	old->words |= word;
	new->words |= word;
}

static void
name_places(struct bompair *p)
{
	struct places lost = {NULL, 0, 0}, won = {NULL, 0, 0};
	size_t i, j = 0;
	int c;

	for (i = 0; i < p->count; i++) {
		const struct ladder_line *old = line_of(p, &p->list[i], OLD);
		const struct ladder_line *new = line_of(p, &p->list[i], NEW);

		add_places(&lost, old, new, (uint32_t)i);
		add_places(&won, new, old, (uint32_t)i);
	}
	if (lost.count && won.count) {
		qsort(lost.list, lost.count, sizeof(*lost.list),
		    compare_places);
		qsort(won.list, won.count, sizeof(*won.list), compare_places);
	}
	for (i = 0; i < lost.count && j < won.count;) {
		c = slice_compare(lost.list[i].name, won.list[j].name);
		if (c == 0)
			name_place(p, lost.list[i].edit, won.list[j].edit);
		i += c <= 0;
		j += c >= 0;
	}
	mem_free(lost.list);
	mem_free(won.list);
}

/* The quantity and the number of designators say different things. */
static void
count_places(struct bompair *p)
{
	struct decimal quantity;
	size_t i;

	for (i = 0; i < p->count; i++) {
		const struct ladder_line *new = line_of(p, &p->list[i], NEW);

		if (new && new->refdes_count && unit_of_pieces(new->uom) &&
		    new->quantity.len &&
		    decimal_parse(&quantity, new->quantity) &&
		    decimal_compare(quantity,
		    decimal_of((int64_t)new->refdes_count)))
			p->list[i].words |= WORD_REFDES_COUNT;
	}
}

/* --- one line that became several, or the other way --- */

/* An edit among those of its component. */
struct share {
	struct slice component;
	uint32_t edit;
};

static int
compare_shares(const void *a, const void *b)
{
	const struct share *x = a, *y = b;
	int c = slice_compare(x->component, y->component);

	return c ? c : (x->edit > y->edit) - (x->edit < y->edit);
}

/*
 * Of one component: one line stayed, others came or went, and together they
 * hold what there was before.
 */
static void
name_shares(struct bompair *p, const struct share *list, size_t count)
{
	struct decimal sums[2] = {decimal_of(0), decimal_of(0)}, one;
	size_t i, lines[2] = {0, 0}, stayed = count;
	const struct ladder_line *l;
	struct slice uom = {NULL, 0};
	int side;

	for (i = 0; i < count; i++) {
		const struct bompair_edit *edit = &p->list[list[i].edit];

		if (edit->words & WORD_REPLACE)
			return;
		if (edit->line[OLD] != NO_LINE && edit->line[NEW] != NO_LINE)
			stayed = stayed == count ? i : count + 1;
		for (side = 0; side < 2; side++) {
			l = line_of(p, edit, side);
			if (!l)
				continue;
			if (!uom.at)
				uom = l->uom;
			if (!slice_equal(uom, l->uom) ||
			    !decimal_parse(&one, l->quantity) ||
			    !decimal_add(&sums[side], sums[side], one))
				return;
			lines[side]++;
		}
	}
	if (stayed >= count || lines[OLD] == lines[NEW] ||
	    (lines[OLD] > 1 && lines[NEW] > 1) ||
	    decimal_compare(sums[OLD], sums[NEW]))
		return;
	for (i = 0; i < count; i++)
		tie(p, list[stayed].edit, list[i].edit,
		    lines[NEW] > 1 ? WORD_SPLIT : WORD_MERGE);
}

static void
name_splits(struct bompair *p)
{
	struct share *list = mem_zero((p->count + 1) * sizeof(*list));
	const struct ladder_line *l;
	size_t i, from = 0;

	for (i = 0; i < p->count; i++) {
		l = line_of(p, &p->list[i], NEW);
		if (!l)
			l = line_of(p, &p->list[i], OLD);
		list[i] = (struct share){l->component, (uint32_t)i};
	}
	qsort(list, p->count, sizeof(*list), compare_shares);
	for (i = 1; i <= p->count; i++) {
		if (i < p->count && slice_equal(list[i].component,
		    list[from].component))
			continue;
		if (i - from > 1)
			name_shares(p, list + from, i - from);
		from = i;
	}
	mem_free(list);
}

/* --- giving out --- */

static struct slice
text_of(const struct bompair *p, const struct bompair_edit *edit, int side)
{
	return edit->line[side] == NO_LINE ? (struct slice){NULL, 0}
	    : p->texts[side][edit->line[side]];
}

/* The key of a group's first edit names the group. */
static struct slice
group_name(struct bompair *p, const struct bompair_edit *edit)
{
	const struct bompair_edit *first = &p->list[edit->other];
	struct slice text = text_of(p, first, NEW), name;
	struct buf b = BUF_INIT(KEY_MOST * 4);
	struct key k;

	if (!text.at)
		text = text_of(p, first, OLD);
	if (!key_parse_prefix(&k, text, &p->arena))
		BUG("a line without a key");
	key_add_text(&b, &k);
	name = slice_copy(buf_slice(&b), &p->arena);
	buf_release(&b);
	return name;
}

/* The rung on which a line was found again, or what replaced it. */
static struct slice
match_of(const struct bompair *p, const struct bompair_edit *edit)
{
	int side = edit->line[OLD] == NO_LINE ? NEW : OLD;
	const struct ladder_line *l = line_of(p, edit, side);

	if (l->partner == LADDER_NONE || (edit->line[!side] != NO_LINE &&
	    edits_same_key(text_of(p, edit, OLD), text_of(p, edit, NEW))))
		return SLICE("");
	return slice_of(ladder_rung_name(l->rung));
}

static int
give_out(struct bompair *p, const struct bompair_edit *edit, struct err *e)
{
	struct slice old = text_of(p, edit, OLD), new = text_of(p, edit, NEW);
	struct edit_words w = {.match = match_of(p, edit), .group = {"", 0}};
	size_t i;

	for (i = 0; i < COUNT_OF(words); i++)
		if (edit->words & words[i].word)
			w.tags[w.tag_count++] = words[i].tag;
	if (edit->words & (WORD_REPLACE | WORD_SPLIT | WORD_MERGE))
		w.group = group_name(p, edit);
	if (!old.at)
		return edits_add(p->edits, new, &w, e);
	if (!new.at)
		return edits_remove(p->edits, old, &w, e);
	return edits_change(p->edits, old, new, &w, e);
}

/* False if the user said that differences in the member do not count. */
static bool
member_counts(const struct bompair *p, unsigned member)
{
	const struct equality *q = p->edits->equality;

	return !q || !q->types[TYPE_BOM_LINE].members[member].ignored;
}

int
bompair_end(struct bompair *p, struct err *e)
{
	const bool refdes = member_counts(p, BOM_LINE_REFDES);
	const bool quantity = member_counts(p, BOM_LINE_QUANTITY);
	size_t i;

	if (!p->sides[OLD].count && !p->sides[NEW].count)
		return 0;
	ladder_pair(p->sides[OLD], p->sides[NEW]);
	keep_held(p);
	list_edits(p);
	if (refdes)
		name_places(p);
	if (refdes && quantity)
		count_places(p);
	if (quantity)
		name_splits(p);
	for (i = 0; i < p->count; i++)
		if (give_out(p, &p->list[i], e) < 0)
			return -1;
	return 0;
}
