/*
 * load.c - the run: plan, brake, send, remove, close.
 *
 * The input is spooled, so the plan can be walked three times: to count it,
 * to send what is created and updated in the order of references, and to
 * remove in the reverse order.  A type with nothing to do is walked once.
 */
#include "load/load.h"

#include <unistd.h>

#include "base/fault.h"
#include "io/log.h"
#include "io/path.h"
#include "load/form.h"
#include "load/order.h"
#include "load/recover.h"
#include "load/sqlite_target.h"
#include "load/survey.h"
#include "store/db.h"
#include "store/exceptions.h"
#include "store/soundness.h"
#include "store/transaction.h"

#define TOOL "erp-load"

struct load {
	const struct load_options *o;
	struct target_profile profile;
	struct spool spool;
	struct plan_source source;
	struct survey survey;
	struct brake brake;
	struct outbox out;
	struct batch_place place;
	struct batch batch;
	char run[RUN_ID_SIZE];
	bool started;  /* the run is in the state */
	bool leased;
	struct form form;
	struct plan plan;
};

/* --- the state --- */

static int
open_state(struct load *l, struct err *e)
{
	struct run_info info = l->o->info;
	struct batch_place *p = &l->place;

	if (l->o->dry_run) {
		/* Before the first load there is no state, and no ledger. */
		if (access(l->o->state, F_OK) < 0 && errno == ENOENT)
			return 0;
		return db_open(&p->db, l->o->state, DB_READ, e);
	}
	if (db_open(&p->db, l->o->state, DB_WRITE, e) < 0)
		return -1;
	info.target = slice_of(l->profile.name);
	if (run_start(p->db, &info, l->run, e) < 0)
		return -1;
	l->started = true;
	p->lease = (struct lease){TOOL, l->profile.name, l->run};
	p->by = (struct audit_by){l->run, TOOL};
	p->group = (struct ledger_group){l->profile.name, l->run, {"", 0}};
	return 0;
}

/* Once the input is read: who waits for a slow pipe holds nobody up. */
static int
take_lease(struct load *l, struct err *e)
{
	struct batch_place *p = &l->place;
	struct buf words = BUF_INIT(4096);
	int rc;

	rc = lease_take(p->db, &p->lease, &words, e);
	if (rc == 0 && words.len)
		log_warning("%s", buf_text(&words));
	l->leased = rc == 0;
	l->source.lease = l->leased ? &p->lease : NULL;
	buf_release(&words);
	return rc;
}

/* The run's end, whatever came of it: what fails here changes nothing. */
static void
close_state(struct load *l, int status, const struct err *why)
{
	struct batch_place *p = &l->place;
	struct err ignored = ERR_INIT;

	if (l->leased && lease_release(p->db, &p->lease, &ignored) < 0)
		err_clear(&ignored);
	if (l->started && run_end(p->db, l->run, status,
	    slice_of(why->text), &ignored) < 0)
		err_clear(&ignored);
	db_close(p->db);
}

/* --- sending --- */

static int
send_step(struct load *l, const struct plan_step *step, struct err *e)
{
	const struct target_section *s = l->plan.section;

	switch (step->what) {
	case PLAN_CREATE:
	case PLAN_UPDATE:
		if (outbox_holds(&l->out, step->record))
			return batch_hold(&l->batch, step, "refers to a "
			    "record that was refused", e);
		return batch_add(&l->batch, step, s, e);
	case PLAN_WAIT:
		return batch_hold(&l->batch, step, "what was sent before has "
		    "no answer yet", e);
	case PLAN_SAME:
		return step->tidy ? batch_note(&l->batch, step, s, e) : 0;
	case PLAN_REMOVE:
	case PLAN_REPORT:
	case PLAN_DROP:
		break;
	}
	return 0;
}

/* Has this run sent the row's record, and not only found it to be there? */
static bool
sent_now(const struct load *l, const struct ledger_row *row)
{
	const uint64_t *recovered = map_find(&l->place.recovered, row->key);

	return slice_is(row->run, l->run) && !(recovered && *recovered);
}

/*
 * A renumbered record's old key goes only when the new one has arrived, and
 * is not the new key of another record.
 */
static bool
has_moved(const struct load *l, const struct plan_step *step)
{
	const struct ledger_row *arrived = step->arrived;

	return arrived && arrived->state == LEDGER_POSTED &&
	    sent_now(l, arrived) && !(step->row && sent_now(l, step->row));
}

static int
remove_step(struct load *l, const struct plan_step *step, struct err *e)
{
	const struct target_section *s = l->plan.section;

	switch (step->what) {
	case PLAN_REMOVE:
		if (step->moved && !has_moved(l, step))
			return 0;
		return batch_add(&l->batch, step, s, e);
	case PLAN_REPORT:
	case PLAN_DROP:
		return batch_note(&l->batch, step, s, e);
	case PLAN_SAME:
	case PLAN_CREATE:
	case PLAN_UPDATE:
	case PLAN_WAIT:
		break;
	}
	return 0;
}

