/*
 * reconciliation.c - the merge, and the judgement behind it.
 *
 * Lines with equal bytes match and are not looked into.  What differs or
 * stands on one side only is kept as
 *
 *	PLM's line LF ERP's line
 *
 * with one of them empty, in key order already: it costs the sort nothing.
 * Records that turn out to match under the policy are counted at once, so that
 * scratch follows the findings, not the inputs.
 */
#include "reconcile/reconciliation.h"

#include "io/log.h"
#include "model/recin.h"

/* What is known of one key while it is judged. */
struct judged {
	struct slice plm_line;
	struct slice erp_line;
	struct record plm;
	struct record erp;
	struct key key;
	struct differences differences;
	const struct policy_type *policy;
	struct reconcile_counts *counts;
};

static const struct pairing_side *
plm_side(const struct reconcile *r)
{
	return &r->pair.left;
}

static const struct pairing_side *
erp_side(const struct reconcile *r)
{
	return &r->pair.right;
}

/* --- reading --- */

static int
parse(struct reconcile *r, struct record *out, const struct pairing_side *from,
    struct slice line, struct err *e)
{
	return recin_parse(out, line, JSON_AT(from->in.name, 0), &r->arena, e);
}

/* Counts one side's line and adds up what it holds. */
static int
count(struct reconcile *r, enum totals_side side,
    const struct stream_line *line, struct err *e)
{
	const struct pairing_side *from = side == TOTALS_PLM ? plm_side(r)
							     : erp_side(r);
	struct reconcile_counts *counts = &r->counts[line->type];
	struct record record;

	*(side == TOTALS_PLM ? &counts->plm : &counts->erp) += 1;
	if (!totals_wants(line->type))
		return 0;
	if (parse(r, &record, from, line->text, e) < 0)
		return -1;
	totals_add(&r->totals, side, &record);
	return 0;
}

/* Compares the records of both sides; fills in all of *j but its lines. */
static int
compare(struct reconcile *r, struct judged *j, struct err *e)
{
	struct difference_side plm = {&j->plm, &plm_side(r)->in.head.scope};
	struct difference_side erp = {&j->erp, &erp_side(r)->in.head.scope};

	if (parse(r, &j->plm, plm_side(r), j->plm_line, e) < 0 ||
	    parse(r, &j->erp, erp_side(r), j->erp_line, e) < 0)
		return -1;
	record_key(&j->key, &j->plm);
	j->policy = &r->policy->types[j->key.type];
	j->counts = &r->counts[j->key.type];
	difference_find(&j->differences, j->policy, &plm, &erp, &r->arena);
	return 0;
}

/* Keeps the lines of a key for the judgement. */
static int
keep(struct reconcile *r, struct slice plm, struct slice erp, struct err *e)
{
	buf_clear(&r->line);
	buf_add_slice(&r->line, plm);
	buf_add_byte(&r->line, '\n');
	buf_add_slice(&r->line, erp);
	return sort_put(r->kept, buf_slice(&r->line), e);
}

static int
on_both(struct reconcile *r, const struct stream_line *plm,
    const struct stream_line *erp, struct err *e)
{
	struct judged j = {.plm_line = plm->text, .erp_line = erp->text};

	if (compare(r, &j, e) < 0)
		return -1;
	if (j.differences.of[POLICY_PLM] || j.differences.of[POLICY_SHARED])
		return keep(r, plm->text, erp->text, e);
	j.counts->of[j.differences.count ? RECONCILE_INFORMATION
					 : RECONCILE_MATCH]++;
	return 0;
}

/*
 * What only one side has.  A line with an empty neighbour must sort as its
 * key does: so it stands in front, and its side is told by a mark behind it.
 */
static int
on_one(struct reconcile *r, struct slice line, char mark, struct err *e)
{
	return keep(r, line, slice_from(&mark, 1), e);
}

