/* outcome.c - an answer is a state of the ledger, a count, and words. */
#include "load/outcome.h"

#include "store/xref.h"

#define DETAIL_MOST ((size_t)64 * 1024 * 1024)

/* --- outcomes --- */

/* LEDGER_STATES: nothing is known, the row stays as it was sent. */
static enum ledger_state
state_of(const struct channel_call *call, enum conflict_end end)
{
	switch (call->answer) {
	case CHANNEL_DONE:
		return LEDGER_POSTED;
	case CHANNEL_REFUSED:
		return LEDGER_REJECTED;
	case CHANNEL_ACCEPTED:
		return LEDGER_ACCEPTED;
	case CHANNEL_UNSENT:
		return LEDGER_PENDING;
	case CHANNEL_CONFLICT:
	case CHANNEL_EXISTS:
		if (end == CONFLICT_NONE)
			break; /* the second look failed */
		return end == CONFLICT_SKIPPED ? LEDGER_PENDING
		    : LEDGER_REJECTED;
	case CHANNEL_NONE:
	case CHANNEL_NOT:
	case CHANNEL_ABSENT:
		break;
	}
	return LEDGER_STATES;
}

static void
count_item(struct batch_place *p, const struct outcome_item *item,
    const struct channel_call *call, enum ledger_state state)
{
	struct run_counts *c = &p->counts;

	switch (state) {
	case LEDGER_POSTED:
		c->passed += item->input_count;
		if (item->moved)
			break;
		c->created += call->op == CHANGE_ADD;
		c->updated += call->op == CHANGE_CHANGE;
		c->removed += call->op == CHANGE_REMOVE;
		break;
	case LEDGER_ACCEPTED:
		c->passed += item->input_count;
		p->accepted++;
		break;
	case LEDGER_REJECTED:
		c->rejected += item->input_count;
		c->refused++;
		break;
	case LEDGER_PENDING:
		if (call->answer == CHANNEL_UNSENT) {
			p->unsent++;
			return;
		}
		c->dropped += item->input_count;
		p->skipped++;
		break;
	case LEDGER_SENT:
	case LEDGER_IN_DOUBT:
	case LEDGER_STATES:
		c->held += item->input_count;
		p->lost++;
		break;
	}
	c->sent++;
}

static size_t
make_outcomes(struct batch_place *p, const struct outcome_list *l)
{
	size_t i, k, n = 0;

	for (i = 0; i < l->count; i++) {
		const struct channel_call *call = &l->calls[i];
		const struct outcome_item *item = &l->items[i];
		enum ledger_state state = state_of(call, l->ends[i]);

		count_item(p, item, call, state);
		if (state == LEDGER_STATES)
			continue;
		for (k = 0; k < item->row_count; k++) {
			const struct outcome_row *row = &item->rows[k];

			l->outcomes[n++] = (struct intent_outcome){
			    .key = row->key, .state = state,
			    .answer = call->words,
			    .external_id = row->part ? row->part->external_id
			    : call->external_id,
			    .idempotency = call->idempotency,
			    .etag = row->part ? slice_from("", 0) : call->etag,
			    .ticket = call->ticket};
		}
	}
	return n;
}

int
outcome_keep_xref(struct batch_place *p, const struct channel_call *call,
    struct err *e)
{
	struct xref x = {.target = slice_of(p->group.target),
	    .type = schema_types[call->section->type].name,
	    .external_id = call->external_id};
	struct buf text = BUF_INIT(DETAIL_MOST);
	struct arena a = ARENA_INIT;
	struct key k;
	int rc = 0;

	if (!call->external_id.len)
		return 0;
	if (!key_parse_prefix(&k, call->key, &a))
		BUG("batch: a key that is none");
	key_add_text_without_type(&text, &k);
	x.plm_id = buf_slice(&text);
	if (call->op == CHANGE_REMOVE)
		rc = xref_remove(p->db, &x, e);
	else
		rc = xref_put(p->db, &x, 1, p->group.run, e);
	buf_release(&text);
	arena_release(&a);
	return rc;
}

/* The exception, audit rows and cross-reference that an answer leaves. */
static int
put_answer(struct batch_place *p, const struct outcome_list *l, size_t i,
    struct err *e)
{
	static const char *const decisions[] = {NULL, "adopted", "overwrite",
	    "skip", "hold"};
	const struct channel_call *call = &l->calls[i];
	enum ledger_state state = state_of(call, l->ends[i]);
	bool held = l->ends[i] == CONFLICT_HELD;

	if (state == LEDGER_REJECTED && remark_exception(p, call->key,
	    (struct exceptions_note){.class = held ? SLICE("load_conflict")
	    : SLICE("load_refused"), .severity = SLICE("error"),
	    .message = held && !call->words.len
	    ? SLICE("changed over there since") : call->words}, NULL, e) < 0)
		return -1;
	if (l->ends[i] != CONFLICT_NONE && remark_conflict(p, call,
	    decisions[l->ends[i]], e) < 0)
		return -1;
	if (state != LEDGER_POSTED)
		return 0;
	if (call->op == CHANGE_REMOVE && remark_removal(p, call, e) < 0)
		return -1;
	return outcome_keep_xref(p, call, e);
}

