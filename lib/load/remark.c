/* remark.c - one effect, one row. */
#include "load/remark.h"

#include "store/transaction.h"

#define DETAIL_MOST ((size_t)64 * 1024 * 1024)

int
remark_exception(struct batch_place *p, struct slice key,
    struct exceptions_note note, bool *accepted, struct err *e)
{
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
	if (accepted)
		*accepted = rc == 0 && seen.state == EXCEPTIONS_OVERRIDDEN;
	arena_release(&a);
	buf_release(&about);
	return rc;
}

static int
audit(struct batch_place *p, const char *action, struct slice key,
    const struct buf *detail, struct err *e)
{
	struct buf subject = BUF_INIT(DETAIL_MOST);
	struct audit_entry entry = {action, {NULL, 0}, buf_slice(detail)};
	int rc;

	outbox_add_key(&subject, key);
	entry.subject = buf_slice(&subject);
	rc = audit_append(p->db, &p->by, &entry, e);
	buf_release(&subject);
	return rc;
}

int
remark_removal(struct batch_place *p, const struct channel_call *call,
    struct err *e)
{
	struct buf detail = BUF_INIT(DETAIL_MOST);
	int rc;

	audit_detail_add(&detail, "removal",
	    slice_of(section_removals[call->section->removal]));
	audit_detail_add(&detail, "target", slice_of(p->group.target));
	audit_detail_add(&detail, "was", call->line);
	rc = audit(p, "load.remove", call->key, &detail, e);
	buf_release(&detail);
	return rc;
}

int
remark_conflict(struct batch_place *p, const struct channel_call *call,
    const char *what, struct err *e)
{
	struct buf detail = BUF_INIT(DETAIL_MOST);
	int rc;

	audit_detail_add(&detail, "decision", slice_of(what));
	audit_detail_add(&detail, "target", slice_of(p->group.target));
	rc = audit(p, "load.conflict", call->key, &detail, e);
	buf_release(&detail);
	return rc;
}

/* Each line of the input into the rejects, each with its answer. */
static int
give_back(struct batch_place *p, const struct plan_step *step,
    const char *status, const char *why, struct err *e)
{
	struct outbox_answer answer = {.key = step->key, .status = status,
	    .words = slice_of(why)};
	size_t i;

	if (step->input.len && (outbox_reject(p->out, step->input, e) < 0 ||
	    outbox_answer(p->out, &answer, e) < 0))
		return -1;
	for (i = 0; i < step->part_count; i++) {
		const struct weigh_record *r = &step->parts[i];

		answer.key = r->key;
		if (r->input.len && (outbox_reject(p->out, r->input, e) < 0 ||
		    outbox_answer(p->out, &answer, e) < 0))
			return -1;
	}
	return 0;
}

int
remark_held(struct batch_place *p, const struct plan_step *step,
    const char *why, struct err *e)
{
	p->counts.held += step->inputs;
	/* What hangs on it must be held, too. */
	if (!step->known)
		outbox_lack(p->out, step->key);
	release_fail_step(&p->release, step);
	outbox_warn(p->out, "held", step->key, slice_of(why));
	return give_back(p, step, "held", why, e);
}

int
remark_orphan(struct batch_place *p, const struct plan_step *step,
    struct err *e)
{
	struct exceptions_note note = {.class = SLICE("load_refused"),
	    .severity = SLICE("error")};
	char why[512];
	bool mine;
	int rc;

	snprintf(why, sizeof(why), "is neither in the input nor in %s, but "
	    "records that go along with it are", p->group.target);
	note.message = slice_of(why);
	p->counts.rejected += step->inputs;
	p->counts.refused++;
	outbox_lack(p->out, step->key);
	release_fail_step(&p->release, step);
	outbox_warn(p->out, "refused", step->key, note.message);
	if (transaction_enter(p->db, &mine, e) < 0)
		return -1;
	rc = lease_beat(p->db, &p->lease, e);
	if (rc == 0)
		rc = remark_exception(p, step->key, note, NULL, e);
	if (transaction_leave(p->db, mine, rc, e) < 0)
		return -1;
	return give_back(p, step, "rejected", why, e);
}
