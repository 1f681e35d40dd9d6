/* diagnosis.c - side by side, then the revisions of both. */
#include "reconcile/diagnosis.h"

#include "model/cycle.h"

struct search {
	struct anatomy *sides;
	const struct pairing *pair;
	int side;
	int (*take)(void *ctx, struct finding *one, struct err *e);
	void *ctx;
	struct err *e;
	int rc;
};

static const struct pairing_side *
side_of(const struct search *s)
{
	return s->side ? &s->pair->right : &s->pair->left;
}

/* A finding of the side at hand, about a key, with words for people. */
static void
give(struct search *s, enum finding_class class, const struct key *k,
    struct slice words)
{
	struct value said = value_of_text(words);
	struct buf key = BUF_INIT(ANATOMY_TEXT_MOST);
	struct buf value = BUF_INIT(ANATOMY_TEXT_MOST);
	struct buf names = BUF_INIT(ANATOMY_TEXT_MOST);
	struct finding one = {.class = class, .owner = s->side ? POLICY_ERP
							      : POLICY_PLM};
	int plant = schema_plant(k->type);

	if (s->rc < 0)
		return;
	key_add_text(&key, k);
	value_add(&value, &said);
	one.key = buf_slice(&key);
	*(s->side ? &one.erp : &one.plm) = buf_slice(&value);
	if (plant >= 0)
		one.plant = k->parts[plant];
	one.reach_count = anatomy_reach(&s->sides[s->side], k->parts[0],
	    &names);
	one.reaches = buf_slice(&names);
	s->rc = s->take(s->ctx, &one, s->e);
	buf_release(&key);
	buf_release(&value);
	buf_release(&names);
}

static struct key
item_key(struct slice item)
{
	return (struct key){.type = TYPE_ITEM, .count = 1, .parts = {item}};
}

static void
give_cycle(const uint32_t *edges, size_t count, void *ctx)
{
	struct search *s = ctx;
	const struct structure *g = &s->sides[s->side].structure;
	struct buf words = BUF_INIT(ANATOMY_TEXT_MOST);
	struct key k = item_key(structure_name(g, g->edges[edges[0]].parent));

	cycle_print(&words, g, edges, count);
	give(s, FINDING_CYCLE, &k, buf_slice(&words));
	buf_release(&words);
}

/* True if the side can say that it lacks the record. */
static bool
lacks(const struct search *s, const struct key *k)
{
	const struct pairing_side *side = side_of(s);

	return !side->in.head.scope.filter.len &&
	    pairing_absence(side, side, k) == ABSENCE_GONE;
}

static void
give_items(struct search *s)
{
	struct anatomy *a = &s->sides[s->side];
	uint32_t i;

	for (i = 0; i < structure_node_count(&a->structure); i++) {
		struct key k = item_key(structure_name(&a->structure, i));

		if (!(a->flags[i] & ANATOMY_ITEM) && lacks(s, &k))
			give(s, a->flags[i] & ANATOMY_COMPONENT
			    ? FINDING_MISSING_COMPONENT : FINDING_ORPHAN, &k,
			    a->flags[i] & ANATOMY_COMPONENT
			    ? SLICE("a component without an item")
			    : SLICE("a BOM without an item"));
		if (a->flags[i] & ANATOMY_OBSOLETE &&
		    a->flags[i] & ANATOMY_COMPONENT)
			give(s, FINDING_OBSOLETE_COMPONENT, &k,
			    SLICE("obsolete in an active BOM"));
	}
}

static void
give_notes(struct search *s)
{
	struct anatomy *a = &s->sides[s->side];
	struct arena arena = ARENA_INIT;
	size_t i;

	for (i = 0; i < a->noted.count; i++) {
		struct slice words = a->notes[a->noted.entries[i].value];
		struct key k;

		if (!key_parse_prefix(&k, a->noted.entries[i].key, &arena))
			BUG("a noted line without a key");
		words.len--;
		give(s, (enum finding_class)(words.at[words.len] - 'a'), &k,
		    words);
		arena_reset(&arena);
	}
	arena_release(&arena);
}

/* --- revisions behind --- */

static uint64_t
sequence_of(struct anatomy *sides, struct slice item, struct slice revision)
{
	struct buf *text = &sides[0].text;
	const uint64_t *at;

	buf_clear(text);
	buf_add_slice(text, item);
	buf_add_byte(text, '\0');
	buf_add_slice(text, revision);
	at = map_find(&sides[0].sequences, buf_slice(text));
	if (!at)
		at = map_find(&sides[1].sequences, buf_slice(text));
	return at ? *at : 0;
}

