/*
 * batch.c - the three effects of a batch, with a named place between each
 * two.
 */
#include "load/batch.h"

#include "base/fault.h"
#include "io/log.h"
#include "store/exceptions.h"
#include "store/transaction.h"

#define DETAIL_MOST ((size_t)64 * 1024 * 1024)

void
batch_init(struct batch *b, struct batch_place *place, size_t most)
{
	*b = (struct batch){.place = place, .most = most};
	b->items = mem_grow(NULL, most, sizeof(*b->items));
	b->notes = mem_grow(NULL, most, sizeof(*b->notes));
	b->calls = mem_grow(NULL, most, sizeof(*b->calls));
	b->intents = mem_grow(NULL, most, sizeof(*b->intents));
	b->keys = mem_grow(NULL, most, sizeof(*b->keys));
	b->outcomes = mem_grow(NULL, most, sizeof(*b->outcomes));
}

void
batch_release(struct batch *b)
{
	mem_free(b->items);
	mem_free(b->notes);
	mem_free(b->calls);
	mem_free(b->intents);
	mem_free(b->keys);
	mem_free(b->outcomes);
	map_release(&b->removed);
	arena_release(&b->arena);
}

/* --- taking --- */

/* Unique to this sending: A, then B, then A again are three requests. */
static struct slice
idempotency_of(const struct batch *b, const struct channel_call *call,
    struct arena *a)
{
	struct buf all = BUF_INIT(DETAIL_MOST);
	char text[HASH_TEXT_SIZE];

	buf_add_text(&all, b->place->group.run);
	buf_add_byte(&all, '\0');
	buf_add_text(&all, change_op_name(call->op));
	buf_add_slice(&all, call->key);
	buf_add_slice(&all, call->line);
	hash_print(text, hash_128(all.at, all.len));
	buf_release(&all);
	return slice_copy(slice_of(text), a);
}

static enum change_op
op_of(const struct plan_step *step)
{
	if (step->what == PLAN_REMOVE)
		return CHANGE_REMOVE;
	return step->what == PLAN_CREATE ? CHANGE_ADD : CHANGE_CHANGE;
}

int
batch_add(struct batch *b, const struct plan_step *step,
    const struct target_section *section, struct err *e)
{
	struct batch_item *item;
	struct column_value *values;
	uint64_t *recovered;
	bool added;
	size_t i;

	if (step->what == PLAN_REMOVE) {
		/* Two records may have had it: a batch has a key once. */
		map_put(&b->removed, step->key, &added);
		if (!added)
			return batch_flush(b, e) < 0 ? -1
			    : batch_add(b, step, section, e);
	}
	item = &b->items[b->count++];
	values = arena_alloc(&b->arena, section->count * sizeof(*values));
	for (i = 0; i < section->count; i++)
		values[i] = (struct column_value){step->values[i].null,
		    slice_copy(step->values[i].text, &b->arena)};
	*item = (struct batch_item){.known = step->known,
	    .moved = step->moved,
	    .input = slice_copy(step->input, &b->arena)};
	column_digest_bytes(item->digest, step->digest);
	item->call = (struct channel_call){.op = op_of(step),
	    .section = section, .values = values,
	    .key = slice_copy(step->key, &b->arena),
	    .line = slice_copy(step->line, &b->arena)};
	if (step->row)
		item->call.external_id = slice_copy(step->row->external_id,
		    &b->arena);
	item->call.idempotency = idempotency_of(b, &item->call, &b->arena);
	recovered = map_find(&b->place->recovered, step->key);
	if (recovered && step->what != PLAN_REMOVE)
		*recovered = 0;
	if (b->count < b->most && b->arena.used < BATCH_BYTES_MOST)
		return 0;
	return batch_flush(b, e);
}

int
batch_note(struct batch *b, const struct plan_step *step,
    const struct target_section *section, struct err *e)
{
	struct batch_note *note = &b->notes[b->note_count++];

	*note = (struct batch_note){.what = step->what,
	    .key = slice_copy(step->key, &b->arena),
	    .type = schema_types[section->type].name,
	    .input = step->input.len && !step->moved};
	if (step->row) {
		note->line = slice_copy(step->row->line, &b->arena);
		note->digest = slice_copy(step->row->digest, &b->arena);
		note->external_id = slice_copy(step->row->external_id,
		    &b->arena);
	}
	if (b->note_count < b->most && b->arena.used < BATCH_BYTES_MOST)
		return 0;
	return batch_flush(b, e);
}

int
batch_hold(struct batch *b, const struct plan_step *step, const char *why,
    struct err *e)
{
	struct batch_place *p = b->place;
	const struct outbox_answer answer = {.key = step->key,
	    .status = "held", .words = slice_of(why)};

	p->counts.held++;
	/* What hangs on it must be held, too. */
	if (!step->known)
		outbox_lack(p->out, step->key);
	outbox_warn(p->out, "held", step->key, slice_of(why));
	if (outbox_reject(p->out, step->input, e) < 0)
		return -1;
	return outbox_answer(p->out, &answer, e);
}

