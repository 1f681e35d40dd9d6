/*
 * judgement.c - what was kept is judged, key by key.
 *
 * The lines of a BOM are gathered first, so that those which keys leave over
 * can be found again.
 */
#include "reconcile/judgement.h"

#include "reconcile/diagnosis.h"
#include "reconcile/judged.h"
#include "reconcile/kinship.h"

struct court {
	struct reconcile *r;
	const struct reconcile_outs *outs;
	struct kinship kinship;
};

/*
 * Puts a finding; without a difference it is about the whole record.  1 if an
 * override accepts it: then it is not to be corrected; 0; -1.
 */
static int
find(struct reconcile *r, const struct judged *j, enum finding_class class,
    const struct difference *d, struct err *e)
{
	struct finding one = {.class = class, .owner = j->policy->owner};
	const struct duty *duty = d ? &difference_rule(j->policy, d)->duty
	    : &j->policy->duty;
	struct buf texts = BUF_INIT((size_t)128 * 1024 * 1024);
	struct buf names = BUF_INIT((size_t)16 * 1024 * 1024);
	size_t key, member = 0, plm = 0;
	int rc;

	key_add_text(&texts, &j->key);
	key = texts.len;
	if (d) {
		one.owner = d->owner;
		difference_add_name(&texts, j->key.type, d);
		member = texts.len - key;
		if (d->plm->kind != VALUE_ABSENT)
			value_add(&texts, d->plm);
		plm = texts.len - key - member;
		if (d->erp->kind != VALUE_ABSENT)
			value_add(&texts, d->erp);
	}
	one.key = slice_from(texts.at, key);
	one.member = slice_from(texts.at + key, member);
	one.plm = slice_from(texts.at + key + member, plm);
	key += member + plm;
	one.erp = slice_from(texts.at + key, d ? texts.len - key : 0);
	if (schema_plant(j->key.type) >= 0)
		one.plant = j->key.parts[schema_plant(j->key.type)];
	one.match = j->match;
	if (j->key.type == TYPE_BOM_LINE || j->key.type == TYPE_BOM) {
		one.reach_count = anatomy_reach(&r->anatomy[!j->plm_line.len],
		    j->key.parts[0], &names);
		one.reaches = buf_slice(&names);
	}
	one.team = duty->team;
	one.severity = duty->severity;
	rc = duty_impact(duty, j->record, &one.impact, e);
	if (rc == 0)
		rc = dossier_find(r, &one, e);
	buf_release(&texts);
	buf_release(&names);
	return rc;
}

/* Counts the key's class, and gives its record out. */
static int
classify(struct court *c, const struct judged *j, enum reconcile_class class,
    struct err *e)
{
	struct stream_out *out = c->outs->of[class];
	struct slice line = j->plm_line.len ? j->plm_line : j->erp_line;

	if (dossier_classify(c->r, j->key.type, &(struct reconcile_seen){class,
	    j->plm_line, j->erp_line, 0, j->absence}, e) < 0)
		return -1;
	return out ? stream_out_line(out, line, j->key.type, e) : 0;
}

static int
find_demanded(struct reconcile *r, const struct judged *j,
    const struct muster_missing *missing, struct err *e)
{
	struct buf text = BUF_INIT(KEY_MOST * 4);
	struct finding one = {.class = FINDING_MISSING_IN_ERP,
	    .owner = POLICY_PLM, .plant = missing->plant,
	    .team = missing->demand->duty.team,
	    .severity = missing->demand->duty.severity,
	    .impact = missing->impact};
	int rc;

	key_add_text(&text, &j->key);
	one.key = buf_slice(&text);
	rc = dossier_find(r, &one, e);
	buf_release(&text);
	return rc;
}

/* Finds what differs, but for what the ERP owns; what is accepted is marked. */
static int
find_differences(struct reconcile *r, struct judged *j, struct err *e)
{
	size_t i;
	int got;

	for (i = 0; i < j->differences.count; i++) {
		struct difference *d = &j->differences.list[i];

		if (d->owner == POLICY_ERP)
			continue;
		got = find(r, j, d->owner == POLICY_SHARED ? FINDING_CONFLICT
							   : FINDING_DIFFER,
		    d, e);
		if (got < 0)
			return -1;
		if (got > 0)
			d->owner = POLICY_NOBODY;
	}
	return 0;
}

/*
 * A line that is to be renumbered gets all of PLM's key, which is free in the
 * ERP; another one might not be.
 */
