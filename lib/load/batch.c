/*
 * batch.c - the three effects of a batch, with a named place between each
 * two.
 */
#include "load/batch.h"

#include "base/fault.h"
#include "io/log.h"
#include "store/transaction.h"

void
batch_init(struct batch *b, struct batch_place *place, size_t most)
{
	*b = (struct batch){.place = place, .most = most};
	b->list.items = mem_grow(NULL, most, sizeof(*b->list.items));
	b->list.calls = mem_grow(NULL, most, sizeof(*b->list.calls));
	b->list.ends = mem_grow(NULL, most, sizeof(*b->list.ends));
}

void
batch_release(struct batch *b)
{
	mem_free(b->list.items);
	mem_free(b->list.calls);
	mem_free(b->list.ends);
	mem_free(b->notes);
	mem_free(b->intents);
	mem_free(b->keys);
	mem_free(b->list.outcomes);
	map_release(&b->removed);
	arena_release(&b->arena);
}

/* --- taking --- */

static struct outcome_row
row_of(struct slice key, enum record_type type, enum change_op op,
    struct hash128 digest)
{
	struct outcome_row row = {.key = key, .op = op,
	    .type = schema_types[type].name};

	column_digest_bytes(row.digest, digest);
	return row;
}

/* The root, and each part that changes; they share the call's texts. */
static void
add_rows(struct outcome_item *item, const struct channel_call *call,
    struct hash128 digest, struct arena *a)
{
	size_t n = call->part_count + call->gone_count, i;
	struct outcome_row *row;

	item->rows = row = arena_alloc(a, (n + 1) * sizeof(*row));
	*row = row_of(call->key, call->section->type, call->op, digest);
	row->line = call->line;
	for (i = 0; i < n; i++) {
		const struct channel_part *part = &call->parts[i];
		bool goes = part->is == PART_GONE ||
		    call->op == CHANGE_REMOVE;

		if (!goes && part->is == PART_SAME)
			continue;
		*++row = row_of(part->key, part->type, goes ? CHANGE_REMOVE
		    : part->is == PART_NEW ? CHANGE_ADD : CHANGE_CHANGE,
		    part->digest);
		row->line = part->line;
		row->part = part;
	}
	item->row_count = (size_t)(row - item->rows) + 1; /* it follows */
}

static void
add_inputs(struct outcome_item *item, const struct plan_step *step,
    struct arena *a)
{
	size_t i, n = 0;

	if (step->moved)
		return;
	item->inputs = arena_alloc(a, (step->inputs + 1) *
	    sizeof(*item->inputs));
	if (step->input.len)
		item->inputs[n++] = slice_copy(step->input, a);
	for (i = 0; i < step->part_count && n < step->inputs; i++)
		if (step->parts[i].input.len)
			item->inputs[n++] = slice_copy(step->parts[i].input,
			    a);
	item->input_count = n;
}

static struct batch_note *
new_note(struct batch *b)
{
	if (b->note_count == b->note_size) {
		b->note_size = mem_next_size(b->note_size, b->note_count + 1);
		b->notes = mem_grow(b->notes, b->note_size,
		    sizeof(*b->notes));
	}
	return &b->notes[b->note_count++];
}

static void
note_record(struct batch *b, enum plan_what what,
    const struct weigh_record *r)
{
	struct batch_note *note = new_note(b);

	*note = (struct batch_note){.what = what,
	    .key = slice_copy(r->key, &b->arena),
	    .type = schema_types[r->type].name};
	if (!r->row)
		return;
	note->line = slice_copy(r->acked, &b->arena);
	note->digest = slice_copy(r->row->digest, &b->arena);
	note->external_id = slice_copy(r->row->external_id, &b->arena);
}

/* Rows of parts that nothing is sent for. */
static void
note_parts(struct batch *b, const struct plan_step *step)
{
	size_t i;

	for (i = 0; i < step->part_count; i++) {
		const struct weigh_record *r = &step->parts[i];
		bool never = r->row && !r->acked.len;

		if (r->tidy)
			note_record(b, PLAN_SAME, r);
		else if (r->drop || (never && step->what == PLAN_REMOVE))
			note_record(b, PLAN_DROP, r);
	}
}

