/*
 * recover.c - rows in doubt, looked up in groups, and those accepted, polled.
 *
 * The request is made anew from the ledger: the intents of root and parts
 * under one idempotency key, and what was acknowledged of all other parts.
 */
#include "load/recover.h"

#include <poll.h>

#include "base/clock.h"
#include "base/fault.h"
#include "io/log.h"
#include "store/transaction.h"

#define ROWS_A_GROUP 256
#define WAIT_MS 100

struct recovery {
	struct batch_place *place;
	const struct target_profile *profile;
	enum ledger_state state; /* IN_DOUBT: find; ACCEPTED: poll */
	struct channel_call calls[ROWS_A_GROUP];
	size_t count;
	struct arena arena;
	uint64_t done;
	uint64_t undone;
	uint64_t unknown;
	uint64_t begun; /* of clock_ticks() */
};

/* --- the request that it was --- */

static enum change_op
op_of(const struct ledger_row *row)
{
	if (slice_is(row->op, "remove"))
		return CHANGE_REMOVE;
	return slice_is(row->op, "add") ? CHANGE_ADD : CHANGE_CHANGE;
}

/* A part as the request had it; false: it had it not. */
static bool
part_of(struct channel_part *part, const struct ledger_row *row,
    const struct ledger_row *root, struct arena *a)
{
	bool along = row->state == root->state &&
	    slice_equal(row->idempotency, root->idempotency);
	bool goes = along && op_of(row) == CHANGE_REMOVE;

	if (!along && !row->line.len)
		return false;
	*part = (struct channel_part){.is = !along ? PART_SAME : goes
	    ? PART_GONE : row->line.len ? PART_CHANGED : PART_NEW,
	    .key = slice_copy(row->key, a), .line = slice_copy(
	    !along || goes ? row->line : row->intent, a),
	    .external_id = slice_copy(row->external_id, a)};
	return true;
}

/* All parts of a type, behind those that there are. */
static int
add_parts(struct recovery *r, struct channel_call *call,
    const struct ledger_row *root, enum record_type type, struct err *e)
{
	struct buf prefix = BUF_INIT(2 * KEY_MOST);
	enum record_type root_type = call->section->type;
	struct channel_part part, *grown;
	struct ledger_cursor c;
	struct ledger_row row;
	size_t size = call->part_count;
	int got;

	course_add_prefix(&prefix, type, root_type, course_unit_of(call->key,
	    root_type, root_type));
	ledger_open(&c, r->place->db, r->place->group.target,
	    buf_slice(&prefix));
	while ((got = ledger_next(&c, &row, e)) > 0) {
		if (!part_of(&part, &row, root, &r->arena))
			continue;
		part.type = type;
		if (call->part_count == size) {
			size = mem_next_size(size, size + 1);
			grown = arena_alloc(&r->arena, size * sizeof(*grown));
			if (call->part_count)
				memcpy(grown, call->parts,
				    call->part_count * sizeof(*grown));
			call->parts = grown;
		}
		call->parts[call->part_count++] = part;
	}
	ledger_close(&c);
	buf_release(&prefix);
	return got;
}

/* Those that were to go stand behind those that were to stay. */
static void
sort_parts(struct channel_call *call, struct arena *a)
{
	size_t count = call->part_count, i, n = 0;
	struct channel_part *to;
	int gone;

	if (!count || call->op == CHANGE_REMOVE)
		return;
	to = arena_alloc(a, count * sizeof(*to));
	for (gone = 0; gone < 2; gone++)
		for (i = 0; i < count; i++)
			if ((call->parts[i].is == PART_GONE) == gone)
				to[n++] = call->parts[i];
	for (n = 0; n < count && to[n].is != PART_GONE; n++)
		;
	call->parts = to;
	call->part_count = n;
	call->gone_count = count - n;
}

/* The call that the row's intent was. */
static int
add_call(struct recovery *r, const struct ledger_row *row,
    const struct target_section *s, struct err *e)
{
	struct channel_call *call = &r->calls[r->count];
	struct arena *a = &r->arena;
	enum change_op op = op_of(row);
	size_t i;

	*call = (struct channel_call){.section = s, .op = op,
	    .key = slice_copy(row->key, a), .line = slice_copy(
	    op == CHANGE_REMOVE ? row->line : row->intent, a),
	    .external_id = slice_copy(row->external_id, a),
	    .etag = slice_copy(row->etag, a),
	    .ticket = slice_copy(row->ticket, a),
	    .idempotency = slice_copy(row->idempotency, a)};
	for (i = 0; i < s->part_count; i++)
		if (add_parts(r, call, row, s->parts[i].type, e) < 0)
			return -1;
	sort_parts(call, a);
	r->count++;
	return call_fill(call, r->place->channel->kind, a, e);
}

