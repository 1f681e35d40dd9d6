/*
 * unit.c - short ways between units.
 *
 * Not a search through a whole graph of conversions: a way over many of them
 * is seldom what a site meant, and no two sites agree which of many is
 * right.  A unit reaches a base over at most one conversion of the table.
 */
#include "model/unit.h"

const struct unit_standard *
unit_standard_find(struct slice code)
{
	size_t low = 0, high = unit_standard_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int c = slice_compare(code, unit_standards[middle].code);

		if (c == 0)
			return &unit_standards[middle];
		if (c < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/*
 * A conversion.  It stands in two lists of its item, for the bases of its two
 * units, which may be one and the same list; so an entry of a list is a link
 * and which of its ends is meant, 1 + 2 * link + side.
 */
struct unit_link {
	struct factor factor; /* from ends[0] to ends[1] */
	uint32_t ends[2];     /* units */
	uint32_t next[2];     /* entries */
};

/* A unit's base, and how many of it one unit is. */
struct reach {
	struct slice base;
	struct factor factor;
};

/* A unit that is not built in is its own base. */
static struct reach
base_of(struct slice unit)
{
	const struct unit_standard *known = unit_standard_find(unit);

	if (!known)
		return (struct reach){unit, factor_of(1, 1)};
	return (struct reach){known->base,
	    factor_of(known->numerator, known->denominator)};
}

void
unit_table_release(struct unit_table *t)
{
	map_release(&t->units);
	map_release(&t->ends);
	mem_free(t->links);
	*t = (struct unit_table)UNIT_TABLE_INIT;
}

/* The key of a list.  U+0000 is in no text of a stream, so it can divide. */
static void
end_key(struct buf *key, struct slice item, struct slice unit)
{
	buf_add_slice(key, item);
	buf_add_byte(key, '\0');
	buf_add_slice(key, base_of(unit).base);
}

/* The first entry of the item's list for the unit's base, 0 for none. */
static uint32_t
entry_first(const struct unit_table *t, struct slice item, struct slice unit)
{
	struct buf key = BUF_INIT(SIZE_MAX / 2);
	const uint64_t *first;

	end_key(&key, item, unit);
	first = map_find(&t->ends, buf_slice(&key));
	buf_release(&key);
	return first ? (uint32_t)*first : 0; /* held so by unit_table_add */
}

static const struct unit_link *
entry_link(const struct unit_table *t, uint32_t entry)
{
	return &t->links[(entry - 1) / 2];
}

static unsigned
entry_side(uint32_t entry)
{
	return (entry - 1) % 2;
}

static uint32_t
entry_next(const struct unit_table *t, uint32_t entry)
{
	return entry_link(t, entry)->next[entry_side(entry)];
}

/* The link's factor, from the entry's end to the other. */
static struct factor
entry_factor(const struct unit_table *t, uint32_t entry)
{
	struct factor f = entry_link(t, entry)->factor;

	return entry_side(entry) ? factor_inverse(f) : f;
}

/* The unit's code at one end of a link. */
static struct slice
link_unit(const struct unit_table *t, const struct unit_link *l, unsigned side)
{
	return t->units.entries[l->ends[side] - 1].key;
}

static uint32_t
unit_number(struct unit_table *t, struct slice unit)
{
	bool added;
	uint64_t *number = map_put(&t->units, unit, &added);

	if (added)
		*number = t->units.count;
	return (uint32_t)*number; /* the map holds fewer keys */
}

/* 0 for a unit that is in no conversion. */
static uint32_t
unit_known(const struct unit_table *t, struct slice unit)
{
	const uint64_t *number = map_find(&t->units, unit);

	return number ? (uint32_t)*number : 0;
}

static void
entry_put(struct unit_table *t, uint32_t link, struct slice item,
    unsigned side)
{
	struct unit_link *l = &t->links[link];
	struct buf key = BUF_INIT(SIZE_MAX / 2);
	uint64_t *first;

	end_key(&key, item, link_unit(t, l, side));
	first = map_put(&t->ends, buf_slice(&key), NULL);
	buf_release(&key);
	l->next[side] = (uint32_t)*first; /* held so by unit_table_add */
	*first = (uint64_t)link * 2 + side + 1;
}

static int
conversion_wrong(const struct unit_conversion *c, const char *what,
    struct err *e)
{
	return err_set(e, ERR_INPUT,
	    "conversion of \"%.*s\" to \"%.*s\" for item \"%.*s\": %s",
	    SLICE_ARGS(c->from), SLICE_ARGS(c->to), SLICE_ARGS(c->item), what);
}

/* What a conversion says by itself: its factor, or what is wrong with it. */
static const char *
conversion_check(const struct unit_conversion *c, struct factor *factor)
{
	if (!c->from.len || !c->to.len)
		return "a unit is empty";
	if (c->numerator.negative || decimal_zero(c->numerator) ||
	    c->denominator.negative || decimal_zero(c->denominator))
		return "numerator and denominator must be above 0";
	if (!factor_make(factor, c->numerator, c->denominator))
		return "the factor needs more than 38 digits";
	if (slice_equal(c->from, c->to) &&
	    (factor->numerator.coefficient != 1 ||
		factor->denominator.coefficient != 1))
		return "a unit is 1 of itself";
	return NULL;
}

/* The item's link from the one unit to the other, in this direction. */
static const struct unit_link *
link_find(const struct unit_table *t, struct slice item,
    const struct unit_link *like)
{
	uint32_t entry = entry_first(t, item, link_unit(t, like, 0));

	for (; entry; entry = entry_next(t, entry)) {
		const struct unit_link *l = entry_link(t, entry);

		if (l->ends[0] == like->ends[0] && l->ends[1] == like->ends[1])
			return l;
	}
	return NULL;
}

int
unit_table_add(struct unit_table *t, const struct unit_conversion *c,
    struct err *e)
{
	struct unit_link new = {0};
	const struct unit_link *l;
	const char *wrong = conversion_check(c, &new.factor);
	uint32_t place;

	if (wrong)
		return conversion_wrong(c, wrong, e);
	if (slice_equal(c->from, c->to))
		return 0;
	new.ends[0] = unit_number(t, c->from);
	new.ends[1] = unit_number(t, c->to);
	l = link_find(t, c->item, &new);
	if (l && factor_equal(&l->factor, &new.factor))
		return 0;
	if (l)
		return conversion_wrong(c, "another factor is given already",
		    e);
	if (t->count >= UINT32_MAX / 2 - 1)
		BUG("unit: more than 2 billion conversions");
	if (t->count == t->size) {
		t->size = mem_next_size(t->size, t->count + 1);
		t->links = mem_grow(t->links, t->size, sizeof(*t->links));
	}
	place = (uint32_t)t->count++; /* just held below 2^31 */
	t->links[place] = new;
	entry_put(t, place, c->item, 0);
	entry_put(t, place, c->item, 1);
	return 0;
}

/* What the ways tried so far have given. */
struct finding {
	struct factor factor;
	enum unit_answer answer;
};

static void
finding_add(struct finding *f, const struct factor *factor)
{
	if (f->answer == UNIT_FOUND && !factor_equal(&f->factor, factor))
		f->answer = UNIT_AMBIGUOUS;
	if (f->answer == UNIT_AMBIGUOUS)
		return;
	f->factor = *factor;
	f->answer = UNIT_FOUND;
}

/* Remembered only as long as there is nothing better. */
static void
finding_too_long(struct finding *f)
{
	if (f->answer == UNIT_MISSING)
		f->answer = UNIT_TOO_LONG;
}

static void
find_direct(const struct unit_table *t, struct slice item,
    const struct slice *units, struct finding *f)
{
	uint32_t from = unit_known(t, units[0]), to = unit_known(t, units[1]);
	uint32_t entry;

	if (!from || !to)
		return;
	entry = entry_first(t, item, units[0]);
	for (; entry; entry = entry_next(t, entry)) {
		const struct unit_link *l = entry_link(t, entry);
		unsigned side = entry_side(entry);
		struct factor factor;

		if (l->ends[side] != from || l->ends[!side] != to)
			continue;
		factor = entry_factor(t, entry);
		finding_add(f, &factor);
	}
}

struct reaches {
	struct reach *at;
	size_t count;
	size_t size;
	bool too_long; /* a base is left out for its long factor */
};

static void
reaches_add(struct reaches *r, struct reach reach)
{
	if (r->count == r->size) {
		r->size = mem_next_size(r->size, r->count + 1);
		r->at = mem_grow(r->at, r->size, sizeof(*r->at));
	}
	r->at[r->count++] = reach;
}

/*
 * Where an entry of the list of the unit's base leads: from the unit to the
 * link's near end, by the base they share unless they are the same; over the
 * link; and to the base of its far end.
 */
static void
reaches_cross(struct reaches *r, const struct unit_table *t, uint32_t entry,
    struct slice unit)
{
	const struct unit_link *l = entry_link(t, entry);
	struct slice near = link_unit(t, l, entry_side(entry));
	struct reach far = base_of(link_unit(t, l, !entry_side(entry)));
	struct reach own = base_of(unit);
	struct factor factor = entry_factor(t, entry);
	bool fits = factor_mul(&factor, &factor, &far.factor);

	if (!slice_equal(near, unit)) {
		struct factor back = factor_inverse(base_of(near).factor);

		/* within a dimension a link is for its own units only */
		if (slice_equal(far.base, own.base))
			return;
		fits = fits && factor_mul(&back, &own.factor, &back) &&
		    factor_mul(&factor, &factor, &back);
	}
	if (!fits) {
		r->too_long = true;
		return;
	}
	far.factor = factor;
	reaches_add(r, far);
}

static void
reaches_follow(struct reaches *r, const struct unit_table *t,
    struct slice item, struct slice unit)
{
	uint32_t entry = entry_first(t, item, unit);

	for (; entry; entry = entry_next(t, entry))
		reaches_cross(r, t, entry, unit);
}

static void
find_shared(const struct reaches *from, const struct reaches *to,
    struct finding *f)
{
	size_t i, j;

	for (i = 0; i < from->count; i++) {
		for (j = 0; j < to->count; j++) {
			struct factor back, factor;

			if (!slice_equal(from->at[i].base, to->at[j].base))
				continue;
			back = factor_inverse(to->at[j].factor);
			if (factor_mul(&factor, &from->at[i].factor, &back))
				finding_add(f, &factor);
			else
				finding_too_long(f);
		}
	}
	if (from->too_long || to->too_long)
		finding_too_long(f);
}

/* Steps 4 to 6 of the contract: more and more conversions are followed. */
static void
find_by_base(const struct unit_table *t, struct slice item,
    const struct slice *units, struct finding *f)
{
	struct reaches reach[2] = {{0}, {0}};
	size_t i, step;

	for (step = 4; step <= 6 && f->answer == UNIT_MISSING; step++) {
		for (i = 0; i < 2; i++) {
			if (step == 4)
				reaches_add(&reach[i], base_of(units[i]));
			if (step == 5 && item.len)
				reaches_follow(&reach[i], t, item, units[i]);
			if (step == 6)
				reaches_follow(&reach[i], t, SLICE(""),
				    units[i]);
		}
		find_shared(&reach[0], &reach[1], f);
	}
	mem_free(reach[0].at);
	mem_free(reach[1].at);
}

enum unit_answer
unit_find(const struct unit_table *t, struct slice item, struct slice from,
    struct slice to, struct factor *out)
{
	const struct slice units[2] = {from, to};
	struct finding f = {factor_of(1, 1), UNIT_MISSING};

	if (slice_equal(from, to))
		f.answer = UNIT_FOUND;
	if (f.answer == UNIT_MISSING && item.len)
		find_direct(t, item, units, &f);
	if (f.answer == UNIT_MISSING)
		find_direct(t, SLICE(""), units, &f);
	if (f.answer == UNIT_MISSING)
		find_by_base(t, item, units, &f);
	if (f.answer == UNIT_FOUND)
		*out = f.factor;
	return f.answer;
}

const char *
unit_answer_text(enum unit_answer answer)
{
	switch (answer) {
	case UNIT_FOUND:
		return "found";
	case UNIT_MISSING:
		return "there is no conversion";
	case UNIT_AMBIGUOUS:
		return "conversions contradict each other";
	case UNIT_TOO_LONG:
		return "the factor needs more than 38 digits";
	}
	BUG("unit: no such answer");
}

bool
unit_of_pieces(struct slice unit)
{
	static const char *const units[] = {"", "EA", "H87", "C62", "PCE"};
	size_t i;

	for (i = 0; i < COUNT_OF(units); i++)
		if (slice_is(unit, units[i]))
			return true;
	return false;
}
