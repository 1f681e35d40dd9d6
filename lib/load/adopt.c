/*
 * adopt.c - look-ups in groups, each group's rows in one transaction.
 *
 * It may be killed anywhere: what was adopted is in the ledger, the rest is
 * found by the next run.
 */
#include "load/adopt.h"

#include "base/fault.h"
#include "io/log.h"
#include "load/order.h"
#include "store/transaction.h"

#define UNITS_A_GROUP 256

struct adoption {
	struct batch_place *place;
	const struct target_section *section;
	struct channel_call calls[UNITS_A_GROUP];
	struct hash128 digests[UNITS_A_GROUP]; /* of the roots */
	size_t count;
	struct arena arena;
	struct adopt_counts *counts;
};

static int
put(struct adoption *ad, const struct channel_call *call,
    const struct channel_part *part, struct hash128 digest, struct err *e)
{
	struct batch_place *p = ad->place;
	char bytes[COLUMN_DIGEST_SIZE] = "";
	const struct ledger_fact fact = {.key = part ? part->key : call->key,
	    .type = schema_types[part ? part->type : ad->section->type].name,
	    .line = part ? part->line : call->line,
	    .digest = slice_from(bytes, sizeof(bytes)),
	    .external_id = part ? part->external_id : call->external_id,
	    .etag = part ? slice_from("", 0) : call->etag};

	column_digest_bytes(bytes, digest);
	return ledger_put(p->db, &p->group, &fact, 1, e);
}

/* As it shall be: the root and all parts are acknowledged. */
static int
put_equal(struct adoption *ad, size_t i, struct err *e)
{
	const struct channel_call *call = &ad->calls[i];
	size_t n;

	ad->counts->equal++;
	if (put(ad, call, NULL, ad->digests[i], e) < 0)
		return -1;
	for (n = 0; n < call->part_count; n++)
		if (put(ad, call, &call->parts[n], call->parts[n].digest,
		    e) < 0)
			return -1;
	return 0;
}

/* Known by its key alone, and by a digest that no record has. */
static int
put_different(struct adoption *ad, size_t i, struct err *e)
{
	struct channel_call call = ad->calls[i];
	struct buf line = BUF_INIT(2 * KEY_MOST);
	int rc;

	ad->counts->differ++;
	buf_add_slice(&line, call.key);
	buf_add_byte(&line, '}');
	call.line = buf_slice(&line);
	rc = put(ad, &call, NULL, (struct hash128){0, 0}, e);
	buf_release(&line);
	return rc;
}

static int
put_call(struct adoption *ad, size_t i, struct err *e)
{
	const struct channel_call *call = &ad->calls[i];
	int rc;

	if (call->answer == CHANNEL_ABSENT) {
		ad->counts->absent++;
		return 0;
	}
	rc = call->answer == CHANNEL_DONE ? put_equal(ad, i, e)
	    : put_different(ad, i, e);
	return rc < 0 ? -1 : outcome_keep_xref(ad->place, call, e);
}

static int
audit(struct adoption *ad, struct err *e)
{
	struct batch_place *p = ad->place;
	struct audit_entry entry = {"load.adopt",
	    slice_of(p->group.target), {NULL, 0}};
	struct buf detail = BUF_INIT((size_t)1024 * 1024), text;
	int rc;

	buf_init(&text, 4 * KEY_MOST);
	outbox_add_key(&text, ad->calls[0].key);
	audit_detail_add(&detail, "first", buf_slice(&text));
	buf_clear(&text);
	outbox_add_key(&text, ad->calls[ad->count - 1].key);
	audit_detail_add(&detail, "last", buf_slice(&text));
	entry.detail = buf_slice(&detail);
	rc = audit_append(p->db, &p->by, &entry, e);
	buf_release(&detail);
	buf_release(&text);
	return rc;
}

static int
put_group(struct adoption *ad, struct err *e)
{
	struct batch_place *p = ad->place;
	bool mine;
	size_t i;
	int rc;

	if (transaction_enter(p->db, &mine, e) < 0)
		return -1;
	rc = lease_beat(p->db, &p->lease, e);
	for (i = 0; i < ad->count && rc == 0; i++)
		rc = put_call(ad, i, e);
	if (rc == 0)
		rc = audit(ad, e);
	return transaction_leave(p->db, mine, rc, e);
}

static int
settle(struct adoption *ad, struct err *e)
{
	int rc;

	if (!ad->count)
		return 0;
	if (channel_find(ad->place->channel, ad->calls, ad->count,
	    &ad->arena, e) < 0)
		return -1;
	if (fault_fires("load.adopt"))
		return err_set(e, ERR_AGAIN, "%s: stopped behind a look-up",
		    ad->place->group.target);
	rc = put_group(ad, e);
	ad->count = 0;
	arena_reset(&ad->arena);
	return rc;
}

static int
adopt_type(struct adoption *ad, struct plan *plan, struct err *e)
{
	struct plan_step step;
	int got;

	while ((got = plan_next(plan, &step, e)) > 0) {
		if (step.known || !plan_sends(&step)) {
			ad->counts->known += step.known;
			continue;
		}
		ad->digests[ad->count] = step.digest;
		if (call_of_step(&ad->calls[ad->count], &step,
		    ad->place->channel->kind, &ad->arena, e) < 0)
			return -1;
		if (++ad->count == UNITS_A_GROUP && settle(ad, e) < 0)
			return -1;
		log_progress("adopt", ad->counts->equal + ad->counts->differ +
		    ad->counts->absent, 0);
	}
	return got < 0 ? -1 : settle(ad, e);
}

int
adopt_run(struct batch_place *place, const struct plan_source *source,
    struct adopt_counts *counts, struct err *e)
{
	struct adoption *ad = mem_zero(sizeof(*ad));
	struct plan *plan = mem_zero(sizeof(*plan));
	unsigned i;
	int rc = 0;

	memset(counts, 0, sizeof(*counts));
	ad->place = place;
	ad->counts = counts;
	for (i = 0; i < ORDER_COUNT && rc == 0; i++) {
		ad->section = &source->profile->sections[order_types[i]];
		if (!ad->section->used)
			continue;
		plan_open(plan, source, order_types[i]);
		rc = adopt_type(ad, plan, e);
		plan_close(plan);
	}
	arena_release(&ad->arena);
	mem_free(ad);
	mem_free(plan);
	return rc;
}