/* --- the audit log --- */

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
audit_list(struct batch_place *p, const struct outcome_list *l, struct err *e)
{
	struct buf detail = BUF_INIT(DETAIL_MOST), text;
	struct audit_entry entry = {"load.send", {NULL, 0}, {NULL, 0}};
	size_t ops[3] = {0, 0, 0}, accepted = 0, refused = 0, i;
	int rc;

	buf_init(&text, DETAIL_MOST);
	for (i = 0; i < l->count; i++)
		if (l->calls[i].answer == CHANNEL_DONE)
			ops[l->calls[i].op]++;
		else if (l->calls[i].answer == CHANNEL_ACCEPTED)
			accepted++;
		else
			refused += l->calls[i].answer == CHANNEL_REFUSED ||
			    l->ends[i] == CONFLICT_HELD;
	add_count(&detail, "accepted", accepted);
	add_count(&detail, "created", ops[CHANGE_ADD]);
	outbox_add_key(&text, l->calls[0].key);
	audit_detail_add(&detail, "first", buf_slice(&text));
	buf_clear(&text);
	outbox_add_key(&text, l->calls[l->count - 1].key);
	audit_detail_add(&detail, "last", buf_slice(&text));
	add_count(&detail, "refused", refused);
	add_count(&detail, "removed", ops[CHANGE_REMOVE]);
	add_count(&detail, "updated", ops[CHANGE_CHANGE]);
	entry.subject = slice_of(p->group.target);
	entry.detail = buf_slice(&detail);
	rc = audit_append(p->db, &p->by, &entry, e);
	buf_release(&detail);
	buf_release(&text);
	return rc;
}

static bool
any_pending(const struct outcome_list *l, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (l->outcomes[i].state == LEDGER_PENDING)
			return true;
	return false;
}

int
outcome_put(struct batch_place *p, const struct outcome_list *l,
    struct err *e)
{
	size_t count = make_outcomes(p, l), i;

	if (intent_record(p->db, &p->group, l->outcomes, count, e) < 0 ||
	    (any_pending(l, count) &&
	    intent_take_back(p->db, &p->group, e) < 0) ||
	    audit_list(p, l, e) < 0)
		return -1;
	for (i = 0; i < l->count; i++)
		if (put_answer(p, l, i, e) < 0)
			return -1;
	return run_stage_save(p->db, p->group.run, "load", &p->counts, e);
}

/* --- the files, and people --- */

static int
give_back(struct batch_place *p, const struct outcome_list *l, size_t i,
    struct err *e)
{
	const struct outcome_item *item = &l->items[i];
	size_t k;

	if (!item->known && l->calls[i].op != CHANGE_REMOVE &&
	    l->calls[i].answer != CHANNEL_EXISTS)
		outbox_lack(p->out, l->calls[i].key);
	for (k = 0; k < item->input_count; k++) {
		release_fail(&p->release, item->inputs[k]);
		if (outbox_reject(p->out, item->inputs[k], e) < 0)
			return -1;
	}
	return 0;
}

static void
warn(struct batch_place *p, const struct outcome_list *l, size_t i,
    enum ledger_state state)
{
	const struct channel_call *call = &l->calls[i];
	struct outbox *out = p->out;
	bool remove = call->op == CHANGE_REMOVE;

	if (l->ends[i] > CONFLICT_ADOPTED)
		outbox_warn(out, l->ends[i] == CONFLICT_HELD
		    ? "changed over there since, held:"
		    : l->ends[i] == CONFLICT_SKIPPED
		    ? "changed over there since, left as it is:"
		    : "changed over there since, overwritten:", call->key,
		    call->words);
	else if (state == LEDGER_REJECTED)
		outbox_warn(out, remove ? "refused to remove" : "refused",
		    call->key, call->words);
	else if (state == LEDGER_STATES)
		outbox_warn(out, "no answer for", call->key, call->words);
}

/* What the ledger knows now, to the files and to people. */
static int
tell_item(struct batch_place *p, const struct outcome_list *l, size_t i,
    struct err *e)
{
	static const char *const statuses[] = {"posted", "skipped", "unknown",
	    "accepted", "rejected", "unknown", "unknown"};
	const struct outcome_item *item = &l->items[i];
	const struct channel_call *call = &l->calls[i];
	enum ledger_state state = state_of(call, l->ends[i]);
	size_t k;

	if (call->answer == CHANNEL_UNSENT)
		return 0;
	warn(p, l, i, state);
	if ((state == LEDGER_REJECTED || state == LEDGER_STATES) &&
	    give_back(p, l, i, e) < 0)
		return -1;
	for (k = 0; k < item->row_count; k++) {
		const struct outcome_row *row = &item->rows[k];
		bool remove = row->op == CHANGE_REMOVE;
		struct outbox_answer answer = {.key = row->key,
		    .status = remove && state == LEDGER_POSTED ? "removed"
		    : statuses[state], .words = call->words,
		    .external_id = row->part ? row->part->external_id
		    : call->external_id};

		if (!remove)
			answer.digest = slice_from(row->digest,
			    sizeof(row->digest));
		if (outbox_answer(p->out, &answer, e) < 0)
			return -1;
	}
	return 0;
}

int
outcome_tell(struct batch_place *p, const struct outcome_list *l,
    struct err *e)
{
	size_t i;

	for (i = 0; i < l->count; i++)
		if (tell_item(p, l, i, e) < 0)
			return -1;
	return 0;
}
