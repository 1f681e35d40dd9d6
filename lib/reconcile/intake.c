/*
 * intake.c - the merge, and what is kept of it.
 *
 * Lines with equal bytes match and are not looked into; where the inputs are
 * such that a sieve takes them, they are not even given.  What differs or
 * stands on one side only is kept as
 *
 *	PLM's line LF ERP's line
 *
 * with one of them empty, in key order already: it costs the sort nothing.
 * Records that turn out to match under the policy are counted at once, so that
 * scratch follows the findings, not the inputs.
 */
#include "reconcile/intake.h"

#include "io/log.h"
#include "model/sieve.h"
#include "reconcile/judged.h"
#include "reconcile/subtotals.h"

struct intake {
	struct reconcile *r;
	bool counted; /* the records are */
	bool added;   /* and what they hold is in the totals */
	uint64_t taken[TYPE_COUNT]; /* PLM's lines that were looked at */
};

/*
 * A conversion that the other side contradicts is left out, with a warning:
 * what differs then stays different.
 */
static int
add_conversion(struct reconcile *r, const struct record *record,
    const struct stream_line *line, struct err *e)
{
	struct unit_conversion c = {
	    .item = record_text(record, UOM_CONVERSION_ITEM),
	    .from = record_text(record, UOM_CONVERSION_FROM_UOM),
	    .to = record_text(record, UOM_CONVERSION_TO_UOM)};

	if (!record_number(&c.numerator, record, UOM_CONVERSION_NUMERATOR) ||
	    !record_number(&c.denominator, record,
	    UOM_CONVERSION_DENOMINATOR) ||
	    unit_table_add(&r->units, &c, e) == 0)
		return 0;
	log_warning("%.*s: %s (it is not used)",
	    (int)line->key_length, line->text.at, e->text);
	err_clear(e);
	return 0;
}

