/*
 * ladder.c - step by step: both sides sorted by what it asks, then merged.
 *
 * What a step asks is made one text per line, its parts ended by NULs, which
 * canonical texts do not hold; so a step is a list of members and nothing
 * else.  Of the text its hash is kept: the order of texts says nothing, only
 * that equal ones meet.  A shared designator is asked with one text for each
 * designator; of the pairs that meet so, those that share most are made first.
 *
 * A find number may be no more than the number of a row, and an occurrence no
 * more than a count (see bom-stream(5)): both shift when a row comes in above.
 * So what stands on the same designators goes before them wherever they leave
 * a choice, and two lines that both have designators, none of them in common,
 * are not each other's replacement because their numbers agree.
 */
#include "model/ladder.h"

#include "base/hash.h"
#include "base/mem.h"
#include "model/recin.h"

#define ASK_MOST ((size_t)256 * 1024 * 1024)

enum ask { ASK_FIND = 1, ASK_COMPONENT = 2, ASK_OCCURRENCE = 4,
	ASK_QUANTITY = 8, ASK_REFDES = 16, ASK_REST = 32,
	ASK_SHARED = 64, /* with each designator by itself */
	/* Not asked, but needed. */
	NEED_OWN = 128,  /* the sources' own line numbers, of all lines */
	NEED_NONE = 256, /* no designators */
};

static const struct {
	unsigned asks;
	unsigned needs[2]; /* of an old line, and of a new one */
} steps[] = {
	{ASK_FIND | ASK_COMPONENT | ASK_OCCURRENCE | ASK_REST, {0, 0}},
	/* of several lines that only count tells apart */
	{ASK_FIND | ASK_COMPONENT | ASK_REST, {0, 0}},
	{ASK_FIND | ASK_COMPONENT | ASK_REFDES, {ASK_REFDES, ASK_REFDES}},
	{ASK_FIND | ASK_COMPONENT | ASK_SHARED, {ASK_REFDES, ASK_REFDES}},
	{ASK_FIND | ASK_COMPONENT | ASK_OCCURRENCE, {0, 0}},
	{ASK_COMPONENT | ASK_OCCURRENCE, {NEED_OWN, NEED_OWN}},
	{ASK_FIND | ASK_COMPONENT, {ASK_FIND, ASK_FIND}},
	{ASK_COMPONENT | ASK_REST, {0, 0}},
	{ASK_COMPONENT | ASK_REFDES, {ASK_REFDES, ASK_REFDES}},
	{ASK_COMPONENT | ASK_SHARED, {ASK_REFDES, ASK_REFDES}},
	{ASK_COMPONENT | ASK_QUANTITY, {ASK_QUANTITY, ASK_QUANTITY}},
	{ASK_COMPONENT, {0, 0}},
	/* another component */
	{ASK_OCCURRENCE | ASK_QUANTITY, {NEED_OWN, NEED_OWN}},
	{ASK_REFDES | ASK_REST, {ASK_REFDES, ASK_REFDES}},
	{ASK_REFDES, {ASK_REFDES, ASK_REFDES}},
	{ASK_SHARED, {ASK_REFDES, ASK_REFDES}},
	{ASK_FIND | ASK_REST, {ASK_FIND | NEED_NONE, ASK_FIND | NEED_NONE}},
	{ASK_FIND, {ASK_FIND | NEED_NONE, ASK_FIND}},
	{ASK_FIND, {ASK_FIND, ASK_FIND | NEED_NONE}},
};

static const char *const names[LADDER_RUNGS] = {
	"key", "find_number", "occurrence", "refdes", "designator", "quantity",
	"component", "occurrence", "designators", "designator", "place",
};

const char *
ladder_rung_name(enum ladder_rung rung)
{
	return names[rung];
}

int
ladder_read(struct ladder_line *l, struct slice text, struct arena *a,
    struct err *e)
{
	struct record r;
	struct key k;

	if (recin_parse(&r, text, JSON_AT("line", 0), a, e) < 0)
		return -1;
	*l = (struct ladder_line){
	    .find_number = r.values[BOM_LINE_FIND_NUMBER].text,
	    .component = r.values[BOM_LINE_COMPONENT].text,
	    .occurrence = r.values[BOM_LINE_OCCURRENCE].text,
	    .quantity = record_text(&r, BOM_LINE_QUANTITY),
	    .uom = record_text(&r, BOM_LINE_UOM),
	    .partner = LADDER_NONE,
	};
	l->rest = text;
	l->rest.at += key_parse_prefix(&k, text, a);
	l->rest.len -= (size_t)(l->rest.at - text.at);
	if (r.values[BOM_LINE_REFDES].kind == VALUE_SET) {
		l->refdes = r.values[BOM_LINE_REFDES].set;
		l->refdes_count = r.values[BOM_LINE_REFDES].count;
	}
	return 0;
}

/* --- what two lines agree in --- */

static bool
equal_refdes(const struct ladder_line *a, const struct ladder_line *b)
{
	size_t i;

	if (!a->refdes_count || a->refdes_count != b->refdes_count)
		return false;
	for (i = 0; i < a->refdes_count; i++)
		if (!slice_equal(a->refdes[i], b->refdes[i]))
			return false;
	return true;
}

