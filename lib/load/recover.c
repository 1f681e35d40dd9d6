/* recover.c - rows in doubt, looked up in groups. */
#include "load/recover.h"

#include "base/fault.h"
#include "io/log.h"
#include "model/recin.h"
#include "store/transaction.h"

#define ROWS_A_GROUP 256

struct recovery {
	struct batch_place *place;
	const struct target_profile *profile;
	struct channel_call calls[ROWS_A_GROUP];
	size_t count;
	struct arena arena;
	uint64_t done;
	uint64_t undone;
	uint64_t unknown;
};

/* The call that the row's intent was. */
static int
add_call(struct recovery *r, const struct ledger_row *row,
    const struct target_section *s, struct err *e)
{
	struct channel_call *call = &r->calls[r->count];
	struct slice key = slice_copy(row->key, &r->arena);
	struct column_value *values;
	struct record record;
	struct key k;

	values = arena_alloc(&r->arena, s->count * sizeof(*values));
	*call = (struct channel_call){.section = s, .key = key,
	    .values = values,
	    .line = slice_copy(row->intent, &r->arena),
	    .external_id = slice_copy(row->external_id, &r->arena),
	    .idempotency = slice_copy(row->idempotency, &r->arena)};
	r->count++;
	if (slice_is(row->op, "remove")) {
		call->op = CHANGE_REMOVE;
		if (!key_parse_prefix(&k, key, &r->arena))
			return err_set(e, ERR_INPUT, "<ledger>: \"%.*s\" is no "
			    "key", SLICE_ARGS(key));
		column_key_values(s, &k, values);
		return 0;
	}
	call->op = slice_is(row->op, "add") ? CHANGE_ADD : CHANGE_CHANGE;
	if (recin_parse(&record, call->line, JSON_AT("<ledger>", 0), &r->arena,
	    e) < 0)
		return -1;
	return column_values(s, &record, values, &r->arena, e);
}

static int
record_call(struct recovery *r, const struct channel_call *call,
    struct err *e)
{
	struct batch_place *p = r->place;
	bool done = call->answer == CHANNEL_DONE;
	const struct intent_outcome outcome = {.key = call->key,
	    .state = done ? LEDGER_POSTED : LEDGER_PENDING,
	    .idempotency = call->idempotency};

	r->done += done;
	r->undone += !done;
	if (intent_record(p->db, &p->group, &outcome, 1, e) < 0)
		return -1;
	if (!done)
		return 0;
	if (call->op == CHANGE_REMOVE)
		return batch_audit_removal(p, call, e);
	*map_put(&p->recovered, call->key, NULL) = 1;
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

static int
settle_group(struct recovery *r, struct err *e)
{
	int rc;

	if (!r->count)
		return 0;
	if (channel_find(r->place->channel, r->calls, r->count, e) < 0)
		return -1;
	if (fault_fires("load.after-look-up"))
		return err_set(e, ERR_AGAIN, "%s: nothing was sent",
		    r->place->group.target);
	rc = record_group(r, e);
	r->count = 0;
	arena_reset(&r->arena);
	return rc;
}

static int
settle_all(struct recovery *r, struct err *e)
{
	struct ledger_cursor c;
	struct ledger_row row;
	enum record_type type;
	int got, rc = -1;

	ledger_open_state(&c, r->place->db, r->place->group.target,
	    LEDGER_IN_DOUBT);
	while ((got = ledger_next(&c, &row, e)) > 0) {
		if (!schema_find(&type, row.type) ||
		    !r->profile->sections[type].used) {
			r->unknown++;
			continue;
		}
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