static int
walk_type(struct load *l, enum record_type type,
    int (*act)(struct load *, const struct plan_step *, struct err *),
    struct err *e)
{
	struct plan_step step;
	int got, rc = -1;

	plan_open(&l->plan, &l->source, type);
	while ((got = plan_next(&l->plan, &step, e)) > 0) {
		if (act(l, &step, e) < 0)
			goto out;
		log_progress("load", l->place.counts.sent,
		    l->survey.to_send);
	}
	/* Before the next type: it may refer to what is refused here. */
	rc = got < 0 ? -1 : batch_flush(&l->batch, e);
out:
	plan_close(&l->plan);
	return rc;
}

static int
send_all(struct load *l, struct err *e)
{
	unsigned i;

	for (i = 0; i < ORDER_COUNT; i++)
		if (survey_sends(&l->survey, order_types[i]) &&
		    walk_type(l, order_types[i], send_step, e) < 0)
			return -1;
	for (i = ORDER_COUNT; i-- > 0;)
		if (survey_removes(&l->survey, order_types[i]) &&
		    walk_type(l, order_types[i], remove_step, e) < 0)
			return -1;
	return 0;
}

/* --- the end of the run --- */

struct coverage {
	struct load *l;
	struct ledger_found known;
	struct arena arena;
	struct err e;
};

/*
 * Has this run found out that an exception of an earlier one is settled?
 * The ledger says so: the target has taken the record in this run, or has
 * nothing open about it and the input speaks for it.
 */
static bool
covers(const struct exceptions_row *row, void *ctx)
{
	struct coverage *c = ctx;
	struct load *l = c->l;
	struct slice filter = l->spool.in.head.scope.filter;
	struct buf prefix = BUF_INIT(2 * KEY_MOST);
	const struct ledger_row *known = &c->known.row;
	struct key k;
	bool settled = false;
	int got;

	if (!slice_is(row->target, l->profile.name) ||
	    (!slice_is(row->class, "load_refused") &&
	    !slice_is(row->class, "removal")))
		return false;
	arena_reset(&c->arena);
	if (key_parse_text(&k, row->about, &c->arena, &c->e) == 0) {
		key_add_prefix(&prefix, &k);
		got = ledger_get(l->place.db, l->profile.name,
		    buf_slice(&prefix), &c->known, &c->e);
		if (got > 0 && known->state == LEDGER_POSTED)
			settled = slice_is(known->run, l->run) ||
			    (spool_claims(&l->spool, &k) && (!filter.len ||
			    slice_equal(filter, known->scope)));
		else if (got == 0)
			settled = spool_claims(&l->spool, &k);
	}
	buf_release(&prefix);
	return settled;
}

static int
fix_exceptions(struct load *l, struct err *e)
{
	struct coverage c = {.l = l, .known = LEDGER_FOUND_INIT,
	    .arena = ARENA_INIT, .e = ERR_INIT};
	const struct exceptions_end end = {&l->place.by, covers, &c};
	uint64_t fixed;
	int rc = exceptions_fix_unseen(l->place.db, &end, &fixed, e);

	if (rc == 0 && c.e.kind)
		rc = err_set(e, c.e.kind, "%s", c.e.text);
	page_release(&c.known.page);
	arena_release(&c.arena);
	return rc;
}

static int
finish(struct load *l, struct err *e)
{
	struct run_counts *c = &l->place.counts;
	bool mine;
	int rc;

	c->given = c->passed;
	if (transaction_enter(l->place.db, &mine, e) < 0)
		return -1;
	rc = lease_beat(l->place.db, &l->place.lease, e);
	if (rc == 0)
		rc = fix_exceptions(l, e);
	if (rc == 0)
		rc = form_keep(&l->form, l->run, e);
	if (rc == 0)
		rc = run_stage_end(l->place.db, l->run, "load", c, e);
	if (transaction_leave(l->place.db, mine, rc, e) < 0)
		return -1;
	if (fault_fires("load.before-publish"))
		return err_set(e, ERR_AGAIN, "%s: all was sent",
		    l->profile.name);
	outbox_warn_rest(&l->out);
	return outbox_publish(&l->out, e);
}

/* --- the run --- */

static const struct channel_kind *const kinds[] = {&sqlite_target};

static int
open_channel(struct load *l, struct err *e)
{
	const struct channel_wish wish = {&l->profile, l->o->target_file,
	    &l->spool.in.head.scope};
	size_t i;

	for (i = 0; i < COUNT_OF(kinds); i++)
		if (strcmp(kinds[i]->name, l->profile.kind) == 0)
			return kinds[i]->open(&l->place.channel, &wish, e);
	BUG("a kind of target that nobody opens");
}