static int
take(struct reconcile *r, const struct stream_line *plm,
    const struct stream_line *erp, struct err *e)
{
	enum record_type type = plm ? plm->type : erp->type;
	bool equal = plm && erp && slice_equal(plm->text, erp->text);

	arena_reset(&r->arena);
	if ((plm && count(r, TOTALS_PLM, plm, e) < 0) ||
	    (erp && count(r, TOTALS_ERP, erp, e) < 0))
		return -1;
	if (!r->policy->types[type].compared)
		return 0;
	if (equal) {
		r->counts[type].of[RECONCILE_MATCH]++;
		return 0;
	}
	if (plm && erp)
		return on_both(r, plm, erp, e);
	return plm ? on_one(r, plm->text, 'P', e)
		   : on_one(r, erp->text, 'E', e);
}

static int
read_in_order(struct reconcile *r, const char *const paths[2],
    enum stream_order order, struct err *e)
{
	const struct stream_line *plm, *erp;
	uint64_t keys = 0;
	int got;

	memset(r->counts, 0, sizeof(r->counts));
	totals_init(&r->totals);
	r->kept = sort_new(r->memory);
	if (pairing_open(&r->pair, paths, order, r->memory, e) < 0)
		return -1;
	while ((got = pairing_next(&r->pair, &plm, &erp, e)) > 0) {
		log_progress("compare", ++keys, 0);
		if (take(r, plm, erp, e) < 0)
			return -1;
	}
	if (got < 0)
		return -1;
	totals_finish(&r->totals);
	return sort_finish(r->kept, e);
}

static void
forget(struct reconcile *r)
{
	pairing_release(&r->pair);
	totals_release(&r->totals);
	sort_free(r->kept);
	r->kept = NULL;
}

int
reconcile_read(struct reconcile *r, const char *const paths[2],
    const struct policy *policy, size_t memory, struct err *e)
{
	memset(r, 0, sizeof(*r));
	r->policy = policy;
	r->memory = memory;
	r->arena = (struct arena)ARENA_INIT;
	buf_init(&r->line, 4 * ZIO_LINE_MOST);
	if (read_in_order(r, paths, STREAM_SORTED, e) == 0)
		return 0;
	if (!pairing_wants_resort(&r->pair))
		return -1;
	err_clear(e);
	forget(r);
	return read_in_order(r, paths, STREAM_RESORTED, e);
}

void
reconcile_release(struct reconcile *r)
{
	forget(r);
	finding_list_release(&r->findings);
	corrections_release(&r->corrections);
	arena_release(&r->arena);
	buf_release(&r->line);
}

/* --- judging --- */

/* Puts a finding; without a difference it is about the whole record. */
static int
find(struct reconcile *r, const struct judged *j, enum finding_class class,
    const struct difference *d, struct err *e)
{
	struct finding one = {.class = class, .owner = j->policy->owner};
	struct buf texts = BUF_INIT((size_t)128 * 1024 * 1024);
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
	rc = finding_list_put(&r->findings, &one, e);
	buf_release(&texts);
	return rc;
}

static int
judge_both(struct reconcile *r, struct judged *j,
    const struct reconcile_outs *outs, struct err *e)
{
	const struct differences *all = &j->differences;
	size_t i;

	if (compare(r, j, e) < 0)
		return -1;
	for (i = 0; i < all->count; i++) {
		const struct difference *d = &all->list[i];

		if (d->owner != POLICY_ERP && find(r, j,
		    d->owner == POLICY_SHARED ? FINDING_CONFLICT
					      : FINDING_DIFFER, d, e) < 0)
			return -1;
	}
	j->counts->of[all->of[POLICY_SHARED] ? RECONCILE_CONFLICT
					     : RECONCILE_DIFFER]++;
	if (outs->differ && stream_out_line(outs->differ, j->plm_line,
	    j->key.type, e) < 0)
		return -1;
	return corrections_change(&r->corrections, &j->erp, all, &r->arena,
	    e);
}

/* Counts what one side lacks for a reason that is no absence. */
static void
count_unknown(struct reconcile *r, struct judged *j, enum absence why,
    enum reconcile_class class)
{
	r->unknown[why]++;
	j->counts->of[class]++;
}