static bool
full(const struct batch *b)
{
	return b->list.count >= b->most || b->note_count >= b->most ||
	    b->arena.used >= BATCH_BYTES_MOST;
}

int
batch_add(struct batch *b, const struct plan_step *step, struct err *e)
{
	struct channel_call *call;
	struct outcome_item *item;
	uint64_t *recovered;
	bool added;

	if (step->what == PLAN_REMOVE) {
		/* Two records may have had it: a batch has a key once. */
		map_put(&b->removed, step->key, &added);
		if (!added)
			return batch_flush(b, e) < 0 ? -1
			    : batch_add(b, step, e);
	}
	item = &b->list.items[b->list.count];
	call = &b->list.calls[b->list.count];
	*item = (struct outcome_item){.known = step->known,
	    .moved = step->moved};
	if (call_of_step(call, step, b->place->channel->kind,
	    &b->arena, e) < 0)
		return -1;
	call->idempotency = call_idempotency(call, b->place->group.run,
	    &b->arena);
	b->list.count++;
	add_rows(item, call, step->digest, &b->arena);
	add_inputs(item, step, &b->arena);
	note_parts(b, step);
	recovered = map_find(&b->place->recovered, step->key);
	if (recovered && step->what != PLAN_REMOVE)
		*recovered = 0;
	return full(b) ? batch_flush(b, e) : 0;
}

int
batch_note(struct batch *b, const struct plan_step *step, struct err *e)
{
	note_parts(b, step);
	if (step->root->key.len && (step->what != PLAN_SAME ||
	    step->root->tidy)) {
		note_record(b, step->what, step->root);
		b->notes[b->note_count - 1].inputs = step->moved ? 0
		    : step->inputs;
	}
	return full(b) ? batch_flush(b, e) : 0;
}

/* --- intents --- */

static int
put_intents(struct batch *b, size_t count, struct err *e)
{
	struct batch_place *p = b->place;
	bool mine;
	int rc;

	if (transaction_enter(p->db, &mine, e) < 0)
		return -1;
	rc = lease_beat(p->db, &p->lease, e);
	if (rc == 0)
		rc = intent_put(p->db, &p->group, b->intents, count, e);
	if (rc == 0)
		rc = intent_sent(p->db, &p->group, b->keys, count, e);
	return transaction_leave(p->db, mine, rc, e);
}

static size_t
count_rows(struct batch *b)
{
	size_t i, n = 0;

	for (i = 0; i < b->list.count; i++)
		n += b->list.items[i].row_count;
	if (n > b->row_size) {
		b->row_size = mem_next_size(b->row_size, n);
		b->intents = mem_grow(b->intents, b->row_size,
		    sizeof(*b->intents));
		b->keys = mem_grow(b->keys, b->row_size, sizeof(*b->keys));
		b->list.outcomes = mem_grow(b->list.outcomes, b->row_size,
		    sizeof(*b->list.outcomes));
	}
	return n;
}

static int
write_intents(struct batch *b, struct err *e)
{
	size_t count = count_rows(b), i, k, n = 0;

	for (i = 0; i < b->list.count; i++)
		for (k = 0; k < b->list.items[i].row_count; k++, n++) {
			const struct outcome_row *row =
			    &b->list.items[i].rows[k];

			b->keys[n] = row->key;
			b->intents[n] = (struct intent){.key = row->key,
			    .type = row->type, .line = row->line,
			    .op = slice_of(change_op_name(row->op)),
			    .idempotency = b->list.calls[i].idempotency};
			if (row->op != CHANGE_REMOVE)
				b->intents[n].digest = slice_from(row->digest,
				    sizeof(row->digest));
		}
	if (put_intents(b, count, e) < 0)
		return -1;
	if (fault_fires("load.after-intent"))
		return err_set(e, ERR_AGAIN, "%s: nothing was sent",
		    b->place->group.target);
	return 0;
}

/* --- sending --- */