/* --- what has become of it --- */

static int
record_row(struct recovery *r, const struct channel_call *call,
    const struct channel_part *part, enum ledger_state state, struct err *e)
{
	struct batch_place *p = r->place;
	const struct intent_outcome outcome = {.state = state,
	    .key = part ? part->key : call->key,
	    .external_id = part ? part->external_id : call->external_id,
	    .answer = call->words, .idempotency = call->idempotency,
	    .etag = part ? slice_from("", 0) : call->etag,
	    .ticket = call->ticket};

	return intent_record(p->db, &p->group, &outcome, 1, e);
}

static int
record_rows(struct recovery *r, const struct channel_call *call,
    enum ledger_state state, struct err *e)
{
	bool removes = call->op == CHANGE_REMOVE;
	size_t i;

	if (record_row(r, call, NULL, state, e) < 0)
		return -1;
	for (i = 0; i < call->part_count + call->gone_count; i++)
		if ((call->parts[i].is != PART_SAME || removes) &&
		    record_row(r, call, &call->parts[i], state, e) < 0)
			return -1;
	return 0;
}

/* A poll may have been answered with a refusal. */
static int
record_refusal(struct recovery *r, const struct channel_call *call,
    struct err *e)
{
	struct batch_place *p = r->place;

	p->counts.refused++;
	outbox_warn(p->out, "refused", call->key, call->words);
	return remark_exception(p, call->key, (struct exceptions_note){
	    .class = SLICE("load_refused"), .severity = SLICE("error"),
	    .message = call->words}, NULL, e);
}

static int
record_call(struct recovery *r, const struct channel_call *call,
    struct err *e)
{
	struct batch_place *p = r->place;
	bool done = call->answer == CHANNEL_DONE;
	bool polled = r->state == LEDGER_ACCEPTED;

	if (polled && call->answer != CHANNEL_DONE &&
	    call->answer != CHANNEL_REFUSED) {
		r->unknown++;
		return 0;
	}
	r->done += done;
	r->undone += !done;
	if (record_rows(r, call, done ? LEDGER_POSTED : polled
	    ? LEDGER_REJECTED : LEDGER_PENDING, e) < 0)
		return -1;
	if (!done)
		return polled ? record_refusal(r, call, e) : 0;
	if (outcome_keep_xref(p, call, e) < 0)
		return -1;
	if (call->op == CHANGE_REMOVE)
		return remark_removal(p, call, e);
	*map_put(&p->recovered, call->key, NULL) = !polled;
	return 0;
}

static int
record_group(struct recovery *r, struct err *e)
{
	struct batch_place *p = r->place;
	bool mine;
	size_t i;
	int rc;

	if (transaction_enter(p->db, &mine, e) < 0)
		return -1;
	rc = lease_beat(p->db, &p->lease, e);
	for (i = 0; i < r->count && rc == 0; i++)
		rc = record_call(r, &r->calls[i], e);
	return transaction_leave(p->db, mine, rc, e);
}

/*
 * The run that died may have sent it a moment ago, and the target be at work
 * on it: what it has not yet it may have later.
 */
static int
let_settle(const struct recovery *r, struct err *e)
{
	const struct batch_place *p = r->place;
	uint64_t most = 0, now = clock_ticks();
	size_t i;

	for (i = 0; i < r->count; i++)
		if ((uint64_t)r->calls[i].section->settle_s > most)
			most = (uint64_t)r->calls[i].section->settle_s;
	if (r->begun + most * 1000 > now)
		log_detail("%s: waits until the target has done with what was "
		    "on its way when a run ended (settle, %" PRIu64 " s)",
		    p->group.target, most);
	for (; r->begun + most * 1000 > now; now = clock_ticks()) {
		if ((p->stop && *p->stop) || (p->deadline &&
		    now >= p->deadline))
			return err_set(e, ERR_AGAIN, "%s: stopped before the "
			    "target was asked what became of what was on its "
			    "way: nothing was sent", p->group.target);
		poll(NULL, 0, WAIT_MS);
	}
	return 0;
}