/* By their sequences where both have one, else A before B before AA. */
static bool
newer(struct anatomy *sides, struct slice item, struct slice a,
    struct slice b)
{
	uint64_t x = sequence_of(sides, item, a);
	uint64_t y = sequence_of(sides, item, b);

	if (x && y)
		return x > y;
	return a.len != b.len ? a.len > b.len : slice_compare(a, b) > 0;
}

static const struct anatomy_bom *
newest(struct anatomy *sides, int side, uint64_t last, struct slice item)
{
	const struct anatomy *a = &sides[side];
	const struct anatomy_bom *found = NULL;

	for (; last; last = a->list[last - 1].earlier) {
		const struct anatomy_bom *b = &a->list[last - 1];

		if (b->released && (!found || newer(sides, item, b->revision,
		    found->revision)))
			found = b;
	}
	return found;
}

static void
give_behind(struct search *s, const struct key *k, struct slice plm,
    struct slice erp)
{
	struct value values[2] = {value_of_text(plm), value_of_text(erp)};
	struct buf key = BUF_INIT(ANATOMY_TEXT_MOST);
	struct buf text = BUF_INIT(ANATOMY_TEXT_MOST);
	struct buf names = BUF_INIT(ANATOMY_TEXT_MOST);
	struct finding one = {.class = FINDING_REVISION_BEHIND,
	    .owner = POLICY_PLM, .member = SLICE("parent_revision"),
	    .plant = k->parts[BOM_PLANT]};
	size_t split;

	key_add_text(&key, k);
	value_add(&text, &values[0]);
	split = text.len;
	value_add(&text, &values[1]);
	one.key = buf_slice(&key);
	one.plm = slice_from(text.at, split);
	one.erp = slice_from(text.at + split, text.len - split);
	one.reach_count = anatomy_reach(&s->sides[0], k->parts[0], &names);
	one.reaches = buf_slice(&names);
	s->rc = s->take(s->ctx, &one, s->e);
	buf_release(&key);
	buf_release(&text);
	buf_release(&names);
}

/* A BOM that both sides have, by its name without revision. */
static void
check_revision(struct search *s, struct slice name, uint64_t plm_last,
    uint64_t erp_last)
{
	struct slice rest = name;
	struct key k = {.type = TYPE_BOM, .count = BOM_ALTERNATIVE + 1};
	const struct anatomy_bom *plm, *erp;
	uint64_t at;
	unsigned i;

	for (i = 0; i <= BOM_ALTERNATIVE; i++)
		k.parts[i] = slice_cut(&rest, '\0');
	plm = newest(s->sides, 0, plm_last, k.parts[0]);
	erp = newest(s->sides, 1, erp_last, k.parts[0]);
	if (!plm || !erp || !newer(s->sides, k.parts[0], plm->revision,
	    erp->revision))
		return;
	for (at = erp_last; at; at = s->sides[1].list[at - 1].earlier)
		if (slice_equal(s->sides[1].list[at - 1].revision,
		    plm->revision))
			return;
	k.parts[BOM_PARENT_REVISION] = plm->revision;
	if (pairing_absence(&s->pair->right, &s->pair->left, &k) ==
	    ABSENCE_GONE)
		give_behind(s, &k, plm->revision, erp->revision);
}

static void
give_revisions(struct search *s)
{
	const struct map *boms = &s->sides[0].boms;
	size_t i;

	for (i = 0; i < boms->count && s->rc >= 0; i++) {
		const uint64_t *erp = map_find(&s->sides[1].boms,
		    boms->entries[i].key);

		if (erp)
			check_revision(s, boms->entries[i].key,
			    boms->entries[i].value, *erp);
	}
}

int
diagnosis_find(struct anatomy sides[2], const struct pairing *pair,
    int (*take)(void *ctx, struct finding *one, struct err *e), void *ctx,
    struct err *e)
{
	struct search s = {.sides = sides, .pair = pair, .take = take,
	    .ctx = ctx, .e = e};

	if (!sides[0].on)
		return 0;
	for (s.side = 0; s.side < 2; s.side++) {
		cycle_find(&sides[s.side].structure, give_cycle, &s);
		give_items(&s);
		give_notes(&s);
	}
	give_revisions(&s);
	return s.rc < 0 ? -1 : 0;
}