/* --- exceptions and the audit log --- */

/* Fills in what follows from the key; `accepted`: an override is in force. */
static int
open_exception(struct batch *b, struct slice key, struct exceptions_note note,
    bool *accepted, struct err *e)
{
	struct batch_place *p = b->place;
	struct buf about = BUF_INIT(DETAIL_MOST);
	struct arena a = ARENA_INIT;
	struct exceptions_seen seen;
	struct key k;
	int rc, plant;

	outbox_add_key(&about, key);
	note.about = buf_slice(&about);
	note.rule = SLICE("target");
	note.target = slice_of(p->group.target);
	if (key_parse_prefix(&k, key, &a)) {
		plant = schema_plant(k.type);
		if (plant >= 0 && plant < (int)k.count)
			note.plant = k.parts[plant];
	}
	rc = exceptions_see(p->db, &note, &p->by, &seen, e);
	*accepted = rc == 0 && seen.state == EXCEPTIONS_OVERRIDDEN;
	arena_release(&a);
	buf_release(&about);
	return rc;
}

int
batch_audit_removal(struct batch_place *p, const struct channel_call *call,
    struct err *e)
{
	struct buf subject = BUF_INIT(DETAIL_MOST), detail;
	struct audit_entry entry = {"load.remove", {NULL, 0}, {NULL, 0}};
	int rc;

	buf_init(&detail, DETAIL_MOST);
	outbox_add_key(&subject, call->key);
	audit_detail_add(&detail, "removal",
	    slice_of(target_removals[call->section->removal]));
	audit_detail_add(&detail, "target",
	    slice_of(p->group.target));
	audit_detail_add(&detail, "was", call->line);
	entry.subject = buf_slice(&subject);
	entry.detail = buf_slice(&detail);
	rc = audit_append(p->db, &p->by, &entry, e);
	buf_release(&subject);
	buf_release(&detail);
	return rc;
}

static void
add_count(struct buf *detail, const char *name, size_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%zu", n);
	audit_detail_add(detail, name, n ? slice_of(text)
	    : slice_from("", 0));
}

/* One row a batch: how many of what, from which key to which. */
static int
audit_batch(struct batch *b, struct err *e)
{
	struct buf detail = BUF_INIT(DETAIL_MOST), text;
	struct audit_entry entry = {"load.send", {NULL, 0}, {NULL, 0}};
	size_t ops[3] = {0, 0, 0}, refused = 0, i;
	int rc;

	buf_init(&text, DETAIL_MOST);
	for (i = 0; i < b->count; i++)
		if (b->calls[i].answer == CHANNEL_DONE)
			ops[b->calls[i].op]++;
		else
			refused++;
	add_count(&detail, "created", ops[CHANGE_ADD]);
	outbox_add_key(&text, b->calls[0].key);
	audit_detail_add(&detail, "first", buf_slice(&text));
	buf_clear(&text);
	outbox_add_key(&text, b->calls[b->count - 1].key);
	audit_detail_add(&detail, "last", buf_slice(&text));
	add_count(&detail, "refused", refused);
	add_count(&detail, "removed", ops[CHANGE_REMOVE]);
	add_count(&detail, "updated", ops[CHANGE_CHANGE]);
	entry.subject = slice_of(b->place->group.target);
	entry.detail = buf_slice(&detail);
	rc = audit_append(b->place->db, &b->place->by, &entry, e);
	buf_release(&detail);
	buf_release(&text);
	return rc;
}

/* --- the steps --- */

static int
put_intents(struct batch *b, struct err *e)
{
	struct batch_place *p = b->place;
	bool mine;
	int rc;

	if (transaction_enter(p->db, &mine, e) < 0)
		return -1;
	rc = lease_beat(p->db, &p->lease, e);
	if (rc == 0)
		rc = intent_put(p->db, &p->group, b->intents, b->count, e);
	if (rc == 0)
		rc = intent_sent(p->db, &p->group, b->keys, b->count, e);
	return transaction_leave(p->db, mine, rc, e);
}

static int
write_intents(struct batch *b, struct err *e)
{
	size_t i;

	for (i = 0; i < b->count; i++) {
		struct batch_item *item = &b->items[i];
		const struct channel_call *call = &item->call;
		bool remove = call->op == CHANGE_REMOVE;

		b->calls[i] = *call;
		b->keys[i] = call->key;
		b->intents[i] = (struct intent){.key = call->key,
		    .type = schema_types[call->section->type].name,
		    .op = slice_of(change_op_name(call->op)),
		    .line = call->line, .idempotency = call->idempotency};
		if (!remove)
			b->intents[i].digest = slice_from(item->digest,
			    sizeof(item->digest));
	}
	if (put_intents(b, e) < 0)
		return -1;
	if (fault_fires("load.after-intent"))
		return err_set(e, ERR_AGAIN, "%s: nothing was sent",
		    b->place->group.target);
	return 0;
}

