/* match.c - share by share, in tables that fit into a cache. */
#include "model/match.h"

#include "base/mem.h"
#include "base/relay.h"

void
lefts_add(struct lefts *to, struct left one)
{
	if (to->count == to->size) {
		to->size = mem_next_size(to->size, to->count + 1);
		to->list = mem_grow(to->list, to->size, sizeof(*to->list));
	}
	to->list[to->count++] = one;
}

void
lefts_append(struct lefts *to, const struct lefts *from)
{
	if (!from->count)
		return;
	if (to->count + from->count > to->size) {
		to->size = to->count + from->count;
		to->list = mem_grow(to->list, to->size, sizeof(*to->list));
	}
	memcpy(to->list + to->count, from->list,
	    from->count * sizeof(*from->list));
	to->count += from->count;
}

/* --- matching --- */

struct matching {
	struct prints *const *prints; /* of both sides */
	unsigned first, step, end;    /* its shares */
	size_t most;                  /* lines that may be left over */
	struct lefts lefts[2];
	struct prints_share shares[2];
	uint32_t *slots; /* 1 + the number of a print: old ones, new ones */
	size_t slot_size;
	bool *met; /* old prints whose key the new side has */
	size_t met_size;
	bool good;
};

static int
leave(struct matching *m, int side, const struct print *p)
{
	if (m->lefts[side].count == m->most)
		return -1;
	lefts_add(&m->lefts[side],
	    (struct left){print_offset(p), print_bom(p)});
	return 0;
}

static const struct print *
print_at(const struct matching *m, uint32_t i)
{
	size_t old = m->shares[0].count;

	return i < old ? &m->shares[0].list[i] : &m->shares[1].list[i - old];
}

/* The slot of the print's key: free, or with the one that has it. */
static uint32_t *
find_slot(const struct matching *m, size_t mask, const struct print *p)
{
	size_t i = (size_t)p->key & mask;

	while (m->slots[i] && print_at(m, m->slots[i] - 1)->key != p->key)
		i = (i + 1) & mask;
	return &m->slots[i];
}

/* Empty slots, at least twice as many as prints; the mask comes back. */
static size_t
clear_slots(struct matching *m)
{
	size_t count = m->shares[0].count + m->shares[1].count, size = 64;

	while (size < count * 2)
		size *= 2;
	if (size > m->slot_size) {
		m->slot_size = size;
		m->slots = mem_grow(m->slots, size, sizeof(*m->slots));
	}
	memset(m->slots, 0, size * sizeof(*m->slots));
	if (m->shares[0].count > m->met_size) {
		m->met_size = m->shares[0].size;
		m->met = mem_grow(m->met, m->met_size, sizeof(*m->met));
	}
	if (m->shares[0].count)
		memset(m->met, 0, m->shares[0].count * sizeof(*m->met));
	return size - 1;
}

/* A new print against the old ones: 0, or -1. */
static int
match_one(struct matching *m, size_t mask, size_t i)
{
	const struct print *p = &m->shares[1].list[i], *old;
	size_t olds = m->shares[0].count;
	uint32_t *slot = find_slot(m, mask, p);

	if (!*slot) {
		*slot = (uint32_t)(olds + i) + 1;
		return leave(m, 1, p);
	}
	/* a second new one of this key */
	if (*slot > olds || m->met[*slot - 1])
		return -1;
	m->met[*slot - 1] = true;
	old = &m->shares[0].list[*slot - 1];
	if (print_same_line(old, p) && print_bom(p) != MATCH_WANTED)
		return 0;
	return leave(m, 0, old) < 0 ? -1 : leave(m, 1, p);
}

static int
match_share(struct matching *m, unsigned share)
{
	struct err e = ERR_INIT;
	uint32_t *slot;
	size_t mask, i;
	int side;

	for (side = 0; side < 2; side++) {
		m->shares[side].count = 0;
		if (prints_load(m->prints[side], share, &m->shares[side],
		    &e) < 0)
			return -1;
	}
	if (m->shares[0].count + m->shares[1].count >= UINT32_MAX)
		return -1;
	mask = clear_slots(m);
	for (i = 0; i < m->shares[0].count; i++) {
		slot = find_slot(m, mask, &m->shares[0].list[i]);
		if (*slot)
			return -1;
		*slot = (uint32_t)i + 1;
	}
	for (i = 0; i < m->shares[1].count; i++)
		if (match_one(m, mask, i) < 0)
			return -1;
	for (i = 0; i < m->shares[0].count; i++)
		if (!m->met[i] && leave(m, 0, &m->shares[0].list[i]) < 0)
			return -1;
	return 0;
}

static void
run_matching(void *ctx)
{
	struct matching *m = ctx;
	unsigned i;

	m->good = true;
	for (i = m->first; i < m->end && m->good; i += m->step)
		m->good = match_share(m, i) == 0;
	mem_free(m->shares[0].list);
	mem_free(m->shares[1].list);
	mem_free(m->slots);
	mem_free(m->met);
}