static int
write_outcomes(struct batch *b, struct err *e)
{
	struct batch_place *p = b->place;
	bool mine;
	int rc;

	if (fault_fires("load.before-outcome"))
		return err_set(e, ERR_AGAIN, "%s: stopped behind an answer",
		    p->group.target);
	if (transaction_enter(p->db, &mine, e) < 0)
		return -1;
	rc = lease_beat(p->db, &p->lease, e);
	if (rc == 0)
		rc = outcome_put(p, &b->list, e);
	if (transaction_leave(p->db, mine, rc, e) < 0)
		return -1;
	log_trace("ledger", "%s: %zu outcomes kept", p->group.target,
	    b->list.count);
	if (fault_fires("load.after-outcome"))
		return err_set(e, ERR_AGAIN, "%s: stopped behind a batch",
		    p->group.target);
	return 0;
}

static bool
any_answer(const struct outcome_list *l)
{
	size_t i;

	for (i = 0; i < l->count; i++)
		if (l->calls[i].answer != CHANNEL_NONE)
			return true;
	return false;
}

/* Sends; what has an answer is kept even where the sending fails. */
static int
send_items(struct batch *b, struct err *e)
{
	struct channel *c = b->place->channel;
	const struct conflict_set set = {b->list.calls, b->list.ends,
	    b->list.count};
	struct err first = ERR_INIT;

	if (!b->list.count)
		return 0;
	if (write_intents(b, e) < 0)
		return -1;
	memset(b->list.ends, 0, b->list.count * sizeof(*b->list.ends));
	if (channel_send(c, set.calls, set.count, &b->arena, &first) == 0)
		(void)!conflict_settle(c, &set, &b->arena, &first);
	if (first.kind && !any_answer(&b->list))
		return err_set(e, first.kind, "%s", first.text);
	if (write_outcomes(b, first.kind ? &(struct err)ERR_INIT : e) < 0)
		return first.kind ? err_set(e, first.kind, "%s", first.text)
		    : -1;
	if (outcome_tell(b->place, &b->list, e) < 0)
		return -1;
	return first.kind ? err_set(e, first.kind, "%s", first.text) : 0;
}

/* --- notes --- */

static int
write_note(struct batch *b, const struct batch_note *n, bool *accepted,
    struct err *e)
{
	struct batch_place *p = b->place;
	const struct ledger_fact fact = {.key = n->key, .type = n->type,
	    .line = n->line, .digest = n->digest,
	    .external_id = n->external_id};

	*accepted = false;
	if (n->what == PLAN_SAME)
		return ledger_put(p->db, &p->group, &fact, 1, e);
	if (n->what == PLAN_DROP)
		return ledger_remove(p->db, p->group.target, &n->key, 1, e);
	return remark_exception(p, n->key, (struct exceptions_note){
	    .class = SLICE("removal"), .severity = SLICE("warning"),
	    .message = SLICE("gone from the source, still in the target")},
	    accepted, e);
}

static int
write_notes(struct batch *b, struct err *e)
{
	struct batch_place *p = b->place;
	bool accepted, mine;
	size_t i;
	int rc;

	if (!b->note_count)
		return 0;
	if (transaction_enter(p->db, &mine, e) < 0)
		return -1;
	rc = lease_beat(p->db, &p->lease, e);
	for (i = 0; i < b->note_count && rc == 0; i++) {
		const struct batch_note *n = &b->notes[i];

		rc = write_note(b, n, &accepted, e);
		if (rc < 0 || n->what != PLAN_REPORT)
			continue;
		p->counts.held += n->inputs;
		if (accepted)
			continue;
		p->reported++;
		outbox_warn(p->out, "gone from the source, not removed:",
		    n->key, slice_from("", 0));
	}
	return transaction_leave(p->db, mine, rc, e);
}

int
batch_flush(struct batch *b, struct err *e)
{
	if (send_items(b, e) < 0 || write_notes(b, e) < 0)
		return -1;
	b->list.count = 0;
	b->note_count = 0;
	map_release(&b->removed);
	arena_reset(&b->arena);
	return 0;
}