static void
renumber(struct judged *j, struct arena *a)
{
	static const unsigned members[] = {BOM_LINE_FIND_NUMBER,
	    BOM_LINE_OCCURRENCE};
	struct differences *all = &j->differences;
	bool wanted = false, said = false;
	size_t i;

	/* the find number says it; without one in the list, the occurrence */
	for (i = 0; i < all->count && !said; i++) {
		said = all->list[i].member <= BOM_LINE_OCCURRENCE;
		wanted = said && all->list[i].owner == POLICY_PLM;
	}
	wanted = wanted && (all->list[i - 1].member == BOM_LINE_FIND_NUMBER ||
	    value_equal(&j->plm.values[BOM_LINE_FIND_NUMBER],
	    &j->erp.values[BOM_LINE_FIND_NUMBER]));
	for (i = 0; i < all->count; i++)
		if (all->list[i].member <= BOM_LINE_OCCURRENCE)
			all->list[i].owner = POLICY_NOBODY;
	for (i = 0; wanted && i < COUNT_OF(members); i++) {
		const struct value *plm = &j->plm.values[members[i]];
		const struct value *erp = &j->erp.values[members[i]];

		if (!value_equal(plm, erp))
			difference_append(all, (struct difference){members[i],
			    SLICE(""), POLICY_PLM, plm, erp}, a);
	}
}

static int
judge_both(struct court *c, struct judged *j, struct err *e)
{
	struct reconcile *r = c->r;
	const struct differences *all = &j->differences;

	if (judged_compare(j, r, e) < 0 || find_differences(r, j, e) < 0 ||
	    classify(c, j, judged_class(j), e) < 0)
		return -1;
	if (!all->of[POLICY_PLM] && !all->of[POLICY_SHARED])
		return 0;
	if (j->match.len)
		renumber(j, &r->arena);
	return corrections_change(&r->corrections, &j->erp, all, &r->arena,
	    e);
}

/* What it means that `side` lacks it; what may be held back is known before. */
static enum absence
absence_of(const struct judged *j, const struct pairing_side *side,
    const struct pairing_side *other)
{
	return j->absence != ABSENCE_GONE ? j->absence
	    : pairing_absence(side, other, &j->key);
}

static int
judge_plm_only(struct court *c, struct judged *j, struct err *e)
{
	struct reconcile *r = c->r;
	enum absence why = absence_of(j, dossier_erp(r), dossier_plm(r));
	enum policy_presence is;
	int got;

	if (dossier_parse(r, &j->plm, dossier_plm(r), j->plm_line, e) < 0 ||
	    presence_of(&j->policy->plm_only, &j->plm, &is, e) < 0)
		return -1;
	if (is == POLICY_FINE)
		return classify(c, j, RECONCILE_ONLY_IN_PLM, e);
	if (why != ABSENCE_GONE) {
		r->unknown[why]++;
		j->absence = why;
		return classify(c, j, RECONCILE_UNKNOWN_IN_ERP, e);
	}
	j->record = &j->plm;
	if (classify(c, j, RECONCILE_MISSING_IN_ERP, e) < 0)
		return -1;
	got = find(r, j, FINDING_MISSING_IN_ERP, NULL, e);
	if (got != 0 || j->policy->owner != POLICY_PLM)
		return got < 0 ? -1 : 0;
	return corrections_add(&r->corrections, &j->plm, j->policy, e);
}

static int
judge_erp_only(struct court *c, struct judged *j, struct err *e)
{
	struct reconcile *r = c->r;
	enum absence why = absence_of(j, dossier_plm(r), dossier_erp(r));
	enum policy_presence is;
	int got;

	if (dossier_parse(r, &j->erp, dossier_erp(r), j->erp_line, e) < 0 ||
	    presence_of(&j->policy->erp_only, &j->erp, &is, e) < 0)
		return -1;
	if (is == POLICY_FINE)
		return classify(c, j, RECONCILE_ONLY_IN_ERP, e);
	if (why != ABSENCE_GONE) {
		r->unknown[why]++;
		j->absence = why;
		return classify(c, j, RECONCILE_UNKNOWN_IN_PLM, e);
	}
	j->record = &j->erp;
	if (classify(c, j, RECONCILE_MISSING_IN_PLM, e) < 0)
		return -1;
	got = find(r, j, FINDING_MISSING_IN_PLM, NULL, e);
	if (got != 0 || is != POLICY_REMOVE)
		return got < 0 ? -1 : 0;
	return corrections_remove(&r->corrections, j->erp_line, e);
}

/* One key, of which either side may lack the line. */
static int
judge_one(struct court *c, struct judged *j, struct err *e)
{
	if (j->plm_line.len && j->erp_line.len)
		return judge_both(c, j, e);
	if (!key_parse_prefix(&j->key, j->plm_line.len ? j->plm_line
	    : j->erp_line, &c->r->arena))
		BUG("a kept line without a key");
	j->policy = &c->r->policy->types[j->key.type];
	return j->plm_line.len ? judge_plm_only(c, j, e)
			       : judge_erp_only(c, j, e);
}