static int
ask_group(struct recovery *r, struct err *e)
{
	struct channel *c = r->place->channel;

	if (r->state == LEDGER_IN_DOUBT && let_settle(r, e) < 0)
		return -1;
	if (r->state == LEDGER_IN_DOUBT)
		return channel_find(c, r->calls, r->count, &r->arena, e);
	if (!c->kind->poll)
		BUG("recover: accepted by a target that confirms nothing");
	return c->kind->poll(c, r->calls, r->count, &r->arena, e);
}

static int
settle_group(struct recovery *r, struct err *e)
{
	int rc;

	if (!r->count)
		return 0;
	if (ask_group(r, e) < 0)
		return -1;
	if (fault_fires("load.after-look-up"))
		return err_set(e, ERR_AGAIN, "%s: nothing was sent",
		    r->place->group.target);
	rc = record_group(r, e);
	r->count = 0;
	arena_reset(&r->arena);
	return rc;
}

/* Parts are settled with their root, which is always on its way with them. */
static int
settle_all(struct recovery *r, struct err *e)
{
	struct ledger_cursor c;
	struct ledger_row row;
	enum record_type type;
	int got, rc = -1;

	ledger_open_state(&c, r->place->db, r->place->group.target, r->state);
	while ((got = ledger_next(&c, &row, e)) > 0) {
		if (!schema_find(&type, row.type) ||
		    (!r->profile->sections[type].used &&
		    !r->profile->sections[type].part)) {
			r->unknown++;
			continue;
		}
		if (r->profile->sections[type].part)
			continue;
		if (add_call(r, &row, &r->profile->sections[type], e) < 0)
			goto out;
		if (r->count == ROWS_A_GROUP && settle_group(r, e) < 0)
			goto out;
	}
	rc = got < 0 ? -1 : settle_group(r, e);
out:
	ledger_close(&c);
	return rc;
}

int
recover_poll(struct batch_place *place, const struct target_profile *profile,
    uint64_t *open, struct err *e)
{
	struct recovery *r;
	int rc = 0;

	*open = 0;
	r = mem_zero(sizeof(*r));
	r->place = place;
	r->profile = profile;
	r->state = LEDGER_ACCEPTED;
	if (place->channel->kind->poll)
		rc = settle_all(r, e);
	*open = r->unknown;
	arena_release(&r->arena);
	mem_free(r);
	return rc;
}

static int
audit(const struct recovery *r, struct err *e)
{
	struct batch_place *p = r->place;
	struct audit_entry entry = {"load.recover",
	    slice_of(p->group.target), {NULL, 0}};
	struct buf detail = BUF_INIT(1024);
	char done[24], undone[24];
	int rc;

	snprintf(done, sizeof(done), "%" PRIu64, r->done);
	snprintf(undone, sizeof(undone), "%" PRIu64, r->undone);
	audit_detail_add(&detail, "done", slice_of(done));
	audit_detail_add(&detail, "not_done", slice_of(undone));
	entry.detail = buf_slice(&detail);
	rc = audit_append(p->db, &p->by, &entry, e);
	buf_release(&detail);
	return rc;
}

/* What was sent is in doubt from now on, what was not is taken back. */
static int
sort_out(struct batch_place *p, uint64_t *in_doubt, struct err *e)
{
	bool mine;
	int rc;

	if (transaction_enter(p->db, &mine, e) < 0)
		return -1;
	rc = lease_beat(p->db, &p->lease, e);
	if (rc == 0)
		rc = intent_recover(p->db, &p->group, in_doubt, e);
	return transaction_leave(p->db, mine, rc, e);
}

int
recover_run(struct batch_place *place, const struct target_profile *profile,
    struct err *e)
{
	struct recovery *r;
	uint64_t in_doubt;
	int rc;

	if (sort_out(place, &in_doubt, e) < 0)
		return -1;
	if (!in_doubt)
		return 0;
	r = mem_zero(sizeof(*r));
	r->place = place;
	r->profile = profile;
	r->state = LEDGER_IN_DOUBT;
	r->begun = clock_ticks();
	rc = settle_all(r, e);
	/* What the target has not is pending now: taken back. */
	if (rc == 0)
		rc = sort_out(place, &in_doubt, e);
	if (rc == 0)
		rc = audit(r, e);
	if (rc == 0)
		log_detail("%s: %" PRIu64 " records were on their way when a "
		    "run ended: the target has %" PRIu64 " of them",
		    place->group.target, r->done + r->undone, r->done);
	if (rc == 0 && r->unknown)
		log_warning("%s: %" PRIu64 " records are in doubt and of types "
		    "that %s does not take any more", place->group.target,
		    r->unknown, profile->doc.name);
	arena_release(&r->arena);
	mem_free(r);
	return rc;
}