/* Counts one side's line and adds up what it holds. */
static int
count(struct intake *in, enum totals_side side,
    const struct stream_line *line, struct err *e)
{
	struct reconcile *r = in->r;
	const struct pairing_side *from = side == TOTALS_PLM ? dossier_plm(r)
							     : dossier_erp(r);
	struct reconcile_counts *counts = &r->counts[line->type];
	struct anatomy *anatomy = &r->anatomy[side == TOTALS_ERP];
	bool adds = totals_wants(line->type) && !in->added;
	struct record record;

	if (!in->counted)
		*(side == TOTALS_PLM ? &counts->plm : &counts->erp) += 1;
	if (side == TOTALS_PLM)
		in->taken[line->type]++;
	if (!in->added)
		muster_part_put(&r->muster.parts[2], line->type, line->text,
		    side == TOTALS_PLM ? MUSTER_PLM : MUSTER_ERP);
	if (!adds && line->type != TYPE_UOM_CONVERSION &&
	    !anatomy_wants(anatomy, line->type))
		return 0;
	if (dossier_parse(r, &record, from, line->text, e) < 0)
		return -1;
	if (line->type == TYPE_UOM_CONVERSION)
		return add_conversion(r, &record, line, e);
	if (anatomy_wants(anatomy, line->type))
		anatomy_put(anatomy, &record);
	if (adds)
		totals_add(&r->totals, side, &record);
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

/*
 * What is alike by the built-in units is settled here; all conversions are
 * known once both sides are read.
 */
static int
on_both(struct reconcile *r, const struct stream_line *plm,
    const struct stream_line *erp, struct err *e)
{
	struct judged j = {.plm_line = plm->text, .erp_line = erp->text,
	    .match = SLICE("")};

	if (judged_compare(&j, r, e) < 0)
		return -1;
	if (r->shows_alike || j.differences.of[POLICY_PLM] ||
	    j.differences.of[POLICY_SHARED])
		return keep(r, plm->text, erp->text, e);
	return dossier_classify(r, j.key.type, &(struct reconcile_seen){
	    judged_class(&j), plm->text, erp->text, 0, ABSENCE_GONE}, e);
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
take(struct intake *in, const struct stream_line *plm,
    const struct stream_line *erp, struct err *e)
{
	struct reconcile *r = in->r;
	enum record_type type = plm ? plm->type : erp->type;
	bool equal = plm && erp && slice_equal(plm->text, erp->text);

	arena_reset(&r->arena);
	if ((plm && count(in, TOTALS_PLM, plm, e) < 0) ||
	    (erp && count(in, TOTALS_ERP, erp, e) < 0))
		return -1;
	if (!r->policy->types[type].compared)
		return equal || !policy_master_data(type) ? 0
		    : dossier_explain(r, TOTALS_NOT_COMPARED, plm ? plm->text
		    : SLICE(""), erp ? erp->text : SLICE(""), e);
	if (equal && !r->shows_alike)
		return dossier_classify(r, type, &(struct reconcile_seen){
		    RECONCILE_MATCH, plm->text, erp->text, 0, ABSENCE_GONE}, e);
	if (plm && erp)
		return on_both(r, plm, erp, e);
	return plm ? on_one(r, plm->text, 'P', e)
		   : on_one(r, erp->text, 'E', e);
}

/* --- by pairs --- */

static void
begin_renaming(struct reconcile *r)
{
	r->rekey.map = &r->policy->keys.map;
	r->rekey.memory = r->memory;
	if (!rekey_needed(&r->rekey))
		return;
	rekey_begin(&r->rekey);
	r->pair.left.source = rekey_next;
	r->pair.left.source_ctx = &r->rekey;
}

static void
end_renaming(struct reconcile *r)
{
	if (r->rekey.unmapped && r->policy->keys.file)
		log_warning("%s: %" PRIu64 " item%s of %s without a number of "
		    "the ERP", r->policy->keys.file, r->rekey.unmapped,
		    r->rekey.unmapped == 1 ? "" : "s",
		    dossier_plm(r)->in.name);
}

static int
read_pairs(struct intake *in, const char *const paths[2],
    enum stream_order order, struct err *e)
{
	struct reconcile *r = in->r;
	const struct stream_line *plm, *erp;
	uint64_t keys = 0;
	int got;

	if (pairing_open(&r->pair, paths, order, r->memory, e) < 0)
		return -1;
	begin_renaming(r);
	while ((got = pairing_next(&r->pair, &plm, &erp, e)) > 0) {
		log_progress("compare", ++keys, 0);
		if (take(in, plm, erp, e) < 0)
			return -1;
	}
	if (got == 0)
		end_renaming(r);
	return got;
}

/* --- through the sieve --- */

/* What one thread makes of the lines that it is told. */
struct listener {
	struct subtotals sums;
	struct muster_part *part;
	const struct sieve_tap *tap;
	unsigned side; /* where it is told all lines of one */
};

static void
listen(void *ctx, struct slice line, const struct scan *scan)
{
	struct listener *l = ctx;

	subtotals_add(&l->sums, line, scan);
	muster_part_put(l->part, scan->type, line, l->tap->by_side ? l->side
	    : MUSTER_PLM | MUSTER_ERP);
}

/* What was cut out of equal lines, or of all, goes into the totals. */
static void
add_subtotals(struct intake *in, const struct listener parts[2],
    bool by_side)
{
	int i;

	for (i = 0; i < 2; i++) {
		if (!by_side || i == 0)
			subtotals_into(&parts[i].sums, &in->r->totals,
			    TOTALS_PLM);
		if (!by_side || i == 1)
			subtotals_into(&parts[i].sums, &in->r->totals,
			    TOTALS_ERP);
	}
	in->added = by_side;
}

static int
take_items(struct intake *in, struct sieve *sieve, struct err *e)
{
	struct residue_item item;
	struct stream_line lines[2];
	int got, i;

	memset(lines, 0, sizeof(lines));
	while ((got = sieve_next(sieve, &item, e)) > 0) {
		if (item.shared)
			continue;
		for (i = 0; i < 2; i++) {
			lines[i].text = item.lines[i];
			lines[i].type = item.type;
			lines[i].key_length = item.key_length;
		}
		if (take(in, item.lines[0].at ? &lines[0] : NULL,
		    item.lines[1].at ? &lines[1] : NULL, e) < 0)
			return -1;
	}
	return got;
}

/* Each line that the sieve did not give is equal on both sides. */
static void
count_equal(struct intake *in)
{
	struct reconcile *r = in->r;
	unsigned type;

	for (type = 0; type < TYPE_COUNT; type++) {
		struct reconcile_counts *c = &r->counts[type];

		if (r->policy->types[type].compared)
			c->of[RECONCILE_MATCH] += c->plm - in->taken[type];
	}
}

/* 1 once all is read, 0 where it is for the pairing, -1. */
static int
read_sieved(struct intake *in, const char *const paths[2], struct err *e)
{
	struct reconcile *r = in->r;
	struct sieve_tap tap = {listen, {NULL, NULL}, false};
	struct listener parts[2];
	struct sieve sieve;
	unsigned type;
	int rc, i;

	for (i = 0; i < 2; i++) {
		subtotals_init(&parts[i].sums);
		parts[i].part = &r->muster.parts[i];
		parts[i].tap = &tap;
		parts[i].side = i ? MUSTER_ERP : MUSTER_PLM;
		tap.ctx[i] = &parts[i];
	}
	rc = sieve_open(&sieve, &r->pair, paths, r->memory, &tap);
	if (rc > 0) {
		in->counted = true;
		for (type = 0; type < TYPE_COUNT; type++) {
			r->counts[type].plm =
			    dossier_plm(r)->in.figures.counts[type];
			r->counts[type].erp =
			    dossier_erp(r)->in.figures.counts[type];
		}
		add_subtotals(in, parts, tap.by_side);
		rc = take_items(in, &sieve, e) < 0 ? -1 : 1;
		count_equal(in);
	}
	sieve_release(&sieve);
	for (i = 0; i < 2; i++) {
		subtotals_release(&parts[i].sums);
		if (rc == 0)
			muster_part_clear(parts[i].part);
	}
	return rc;
}

/* --- both --- */

/* True if a plant_item that only PLM has is missed anyway. */
static bool
places_compared(const struct reconcile *r)
{
	const struct policy_type *t = &r->policy->types[TYPE_PLANT_ITEM];

	return t->compared && presence_may_be(&t->plm_only,
	    POLICY_MISSING);
}

int
intake_read(struct reconcile *r, const char *const paths[2],
    enum stream_order order, struct err *e)
{
	struct intake in = {.r = r};
	unsigned type;
	int rc = 0;

	memset(r->counts, 0, sizeof(r->counts));
	if (order == STREAM_RESORTED && r->watch.again)
		r->watch.again(r->watch.ctx);
	totals_init(&r->totals);
	anatomy_init(&r->anatomy[0], r->policy->structure.checked);
	anatomy_init(&r->anatomy[1], r->policy->structure.checked);
	muster_init(&r->muster, &r->policy->exists, places_compared(r));
	r->units = (struct unit_table)UNIT_TABLE_INIT;
	/* it comes in order, which more memory would not sort faster */
	r->kept = sort_new(SORT_MEMORY_LEAST);
	/* who looks on, or wants matches, is given equal lines, too */
	if (order == STREAM_SORTED && !r->watch.see && !r->shows_alike &&
	    keymap_empty(&r->policy->keys.map) && !r->policy->structure.checked)
		rc = read_sieved(&in, paths, e);
	if (rc == 0)
		rc = read_pairs(&in, paths, order, e);
	if (rc < 0)
		return -1;
	for (type = 0; type < TYPE_COUNT; type++)
		if (policy_master_data((enum record_type)type) &&
		    !totals_wants((enum record_type)type) &&
		    (r->counts[type].plm || r->counts[type].erp))
			totals_count(&r->totals, (enum record_type)type,
			    r->counts[type].plm, r->counts[type].erp);
	totals_finish(&r->totals);
	if (r->policy->structure.checked) {
		anatomy_end(&r->anatomy[0]);
		anatomy_end(&r->anatomy[1]);
	}
	if (muster_call(&r->muster, &r->pair, e) < 0)
		return -1;
	return sort_finish(r->kept, e);
}