/* The lines of the BOM at hand. */
static int
judge_bom(struct court *c, struct err *e)
{
	struct kinship *k = &c->kinship;
	size_t i;

	if (kinship_pair(k, e) < 0)
		return -1;
	for (i = 0; i < k->count; i++) {
		const struct kin *kin = &k->list[i];
		struct judged j = {.plm_line = kin->plm, .erp_line = kin->erp,
		    .match = kin->match, .absence = kin->held
		    ? ABSENCE_WITHHELD : ABSENCE_GONE};

		arena_reset(&c->r->arena);
		if (!kin->taken && judge_one(c, &j, e) < 0)
			return -1;
	}
	kinship_clear(k);
	return 0;
}

/* Takes apart what the intake put together; judges it, or gathers lines. */
static int
judge_kept(struct court *c, struct slice kept, struct err *e)
{
	struct judged j = {.erp_line = kept, .match = SLICE("")};
	struct slice line;

	line = j.plm_line = slice_cut(&j.erp_line, '\n');
	if (j.erp_line.len == 1) {
		if (j.erp_line.at[0] == 'E')
			j.plm_line = SLICE("");
		j.erp_line = j.plm_line.len ? SLICE("") : line;
	}
	if (c->kinship.count && !kinship_same_bom(&c->kinship, line) &&
	    judge_bom(c, e) < 0)
		return -1;
	if (slice_begins(line, SLICE("{\"type\":\"bom_line\","))) {
		kinship_add(&c->kinship, j.plm_line, j.erp_line);
		return 0;
	}
	arena_reset(&c->r->arena);
	return judge_one(c, &j, e);
}

/* Items that must exist in a plant, and of which the ERP could say so. */
static int
find_missing(struct court *c, struct err *e)
{
	struct reconcile *r = c->r;
	struct muster_missing one;
	int got;

	while ((got = muster_next(&r->muster, &one, e)) > 0) {
		struct judged j = {.match = SLICE("")};

		j.key = (struct key){.type = TYPE_PLANT_ITEM, .count = 2,
		    .parts = {one.item, one.plant}};
		/* what PLM's own stream is of does not matter */
		if (dossier_erp(r)->in.head.scope.filter.len ||
		    pairing_absence(dossier_erp(r), dossier_erp(r), &j.key) !=
		    ABSENCE_GONE)
			continue;
		j.policy = &r->policy->types[TYPE_PLANT_ITEM];
		if (find_demanded(r, &j, &one, e) < 0)
			return -1;
	}
	return got;
}

/* What is wrong with a structure is seen to as the policy says. */
static int
take_structural(void *ctx, struct finding *one, struct err *e)
{
	struct reconcile *r = ctx;

	one->team = r->policy->structure.team;
	one->severity = r->policy->structure.severity;
	one->impact = r->policy->structure.impact;
	return dossier_find(r, one, e);
}

static int
judge_all(struct court *c, struct err *e)
{
	struct slice kept;
	int got;

	while ((got = sort_next(c->r->kept, &kept, e)) > 0)
		if (judge_kept(c, kept, e) < 0)
			return -1;
	return got < 0 || judge_bom(c, e) < 0 ? -1 : find_missing(c, e);
}

/* Every record that was compared has one class. */
static void
check(const struct reconcile *r)
{
	unsigned i;

	for (i = 0; i < TYPE_COUNT; i++) {
		const struct reconcile_counts *c = &r->counts[i];
		uint64_t both = c->of[RECONCILE_MATCH] +
		    c->of[RECONCILE_INFORMATION] + c->of[RECONCILE_DIFFER] +
		    c->of[RECONCILE_CONFLICT];

		if (r->policy->types[i].compared &&
		    (c->plm != both + c->of[RECONCILE_MISSING_IN_ERP] +
		    c->of[RECONCILE_ONLY_IN_PLM] +
		    c->of[RECONCILE_UNKNOWN_IN_ERP] ||
		    c->erp != both + c->of[RECONCILE_MISSING_IN_PLM] +
		    c->of[RECONCILE_ONLY_IN_ERP] +
		    c->of[RECONCILE_UNKNOWN_IN_PLM]))
			BUG("a record was lost between reading and judging");
	}
}

int
judgement_run(struct reconcile *r, const struct reconcile_outs *outs,
    uint64_t most, struct err *e)
{
	struct court court = {.r = r, .outs = outs};
	int rc;

	finding_list_init(&r->findings, most, r->memory);
	headcount_init(&r->tally, clock_now());
	/* they come nearly in order */
	corrections_init(&r->corrections, dossier_erp(r)->in.figures.digest,
	    SORT_MEMORY_LEAST);
	kinship_init(&court.kinship, &r->pair);
	rc = judge_all(&court, e);
	if (rc == 0)
		rc = diagnosis_find(r->anatomy, &r->pair, take_structural, r,
		    e);
	kinship_release(&court.kinship);
	if (rc < 0 || finding_list_finish(&r->findings, e) < 0)
		return -1;
	headcount_finish(&r->tally);
	check(r);
	return corrections_finish(&r->corrections, e);
}