static int
read_input(struct load *l, struct err *e)
{
	const struct stream_in *in = &l->spool.in;

	if (spool_load(&l->spool, l->o->stream, l->o->memory, e) < 0)
		return -1;
	if (in->head.kind == HEAD_DELTA && in->head.lossy)
		return err_set(e, ERR_INPUT, "%s: a lossy delta is for "
		    "reading, not for loading", in->name);
	l->place.group.scope = in->head.scope.filter;
	l->source.spool = &l->spool;
	l->source.db = l->place.db;
	l->source.profile = &l->profile;
	memcpy(l->source.resend, l->o->resend, sizeof(l->source.resend));
	l->form.db = l->place.db;
	l->form.profile = &l->profile;
	l->form.resend = l->o->resend;
	return 0;
}

static void
count_settled(struct load *l)
{
	struct run_counts *c = &l->place.counts;
	unsigned i;

	c->taken = l->spool.in.figures.records;
	c->dropped = l->survey.not_sent;
	for (i = 0; i < TYPE_COUNT; i++)
		c->unchanged += l->survey.types[i].counts[PLAN_SAME];
	c->passed = c->unchanged;
}

static int
act(struct load *l, struct err *e)
{
	if (!l->o->dry_run && (take_lease(l, e) < 0 || open_channel(l, e) < 0 ||
	    form_place(&l->form, l->place.channel->place, l->run, e) < 0 ||
	    form_empty(&l->form, l->place.channel->empty,
	    l->place.channel->place, e) < 0 ||
	    recover_run(&l->place, &l->profile, e) < 0 ||
	    outbox_begin(&l->out, &l->spool.in, l->o->sign, l->o->sign_new,
	    e) < 0))
		return -1;
	if (form_check(&l->form, e) < 0 ||
	    survey_run(&l->survey, &l->source, &l->brake,
	    l->o->dry_run ? l->o->say : NULL, e) < 0 ||
	    brake_check(&l->brake, l->place.db, l->profile.name, e) < 0)
		return -1;
	if (l->o->dry_run)
		return 0;
	count_settled(l);
	return send_all(l, e) < 0 ? -1 : finish(l, e);
}

static int
run(struct load *l, struct err *e)
{
	const struct load_options *o = l->o;
	unsigned i;

	if (target_profile_load(&l->profile, o->profile, e) < 0)
		return -1;
	for (i = 0; i < TYPE_COUNT; i++)
		if (o->resend[i] && !l->profile.sections[i].used)
			return err_set(e, ERR_USAGE, "--resend: %s does not "
			    "take records of type %.*s", o->profile,
			    SLICE_ARGS(schema_types[i].name));
	if (path_same(o->answers, l->profile.file) ||
	    path_same(o->rejects, l->profile.file))
		return err_set(e, ERR_USAGE, "%s: is the target itself, and "
		    "would be written over (name another file)",
		    l->profile.file);
	if (!o->dry_run && outbox_open(&l->out, l->profile.name, o->rejects,
	    o->answers, e) < 0)
		return -1;
	if (open_state(l, e) < 0 || read_input(l, e) < 0)
		return -1;
	return act(l, e);
}

int
load_run(const struct load_options *o, struct load_result *result,
    struct err *e)
{
	struct load *l = mem_zero(sizeof(*l));
	int rc, status;

	l->o = o;
	l->spool = (struct spool)SPOOL_INIT;
	l->out.rejects = (struct stream_out)STREAM_OUT_INIT;
	l->out.answers = (struct stream_out)STREAM_OUT_INIT;
	brake_init(&l->brake, o->limit);
	l->place.out = &l->out;
	batch_init(&l->batch, &l->place, o->batch);
	rc = run(l, e);
	log_progress_end();
	snprintf(result->target, sizeof(result->target), "%s",
	    l->profile.name ? l->profile.name : "");
	result->counts = l->place.counts;
	result->reported = l->place.reported;
	status = rc < 0 ? (int)e->kind : result->counts.refused ||
	    result->counts.held || result->reported;
	if (rc < 0)
		outbox_fail(&l->out, TOOL, e);
	close_state(l, status, e);
	channel_close(l->place.channel);
	batch_release(&l->batch);
	map_release(&l->place.recovered);
	outbox_close(&l->out);
	brake_release(&l->brake);
	spool_release(&l->spool);
	target_profile_release(&l->profile);
	mem_free(l);
	return rc;
}

/* --- checking --- */

int
load_check_state(const char *path, struct findings *f, struct err *e)
{
	struct db *db;
	int rc;

	if (db_open(&db, path, DB_READ, e) < 0)
		return -1;
	rc = soundness_check(db, f, e);
	db_close(db);
	return rc;
}