/* --- BOMs that only one side has lines left over of --- */

/* A BOM with lines left over: which sides they are from. */
struct bom {
	uint64_t bom; /* 0: the place is free */
	unsigned sides;
	bool witnessed;
};

struct boms {
	struct bom *list;
	size_t mask;
};

static struct bom *
find_bom(const struct boms *b, uint64_t bom)
{
	size_t i = (size_t)bom & b->mask;

	while (b->list[i].bom && b->list[i].bom != bom)
		i = (i + 1) & b->mask;
	return &b->list[i];
}

static void
gather_boms(struct boms *b, const struct lefts lefts[2])
{
	size_t size = 64, i;
	struct bom *bom;
	int side;

	while (size < (lefts[0].count + lefts[1].count) * 2)
		size *= 2;
	b->mask = size - 1;
	b->list = mem_zero(size * sizeof(*b->list));
	for (side = 0; side < 2; side++)
		for (i = 0; i < lefts[side].count; i++) {
			if (lefts[side].list[i].bom < PRINTS_BOM_LEAST)
				continue;
			bom = find_bom(b, lefts[side].list[i].bom);
			bom->bom = lefts[side].list[i].bom;
			bom->sides |= 1u << side;
		}
}

/* The search through one side's prints for BOMs of the other's lefts. */
struct search {
	const struct prints *prints;
	unsigned shares;
	int side; /* whose prints they are */
	const struct boms *boms;
	struct lefts found;
	bool good;
};

/* Most prints are of other BOMs: told by a map that fits into a cache. */
#define MAP_BITS ((uint64_t)1 << 20)

static void
mark_wanted(const struct search *s, uint8_t *map)
{
	size_t i;

	for (i = 0; i <= s->boms->mask; i++) {
		const struct bom *b = &s->boms->list[i];

		if (b->bom && b->sides == 2u >> s->side)
			map[b->bom % MAP_BITS / 8] |=
			    (uint8_t)(1u << b->bom % 8);
	}
}

static void
find_witness(struct search *s, const struct print *p)
{
	struct bom *b = find_bom(s->boms, print_bom(p));

	if (!b->bom || b->sides != 2u >> s->side || b->witnessed)
		return;
	/* no other thread looks at a BOM of this side */
	b->witnessed = true;
	lefts_add(&s->found, (struct left){print_offset(p), print_bom(p)});
}

static void
run_search(void *ctx)
{
	struct search *s = ctx;
	uint8_t *map = mem_zero(MAP_BITS / 8);
	struct prints_share share = {NULL, 0, 0};
	struct err e = ERR_INIT;
	unsigned i;
	size_t j;

	mark_wanted(s, map);
	s->good = true;
	for (i = 0; i < s->shares && s->good; i++) {
		share.count = 0;
		s->good = prints_load(s->prints, i, &share, &e) == 0;
		for (j = 0; j < share.count && s->good; j++) {
			uint64_t bom = print_bom(&share.list[j]);

			if (map[bom % MAP_BITS / 8] & 1u << bom % 8)
				find_witness(s, &share.list[j]);
		}
	}
	mem_free(share.list);
	mem_free(map);
}

/* --- both --- */

/* The lines that are left over into lefts. */
static bool
match_all(struct prints *const prints[2], unsigned shares, size_t most,
    struct lefts lefts[2])
{
	struct matching m[2];
	int i, side;

	memset(m, 0, sizeof(m));
	for (i = 0; i < 2; i++) {
		m[i].prints = prints;
		m[i].first = (unsigned)i;
		m[i].step = 2;
		m[i].end = shares;
		m[i].most = most;
	}
	relay_both(run_matching, &m[0], &m[1]);
	for (side = 0; side < 2; side++) {
		lefts[side] = m[0].lefts[side];
		lefts_append(&lefts[side], &m[1].lefts[side]);
		mem_free(m[1].lefts[side].list);
	}
	return m[0].good && m[1].good;
}

/* One witness of each BOM that both sides have into found. */
static bool
search_all(struct prints *const prints[2], unsigned shares,
    const struct lefts lefts[2], struct lefts found[2])
{
	struct search s[2];
	struct boms boms;
	int i;

	gather_boms(&boms, lefts);
	memset(s, 0, sizeof(s));
	for (i = 0; i < 2; i++) {
		s[i].prints = prints[i];
		s[i].shares = shares;
		s[i].side = i;
		s[i].boms = &boms;
	}
	relay_both(run_search, &s[0], &s[1]);
	for (i = 0; i < 2; i++)
		found[i] = s[i].found;
	mem_free(boms.list);
	return s[0].good && s[1].good;
}

bool
match_prints(struct prints *const prints[2], unsigned bits, size_t most,
    struct lefts lefts[2], struct lefts witnesses[2])
{
	memset(lefts, 0, 2 * sizeof(*lefts));
	memset(witnesses, 0, 2 * sizeof(*witnesses));
	return match_all(prints, 1u << bits, most, lefts) &&
	    search_all(prints, 1u << bits, lefts, witnesses);
}