/* The rung of two lines that a step brought together. */
static enum ladder_rung
rung_of(const struct ladder_line *a, const struct ladder_line *b,
    unsigned asks)
{
	bool find = slice_equal(a->find_number, b->find_number);
	bool occurrence = slice_equal(a->occurrence, b->occurrence);

	if (!slice_equal(a->component, b->component))
		return asks & ASK_OCCURRENCE ? LADDER_SAME_OCCURRENCE
		    : asks & ASK_REFDES ? LADDER_DESIGNATORS
		    : asks & ASK_SHARED ? LADDER_DESIGNATOR : LADDER_PLACE;
	if (find && occurrence)
		return LADDER_KEY;
	if (find && a->find_number.len)
		return LADDER_FIND_NUMBER;
	if (asks & ASK_OCCURRENCE)
		return LADDER_OCCURRENCE;
	if (equal_refdes(a, b))
		return LADDER_REFDES;
	if (asks & ASK_SHARED)
		return LADDER_SHARED;
	return a->quantity.len && slice_equal(a->quantity, b->quantity) &&
	    slice_equal(a->uom, b->uom) ? LADDER_QUANTITY : LADDER_COMPONENT;
}

/* A line with what a step asks of it. */
struct asked {
	struct hash128 hash; /* of the text */
	const struct ladder_line *line;
};

struct asking {
	struct asked *list;
	size_t count, size;
	struct buf text; /* of one line */
};

