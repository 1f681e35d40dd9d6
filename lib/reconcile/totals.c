/*
 * totals.c - one group for each type, member, plant and unit.
 *
 * Groups are put in order when all is read; the index holds their places, so
 * it is made anew then.
 */
#include "reconcile/totals.h"

const char *const totals_why_names[TOTALS_WHYS] = {"findings", "allowed",
    "not_compared", "incomplete", "out_of_scope", "filtered", "withheld"};
const char *const totals_why_titles[TOTALS_WHYS] = {"findings",
    "allowed by the policy", "not compared", "not a complete snapshot",
    "out of scope", "filtered", "withheld"};

/* What is summed, and by what. */
struct summand {
	unsigned value, unit;
};

static bool
summand_of(struct summand *s, enum record_type type)
{
	if (type == TYPE_BOM_LINE)
		*s = (struct summand){BOM_LINE_QUANTITY, BOM_LINE_UOM};
	else if (type == TYPE_PLANT_ITEM)
		*s = (struct summand){PLANT_ITEM_STANDARD_COST,
		    PLANT_ITEM_CURRENCY};
	else
		return false;
	return true;
}

/* The key member that is the plant; false where there is none. */
static bool
plant_of(unsigned *member, enum record_type type)
{
	const struct schema_type *t = &schema_types[type];
	unsigned i;

	for (i = 0; i < t->key_count; i++)
		if (slice_is(t->members[i].name, "plant")) {
			*member = i;
			return true;
		}
	return false;
}

bool
totals_members(struct totals_members *m, enum record_type type)
{
	struct summand s;

	memset(m, 0, sizeof(*m));
	m->summed = summand_of(&s, type);
	if (m->summed) {
		m->value = s.value;
		m->unit = s.unit;
	}
	return plant_of(&m->plant, type);
}

void
totals_init(struct totals *t)
{
	memset(t, 0, sizeof(*t));
	t->index = (struct map)MAP_INIT;
	t->texts = (struct arena)ARENA_INIT;
	/* a plant of a key and a unit, as long as lines are */
	buf_init(&t->key, (size_t)64 * 1024 * 1024);
}

void
totals_release(struct totals *t)
{
	map_release(&t->index);
	mem_free(t->list);
	mem_free(t->saved);
	arena_release(&t->texts);
	buf_release(&t->key);
}

bool
totals_wants(enum record_type type)
{
	unsigned member;

	return plant_of(&member, type);
}

/* --- groups --- */

/* The index's entry of a group like this. */
static uint64_t *
place_of(struct totals *t, const struct totals_group *g, bool *added)
{
	buf_clear(&t->key);
	buf_printf(&t->key, "%d %u %zu ", (int)g->type, g->member,
	    g->plant.len);
	buf_add_slice(&t->key, g->plant);
	buf_add_slice(&t->key, g->unit);
	return map_put(&t->index, buf_slice(&t->key), added);
}

static struct totals_group *
group_of(struct totals *t, const struct totals_group *like)
{
	bool added;
	uint64_t *at = place_of(t, like, &added);
	struct totals_group *g;

	if (!added)
		return &t->list[*at];
	*at = t->count;
	if (t->count == t->size) {
		t->size = mem_next_size(t->size, t->count + 1);
		t->list = mem_grow(t->list, t->size, sizeof(*t->list));
	}
	g = &t->list[t->count++];
	*g = (struct totals_group){.type = like->type, .member = like->member,
	    .plant = slice_copy(like->plant, &t->texts),
	    .unit = slice_copy(like->unit, &t->texts)};
	return g;
}

/* Once over, always over: the order of records must not show. */
static void
add(struct totals_sum *sum, struct decimal d)
{
	if (!sum->overflow && !decimal_add(&sum->sum, sum->sum, d))
		sum->overflow = true;
}

void
totals_add_sum(struct totals *t, enum totals_side side,
    const struct totals_group *like, struct totals_sum sum)
{
	struct totals_sum *to = &group_of(t, like)->sides[side];

	to->overflow |= sum.overflow;
	add(to, sum.sum);
}

/* The groups that a record belongs to, and what it adds to each. */
struct share {
	struct totals_group *group;
	struct decimal value;
};