static int
put_outcomes(struct batch *b, struct err *e)
{
	struct batch_place *p = b->place;
	bool accepted;
	size_t i;

	if (intent_record(p->db, &p->group, b->outcomes, b->count, e) < 0 ||
	    audit_batch(b, e) < 0)
		return -1;
	for (i = 0; i < b->count; i++) {
		const struct channel_call *call = &b->calls[i];
		int rc = 0;

		if (call->answer == CHANNEL_REFUSED)
			rc = open_exception(b, call->key,
			    (struct exceptions_note){
			    .class = SLICE("load_refused"),
			    .severity = SLICE("error"),
			    .message = call->words}, &accepted, e);
		else if (call->op == CHANGE_REMOVE)
			rc = batch_audit_removal(p, call, e);
		if (rc < 0)
			return -1;
	}
	return run_stage_save(p->db, p->group.run, "load", &p->counts, e);
}

static void
count_outcome(struct run_counts *c, const struct batch_item *item,
    const struct channel_call *call)
{
	bool done = call->answer == CHANNEL_DONE;

	c->sent++;
	c->refused += !done;
	if (item->input.len && !item->moved) {
		c->passed += done;
		c->rejected += !done;
	}
	if (!done || item->moved)
		return;
	switch (call->op) {
	case CHANGE_ADD:
		c->created++;
		break;
	case CHANGE_CHANGE:
		c->updated++;
		break;
	case CHANGE_REMOVE:
		c->removed++;
		break;
	}
}

static int
write_outcomes(struct batch *b, struct err *e)
{
	struct batch_place *p = b->place;
	bool mine;
	size_t i;
	int rc;

	for (i = 0; i < b->count; i++) {
		const struct channel_call *call = &b->calls[i];

		b->outcomes[i] = (struct intent_outcome){.key = call->key,
		    .state = call->answer == CHANNEL_DONE ? LEDGER_POSTED
		    : LEDGER_REJECTED, .external_id = call->external_id,
		    .answer = call->words,
		    .idempotency = call->idempotency};
		count_outcome(&p->counts, &b->items[i], call);
	}
	if (transaction_enter(p->db, &mine, e) < 0)
		return -1;
	rc = lease_beat(p->db, &p->lease, e);
	if (rc == 0)
		rc = put_outcomes(b, e);
	if (transaction_leave(p->db, mine, rc, e) < 0)
		return -1;
	log_trace("ledger", "%s: %zu outcomes kept", p->group.target,
	    b->count);
	if (fault_fires("load.after-outcome"))
		return err_set(e, ERR_AGAIN, "%s: stopped behind a batch",
		    p->group.target);
	return 0;
}

/* What the ledger knows now, to the files and to people. */
static int
tell_outcome(struct batch *b, const struct batch_item *item,
    const struct channel_call *call, struct err *e)
{
	struct outbox *out = b->place->out;
	bool remove = call->op == CHANGE_REMOVE;
	struct outbox_answer answer = {.key = call->key,
	    .status = remove ? "removed" : "posted",
	    .external_id = call->external_id, .words = call->words};

	if (!remove)
		answer.digest = slice_from(item->digest,
		    sizeof(item->digest));
	if (call->answer == CHANNEL_REFUSED) {
		answer.status = "rejected";
		outbox_warn(out, remove ? "refused to remove" : "refused",
		    call->key, call->words);
		if (!item->known && !remove)
			outbox_lack(out, call->key);
		if (item->input.len && !item->moved &&
		    outbox_reject(out, item->input, e) < 0)
			return -1;
	}
	return outbox_answer(out, &answer, e);
}

static int
send_items(struct batch *b, struct err *e)
{
	size_t i;

	if (!b->count)
		return 0;
	if (write_intents(b, e) < 0 ||
	    channel_send(b->place->channel, b->calls, b->count, &b->arena,
	    e) < 0 || write_outcomes(b, e) < 0)
		return -1;
	for (i = 0; i < b->count; i++)
		if (tell_outcome(b, &b->items[i], &b->calls[i], e) < 0)
			return -1;
	return 0;
}

/* --- notes --- */

static int
write_note(struct batch *b, const struct batch_note *n, bool *accepted,
    struct err *e)
{
	struct batch_place *p = b->place;
	const struct ledger_fact fact = {n->key, n->type, n->line, n->digest,
	    n->external_id};

	*accepted = false;
	if (n->what == PLAN_SAME)
		return ledger_put(p->db, &p->group, &fact, 1, e);
	if (n->what == PLAN_DROP)
		return ledger_remove(p->db, p->group.target, &n->key, 1, e);
	return open_exception(b, n->key, (struct exceptions_note){
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
		p->counts.held += n->input;
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
	b->count = 0;
	b->note_count = 0;
	map_release(&b->removed);
	arena_reset(&b->arena);
	return 0;
}
