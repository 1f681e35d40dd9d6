/* phantomchoice.c - candidates ranked one against the other. */
#include "transform/phantomchoice.h"

/* What is known of a revision of which there is a BOM. */
struct rank {
	bool out;    /* not released, or not in effect */
	bool listed; /* there is a revision record */
	struct decimal sequence;
	struct slice revision;
};

bool
phantomchoice_in_effect(const struct restructure_rules *r, struct slice from,
    struct slice to)
{
	return !r->as_of.len ||
	    ((!from.len || slice_compare(rawline_plain(from),
	    r->as_of) <= 0) &&
	    (!to.len || slice_compare(r->as_of, rawline_plain(to)) < 0));
}

static bool
released(const struct restructure_rules *r, struct slice lifecycle)
{
	return !lifecycle.len ||
	    restructure_rules_listed(&r->collapse.lifecycles, lifecycle);
}

static void
rank_of(struct rank *rank, const struct phantoms *p,
    const struct phantoms_item *item, const struct phantoms_bom *b)
{
	const struct restructure_rules *r = p->rules;
	struct rawline l;
	uint32_t at;

	*rank = (struct rank){.revision = rawline_plain(b->revision)};
	if (b->header.len) {
		rawline_cut(&l, TYPE_BOM, b->header);
		rank->out = !phantomchoice_in_effect(r,
		    l.raw[BOM_EFFECTIVE_FROM], l.raw[BOM_EFFECTIVE_TO]) ||
		    !released(r, l.raw[BOM_LIFECYCLE]);
	}
	for (at = item->first_revision; at; at = p->revisions[at - 1].next) {
		rawline_cut(&l, TYPE_REVISION, p->revisions[at - 1].line);
		if (!slice_equal(l.raw[REVISION_REVISION], b->revision))
			continue;
		rank->listed = rawline_number(&rank->sequence,
		    l.raw[REVISION_SEQUENCE]);
		rank->out = rank->out || !phantomchoice_in_effect(r,
		    l.raw[REVISION_EFFECTIVE_FROM],
		    l.raw[REVISION_EFFECTIVE_TO]) ||
		    !released(r, l.raw[REVISION_LIFECYCLE]);
	}
}

/* <0: a comes before b. */
static int
rank_compare(const struct rank *a, const struct rank *b)
{
	int c;

	if (a->listed != b->listed)
		return a->listed ? 1 : -1;
	c = a->listed ? decimal_compare(a->sequence, b->sequence) : 0;
	return c ? c : slice_compare_natural(a->revision, b->revision);
}

/* How near a BOM is to the wish by plant and alternative; 0: not meant. */
static unsigned
nearness(const struct phantoms_bom *b, const struct phantomchoice_wish *w)
{
	unsigned near = 0;

	if (slice_equal(b->plant, w->plant))
		near = 6;
	else if (slice_equal(b->plant, w->source))
		near = 4;
	else if (b->plant.len == 2)
		near = 2;
	if (near && slice_equal(b->alternative, w->alternative))
		return near + 1;
	return b->alternative.len == 2 ? near : 0;
}

struct phantoms_bom *
phantomchoice_find(const struct phantoms *p,
    const struct phantomchoice_wish *w,
    const char **why)
{
	const struct phantoms_item *item = phantoms_find(p, w->component);
	struct phantoms_bom *best = NULL;
	struct rank best_rank = {.out = true};
	unsigned best_near = 0;
	uint32_t at;

	*why = "has no BOM";
	for (at = item ? item->first_bom : 0; at; at = p->boms[at - 1].next) {
		struct phantoms_bom *b = &p->boms[at - 1];
		unsigned near = nearness(b, w);
		bool named = slice_equal(b->revision, w->revision);
		struct rank rank;

		if (!near || (w->revision.len && !named &&
		    b->revision.len > 2))
			continue;
		rank_of(&rank, p, item, b);
		if (!named && rank.out && !b->unknown) {
			if (!best)
				*why = "has no BOM that is released and in "
				    "effect";
			continue;
		}
		if (best && (near < best_near || (near == best_near &&
		    rank_compare(&rank, &best_rank) < 0)))
			continue;
		best = b;
		best_near = near;
		best_rank = rank;
	}
	return best;
}
