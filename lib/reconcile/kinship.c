/* kinship.c - gathered by BOM, paired by the ladder, then by what is held. */
#include "reconcile/kinship.h"

#include "model/scan.h"

enum { PLM, ERP };

void
kinship_init(struct kinship *k, struct pairing *pair)
{
	memset(k, 0, sizeof(*k));
	k->pair = pair;
	k->arena = (struct arena)ARENA_INIT;
	buf_init(&k->bom, KEY_MOST);
	heldback_init(&k->held[PLM], &pair->left.withheld,
	    &pair->right.withheld);
	heldback_init(&k->held[ERP], &pair->right.withheld,
	    &pair->left.withheld);
}

void
kinship_release(struct kinship *k)
{
	int i;

	for (i = 0; i < 2; i++) {
		heldback_release(&k->held[i]);
		mem_free(k->sides[i].lines);
		mem_free(k->places[i]);
	}
	mem_free(k->list);
	arena_release(&k->arena);
	buf_release(&k->bom);
	memset(k, 0, sizeof(*k));
}

void
kinship_clear(struct kinship *k)
{
	k->count = k->sides[PLM].count = k->sides[ERP].count = 0;
	arena_reset(&k->arena);
}

bool
kinship_same_bom(const struct kinship *k, struct slice line)
{
	struct slice bom = buf_slice(&k->bom);

	return !k->count || (slice_begins(line, bom) &&
	    line.at[bom.len] == ',');
}

/* Of a BOM line: its key prefix up to `alternative`. */
static struct slice
bom_of(struct slice line)
{
	struct scan scan;

	if (!scan_key(&scan, line))
		BUG("a kept line without a key");
	line.len = scan.starts[BOM_LINE_FIND_NUMBER] -
	    schema_types[TYPE_BOM_LINE].members[BOM_LINE_FIND_NUMBER].lead.len;
	return line;
}

void
kinship_add(struct kinship *k, struct slice plm, struct slice erp)
{
	if (!k->count) {
		buf_clear(&k->bom);
		buf_add_slice(&k->bom, bom_of(plm.len ? plm : erp));
	}
	if (k->count == k->size) {
		k->size = mem_next_size(k->size, k->count + 1);
		k->list = mem_grow(k->list, k->size, sizeof(*k->list));
	}
	k->list[k->count++] = (struct kin){.plm = slice_copy(plm, &k->arena),
	    .erp = slice_copy(erp, &k->arena), .match = SLICE("")};
}

/* --- who climbs --- */

/* Puts a line that one side has, and the other one lacks, onto the ladder. */
static int
put_line(struct kinship *k, int side, size_t place, struct err *e)
{
	struct pairing_side *const sides[2] = {&k->pair->left,
	    &k->pair->right};
	struct ladder_side *s = &k->sides[side];
	struct slice line = side == PLM ? k->list[place].plm
					: k->list[place].erp;
	enum absence absence;
	struct key key;

	if (!key_parse_prefix(&key, line, &k->arena))
		BUG("a kept line without a key");
	absence = pairing_absence(sides[!side], sides[side], &key);
	if (absence == ABSENCE_WITHHELD)
		withheld_mark(&sides[!side]->withheld, &key);
	if (absence != ABSENCE_GONE)
		return 0;
	if (s->count == k->room[side]) {
		k->room[side] = mem_next_size(s->count, s->count + 1);
		s->lines = mem_grow(s->lines, k->room[side],
		    sizeof(*s->lines));
		k->places[side] = mem_grow(k->places[side], k->room[side],
		    sizeof(*k->places[side]));
	}
	/* a BOM has fewer lines than 2^32 */
	k->places[side][s->count] = (uint32_t)place;
	return ladder_read(&s->lines[s->count++], line, &k->arena, e);
}

static bool
paired(const struct ladder_line *l)
{
	return l->partner != LADDER_NONE && !ladder_replaces(l->rung);
}

static void
take_partners(struct kinship *k)
{
	const struct ladder_line *l;
	uint32_t i, other;

	for (i = 0; i < k->sides[PLM].count; i++) {
		struct kin *plm = &k->list[k->places[PLM][i]];

		l = &k->sides[PLM].lines[i];
		if (!paired(l))
			continue;
		other = k->places[ERP][l->partner];
		plm->erp = k->list[other].erp;
		plm->match = slice_of(ladder_rung_name(l->rung));
		k->list[other].taken = true;
	}
}

/* Who found no partner may be what the other side holds back. */
static void
hold(struct kinship *k, int side)
{
	const struct ladder_side *s = &k->sides[side];
	struct key bom;
	size_t i;

	for (i = 0; i < s->count; i++) {
		struct kin *kin = &k->list[k->places[side][i]];

		if (paired(&s->lines[i]))
			continue;
		if (!key_parse_prefix(&bom, side == PLM ? kin->plm : kin->erp,
		    &k->arena))
			BUG("a kept line without a key");
		kin->held = heldback_line(&k->held[!side], &bom,
		    &s->lines[i]);
	}
}

int
kinship_pair(struct kinship *k, struct err *e)
{
	size_t i, plm = 0, erp = 0;

	for (i = 0; i < k->count; i++) {
		plm += !k->list[i].erp.len;
		erp += !k->list[i].plm.len;
	}
	if ((!plm || !erp) && !k->held[PLM].names.count &&
	    !k->held[ERP].names.count)
		return 0;
	for (i = 0; i < k->count; i++)
		if ((!k->list[i].erp.len && put_line(k, PLM, i, e) < 0) ||
		    (!k->list[i].plm.len && put_line(k, ERP, i, e) < 0))
			return -1;
	ladder_pair(k->sides[PLM], k->sides[ERP]);
	take_partners(k);
	hold(k, PLM);
	hold(k, ERP);
	return 0;
}