static unsigned
shares_of(struct share shares[2], struct totals *t, const struct record *r)
{
	struct totals_group like = {.type = r->type,
	    .member = TOTALS_RECORDS, .unit = SLICE("")};
	unsigned count = 1, plant;
	struct summand s;

	like.plant = plant_of(&plant, r->type) ? record_text(r, plant)
	    : SLICE("");
	shares[0].group = group_of(t, &like);
	shares[0].value = decimal_of(1);
	if (summand_of(&s, r->type) &&
	    record_number(&shares[1].value, r, s.value)) {
		size_t first = (size_t)(shares[0].group - t->list);

		like.member = s.value;
		like.unit = record_text(r, s.unit);
		shares[1].group = group_of(t, &like);
		/* the list may have moved */
		shares[0].group = &t->list[first];
		count++;
	}
	return count;
}

void
totals_add(struct totals *t, enum totals_side side, const struct record *r)
{
	struct share shares[2];
	unsigned i, count = shares_of(shares, t, r);

	for (i = 0; i < count; i++)
		add(&shares[i].group->sides[side], shares[i].value);
}

void
totals_count(struct totals *t, enum record_type type, uint64_t plm,
    uint64_t erp)
{
	const struct totals_group like = {.type = type,
	    .member = TOTALS_RECORDS, .plant = SLICE_INIT(""),
	    .unit = SLICE_INIT("")};
	struct totals_group *g = group_of(t, &like);

	/* Counts of what fits on a disk stay far below the sign. */
	add(&g->sides[TOTALS_PLM], decimal_of((int64_t)plm));
	add(&g->sides[TOTALS_ERP], decimal_of((int64_t)erp));
}

void
totals_explain(struct totals *t, enum totals_why why,
    const struct record *plm, const struct record *erp)
{
	const struct record *const sides[2] = {plm, erp};
	struct share shares[2];
	size_t counted[2]; /* groups that PLM's record is in */
	unsigned side, i, count, known = 0;

	for (side = 0; side < 2; side++) {
		count = sides[side] ? shares_of(shares, t, sides[side]) : 0;
		for (i = 0; i < count; i++) {
			size_t at = (size_t)(shares[i].group - t->list);
			struct totals_reason *reason = &t->list[at].why[why];

			/* what both sides have counts once in a group */
			reason->records += !(known > 0 && counted[0] == at) &&
			    !(known > 1 && counted[1] == at);
			if (side == TOTALS_PLM)
				counted[known++] = at;
			add(&reason->sum, side == TOTALS_ERP ? shares[i].value
			    : decimal_negate(shares[i].value));
		}
	}
}

static int
compare_groups(const void *a, const void *b)
{
	const struct totals_group *left = a, *right = b;
	int c = (int)left->type - (int)right->type;

	if (!c && left->member != right->member)
		c = left->member == TOTALS_RECORDS ? -1
		    : right->member == TOTALS_RECORDS ? 1
		    : (int)left->member - (int)right->member;
	if (!c)
		c = slice_compare(left->plant, right->plant);
	return c ? c : slice_compare(left->unit, right->unit);
}

void
totals_finish(struct totals *t)
{
	bool added;
	size_t i;

	if (t->count)
		qsort(t->list, t->count, sizeof(*t->list), compare_groups);
	for (i = 0; i < t->count; i++)
		*place_of(t, &t->list[i], &added) = i;
}

void
totals_save(struct totals *t)
{
	mem_free(t->saved);
	t->saved = NULL;
	t->saved_count = t->count;
	if (!t->count)
		return;
	t->saved = mem_grow(NULL, t->count, sizeof(*t->saved));
	memcpy(t->saved, t->list, t->count * sizeof(*t->list));
}

void
totals_restore(struct totals *t)
{
	if (t->count != t->saved_count)
		BUG("a group of totals that was not read");
	if (t->saved)
		memcpy(t->list, t->saved, t->count * sizeof(*t->list));
}

/* --- asking --- */

bool
totals_difference(struct decimal *out, const struct totals_group *g)
{
	return !g->sides[0].overflow && !g->sides[1].overflow &&
	    decimal_sub(out, g->sides[1].sum, g->sides[0].sum);
}

const char *
totals_member(const struct totals_group *g)
{
	return g->member == TOTALS_RECORDS ? "records"
	    : schema_types[g->type].members[g->member].name.at;
}

bool
totals_agree(const struct totals_group *g)
{
	return !g->sides[0].overflow && !g->sides[1].overflow &&
	    decimal_compare(g->sides[0].sum, g->sides[1].sum) == 0;
}