static bool
has(const struct ladder_line *l, unsigned needs)
{
	return (!(needs & ASK_FIND) || l->find_number.len) &&
	    (!(needs & ASK_QUANTITY) || l->quantity.len) &&
	    (!(needs & ASK_REFDES) || l->refdes_count) &&
	    (!(needs & NEED_NONE) || !l->refdes_count);
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
put(struct asking *a, const struct ladder_line *line)
{
	if (a->count == a->size) {
		a->size = mem_next_size(a->size, a->count + 1);
		a->list = mem_grow(a->list, a->size, sizeof(*a->list));
	}
	a->list[a->count++] = (struct asked){hash_128(a->text.at,
	    a->text.len), line};
}

static int
compare_hashes(struct hash128 a, struct hash128 b)
{
	if (a.high != b.high)
		return a.high < b.high ? -1 : 1;
	return (a.low > b.low) - (a.low < b.low);
}

/* Who is asked the same stands together, in an order of their own. */
static int
compare(const void *a, const void *b)
{
	const struct asked *x = a, *y = b;
	int c = compare_hashes(x->hash, y->hash);

	if (!c)
		c = slice_compare(x->line->rest, y->line->rest);
	return c ? c : (x->line > y->line) - (x->line < y->line);
}

/* The lines that have no partner yet and can be asked, in order. */
static void
ask(struct asking *a, struct ladder_side side, unsigned asks, unsigned needs)
{
	size_t i, j, times;

	a->count = 0;
	for (i = 0; i < side.count; i++) {
		const struct ladder_line *l = &side.lines[i];

		if (l->partner != LADDER_NONE || !has(l, needs))
			continue;
		times = asks & ASK_SHARED ? l->refdes_count : 1;
		for (j = 0; j < times; j++) {
			buf_clear(&a->text);
			add_text(&a->text, l, asks);
			if (asks & ASK_SHARED)
				add_part(&a->text, l->refdes[j]);
			put(a, l);
		}
	}
	if (a->count)
		qsort(a->list, a->count, sizeof(*a->list), compare);
}

static void
join(struct ladder_side old, struct ladder_side new, uint32_t o, uint32_t n,
    unsigned asks)
{
	old.lines[o].partner = n;
	new.lines[n].partner = o;
	old.lines[o].rung = new.lines[n].rung = rung_of(&old.lines[o],
	    &new.lines[n], asks);
}

/* Two lines that share a designator, once for each that they share. */
struct meeting {
	uint32_t old, new;
	size_t shared;
	bool find; /* one find number */
};

struct meetings {
	struct meeting *list;
	size_t count, size;
};

static void
add_meeting(struct meetings *m, struct ladder_side old,
    struct ladder_side new, uint32_t o, uint32_t n)
{
	if (m->count == m->size) {
		m->size = mem_next_size(m->size, m->count + 1);
		m->list = mem_grow(m->list, m->size, sizeof(*m->list));
	}
	m->list[m->count++] = (struct meeting){o, n, 1,
	    slice_equal(old.lines[o].find_number, new.lines[n].find_number)};
}

static int
compare_lines(const void *a, const void *b)
{
	const struct meeting *x = a, *y = b;

	if (x->old != y->old)
		return x->old < y->old ? -1 : 1;
	return (x->new > y->new) - (x->new < y->new);
}

/* Who share most come first. */
static int
compare_shared(const void *a, const void *b)
{
	const struct meeting *x = a, *y = b;

	if (x->shared != y->shared)
		return x->shared > y->shared ? -1 : 1;
	if (x->find != y->find)
		return x->find ? -1 : 1;
	return compare_lines(a, b);
}

static void
join_meetings(struct meetings *m, struct ladder_side old,
    struct ladder_side new, unsigned asks)
{
	size_t i, kept = 0;

	if (m->count)
		qsort(m->list, m->count, sizeof(*m->list), compare_lines);
	for (i = 0; i < m->count; i++)
		if (kept && !compare_lines(&m->list[kept - 1], &m->list[i]))
			m->list[kept - 1].shared++;
		else
			m->list[kept++] = m->list[i];
	if (kept)
		qsort(m->list, kept, sizeof(*m->list), compare_shared);
	for (i = 0; i < kept; i++)
		if (old.lines[m->list[i].old].partner == LADDER_NONE &&
		    new.lines[m->list[i].new].partner == LADDER_NONE)
			join(old, new, m->list[i].old, m->list[i].new, asks);
}

static uint32_t
index_of(struct ladder_side side, const struct asked *asked)
{
	return (uint32_t)(asked->line - side.lines);
}

static void
climb(struct ladder_side old, struct ladder_side new, struct asking asked[2],
    unsigned asks)
{
	struct meetings m = {NULL, 0, 0};
	size_t i = 0, j = 0;
	int c;

	while (i < asked[0].count && j < asked[1].count) {
		const struct asked *o = &asked[0].list[i];
		const struct asked *n = &asked[1].list[j];

		c = compare_hashes(o->hash, n->hash);
		if (c == 0 && asks & ASK_SHARED)
			add_meeting(&m, old, new, index_of(old, o),
			    index_of(new, n));
		else if (c == 0)
			join(old, new, index_of(old, o), index_of(new, n),
			    asks);
		i += c <= 0;
		j += c >= 0;
	}
	join_meetings(&m, old, new, asks);
	mem_free(m.list);
}

/*
 * True if each line has an occurrence: then it is the source's own number of
 * the line, for the first of those that are counted has none.
 */
static bool
own_numbers(struct ladder_side side)
{
	size_t i;

	for (i = 0; i < side.count; i++)
		if (!side.lines[i].occurrence.len)
			return false;
	return true;
}

bool
ladder_own(struct ladder_side old, struct ladder_side new)
{
	return own_numbers(old) && own_numbers(new);
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
	struct asking asked[2] = {{NULL, 0, 0, BUF_INIT(ASK_MOST)},
	    {NULL, 0, 0, BUF_INIT(ASK_MOST)}};
	bool own = ladder_own(old, new);
	size_t i;

	for (i = 0; i < COUNT_OF(steps); i++) {
		if (!some_left(old) || !some_left(new))
			break;
		if (steps[i].needs[0] & NEED_OWN && !own)
			continue;
		ask(&asked[0], old, steps[i].asks, steps[i].needs[0]);
		if (!asked[0].count)
			continue;
		ask(&asked[1], new, steps[i].asks, steps[i].needs[1]);
		climb(old, new, asked, steps[i].asks);
	}
	for (i = 0; i < 2; i++) {
		mem_free(asked[i].list);
		buf_release(&asked[i].text);
	}
}

/* --- steps told --- */

/* Both are in natural order. */
static bool
share_one(const struct ladder_line *a, const struct ladder_line *b)
{
	size_t i = 0, j = 0;
	int c;

	while (i < a->refdes_count && j < b->refdes_count) {
		c = slice_compare_natural(a->refdes[i], b->refdes[j]);
		if (!c)
			return true;
		i += c < 0;
		j += c > 0;
	}
	return false;
}

static bool
agree(const struct ladder_line *a, const struct ladder_line *b, unsigned asks)
{
	struct buf x = BUF_INIT(ASK_MOST), y = BUF_INIT(ASK_MOST);
	bool same;

	add_text(&x, a, asks);
	add_text(&y, b, asks);
	same = slice_equal(buf_slice(&x), buf_slice(&y)) &&
	    (!(asks & ASK_SHARED) || share_one(a, b));
	buf_release(&x);
	buf_release(&y);
	return same;
}

int
ladder_step(const struct ladder_line *old, const struct ladder_line *new,
    bool own)
{
	size_t i;

	for (i = 0; i < COUNT_OF(steps); i++)
		if ((own || !(steps[i].needs[0] & NEED_OWN)) &&
		    has(old, steps[i].needs[0]) &&
		    has(new, steps[i].needs[1]) &&
		    agree(old, new, steps[i].asks))
			return (int)i;
	return -1;
}

void
ladder_add_asks(struct buf *b, int step)
{
	static const struct {
		unsigned ask;
		const char *words;
	} all[] = {
	    {ASK_FIND, "find number"}, {ASK_COMPONENT, "component"},
	    {ASK_OCCURRENCE, "occurrence"}, {ASK_QUANTITY, "quantity and unit"},
	    {ASK_REFDES, "all designators"}, {ASK_SHARED, "a designator"},
	    {ASK_REST, "all else"},
	};
	const char *before = "";
	size_t i;

	for (i = 0; i < COUNT_OF(all); i++)
		if (steps[step].asks & all[i].ask) {
			buf_printf(b, "%s%s", before, all[i].words);
			before = ", ";
		}
}