static int
judge_plm_only(struct reconcile *r, struct judged *j,
    const struct reconcile_outs *outs, struct err *e)
{
	enum absence why = pairing_absence(erp_side(r), plm_side(r), &j->key);

	if (j->policy->plm_only == POLICY_FINE) {
		j->counts->of[RECONCILE_ONLY_IN_PLM]++;
		return 0;
	}
	if (why != ABSENCE_GONE) {
		count_unknown(r, j, why, RECONCILE_UNKNOWN_IN_ERP);
		return 0;
	}
	j->counts->of[RECONCILE_MISSING_IN_ERP]++;
	if (find(r, j, FINDING_MISSING_IN_ERP, NULL, e) < 0)
		return -1;
	if (outs->missing_in_erp && stream_out_line(outs->missing_in_erp,
	    j->plm_line, j->key.type, e) < 0)
		return -1;
	if (j->policy->owner != POLICY_PLM)
		return 0;
	if (parse(r, &j->plm, plm_side(r), j->plm_line, e) < 0)
		return -1;
	return corrections_add(&r->corrections, &j->plm, j->policy, e);
}

static int
judge_erp_only(struct reconcile *r, struct judged *j,
    const struct reconcile_outs *outs, struct err *e)
{
	enum absence why = pairing_absence(plm_side(r), erp_side(r), &j->key);

	if (j->policy->erp_only == POLICY_FINE) {
		j->counts->of[RECONCILE_ONLY_IN_ERP]++;
		return 0;
	}
	if (why != ABSENCE_GONE) {
		count_unknown(r, j, why, RECONCILE_UNKNOWN_IN_PLM);
		return 0;
	}
	j->counts->of[RECONCILE_MISSING_IN_PLM]++;
	if (find(r, j, FINDING_MISSING_IN_PLM, NULL, e) < 0)
		return -1;
	if (outs->missing_in_plm && stream_out_line(outs->missing_in_plm,
	    j->erp_line, j->key.type, e) < 0)
		return -1;
	if (j->policy->erp_only != POLICY_REMOVE)
		return 0;
	return corrections_remove(&r->corrections, j->erp_line, e);
}

/* Takes apart what `keep` put together, and judges it. */
static int
judge_one(struct reconcile *r, struct slice kept,
    const struct reconcile_outs *outs, struct err *e)
{
	struct judged j = {.erp_line = kept};

	j.plm_line = slice_cut(&j.erp_line, '\n');
	arena_reset(&r->arena);
	if (j.erp_line.len > 1)
		return judge_both(r, &j, outs, e);
	if (!key_parse_prefix(&j.key, j.plm_line, &r->arena))
		BUG("a kept line without a key");
	j.policy = &r->policy->types[j.key.type];
	j.counts = &r->counts[j.key.type];
	if (j.erp_line.at[0] == 'P')
		return judge_plm_only(r, &j, outs, e);
	j.erp_line = j.plm_line;
	return judge_erp_only(r, &j, outs, e);
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
reconcile_judge(struct reconcile *r, const struct reconcile_outs *outs,
    uint64_t most, struct err *e)
{
	struct slice kept;
	int got;

	finding_list_init(&r->findings, most, r->memory);
	corrections_init(&r->corrections, erp_side(r)->in.figures.digest,
	    r->memory);
	while ((got = sort_next(r->kept, &kept, e)) > 0)
		if (judge_one(r, kept, outs, e) < 0)
			return -1;
	if (got < 0 || finding_list_finish(&r->findings, e) < 0)
		return -1;
	check(r);
	return corrections_finish(&r->corrections, e);
}

/* --- words and heads --- */

const char *
reconcile_class_name(enum reconcile_class class)
{
	static const char *const names[] = {"match", "information", "differ",
	    "conflict", "missing_in_erp", "missing_in_plm", "only_in_plm",
	    "only_in_erp", "unknown_in_erp", "unknown_in_plm"};

	return names[class];
}

void
reconcile_corrections_head(const struct reconcile *r, struct head *h)
{
	head_init(h, HEAD_DELTA);
	h->system = plm_side(r)->in.head.system;
	h->scope = plm_side(r)->in.head.scope;
	h->sorted = true;
	h->has_base = h->has_result = true;
	h->base = erp_side(r)->in.figures.digest;
	h->result = r->corrections.result;
}

void
reconcile_records_head(const struct pairing_side *side, struct head *h)
{
	head_init(h, HEAD_UPSERT);
	h->system = side->in.head.system;
	h->scope = side->in.head.scope;
	h->sorted = true;
}
