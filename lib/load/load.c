/* load.c - the run: read, ask, plan, brake, send, remove, close. */
#include "load/load.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "io/log.h"
#include "io/path.h"
#include "load/closing.h"
#include "load/csv_target.h"
#include "load/forget.h"
#include "load/form.h"
#include "load/http_target.h"
#include "load/postgres_target.h"
#include "load/recover.h"
#include "load/rejected.h"
#include "load/sending.h"
#include "load/sqlite_target.h"
#include "load/verify.h"
#include "store/db.h"
#include "store/soundness.h"
#include "store/transaction.h"

#define TOOL "erp-load"

/* What is accepted is asked for so long at the end of a run. */
#define POLL_MS 30000

struct load {
	const struct load_options *o;
	struct target_profile profile;
	struct spool spool;
	struct plan_source source;
	struct survey survey;
	struct brake brake;
	struct outbox out;
	struct batch_place place;
	struct channel_wish wish;
	const struct channel_kind *kind;
	struct sending sending;
	struct adopt_counts adopted;
	uint64_t partial;
	char run[RUN_ID_SIZE];
	char traceparent[64];
	bool started;  /* the run is in the state */
	bool leased;
	struct form form;
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

/* --- the end of the run --- */

/* Asks for what was accepted, with growing pauses, for a while. */
static int
poll_accepted(struct load *l, struct err *e)
{
	uint64_t pause_ms, begun = clock_ticks();

	for (pause_ms = 250;; pause_ms *= 2) {
		if (recover_poll(&l->place, &l->profile, &l->place.accepted,
		    e) < 0)
			return -1;
		if (!l->place.accepted || sending_stopped(&l->sending) ||
		    clock_ticks() - begun + pause_ms > POLL_MS)
			return 0;
		usleep((useconds_t)(pause_ms * 1000)); /* at most POLL_MS */
	}
}

static int
finish(struct load *l, struct err *e)
{
	struct run_counts *c = &l->place.counts;
	bool mine;
	int rc;

	if (l->kind->finish && l->kind->finish(l->place.channel, e) < 0)
		return -1;
	if (poll_accepted(l, e) < 0 || closing_partial(&l->place, &l->spool,
	    &l->partial, e) < 0)
		return -1;
	c->given = c->passed;
	if (transaction_enter(l->place.db, &mine, e) < 0)
		return -1;
	rc = lease_beat(l->place.db, &l->place.lease, e);
	if (rc == 0)
		rc = closing_fix(&l->place, &l->spool, e);
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

static const struct channel_kind *const kinds[] = {
    &sqlite_target, &http_target, &postgres_target, &csv_target,
};

static void
make_wish(struct load *l)
{
	const struct load_options *o = l->o;
	size_t i;

	for (i = 0; i < COUNT_OF(kinds); i++)
		if (strcmp(kinds[i]->name, l->profile.kind) == 0)
			l->kind = kinds[i];
	if (!l->kind)
		BUG("a kind of target that nobody opens");
	l->wish = (struct channel_wish){.profile = &l->profile,
	    .file = o->target_file, .scope = &l->spool.in.head.scope,
	    .db = l->place.db, .run = l->run,
	    .traceparent = l->traceparent, .concurrency = o->concurrency,
	    .stop = o->stop, .deadline = l->sending.deadline};
}

static int
open_channel(struct load *l, struct err *e)
{
	return l->kind->open(&l->place.channel, &l->wish, e);
}

static int
read_input(struct load *l, struct err *e)
{
	const struct stream_in *in = &l->spool.in;
	int rc;

	if (l->o->retry && !l->place.db)
		return err_set(e, ERR_USAGE, "%s: is not there", l->o->state);
	if (l->o->retry)
		rc = rejected_spool(&l->spool, l->place.db, &l->profile, e);
	else
		rc = spool_load(&l->spool, l->o->stream, l->o->memory, e);
	if (rc < 0)
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
	c->passed = l->survey.unchanged;
}

/* Before anything is sent: whose target is it, and what was on its way? */
static int
prepare(struct load *l, struct err *e)
{
	if (take_lease(l, e) < 0)
		return -1;
	if (l->o->arm)
		l->o->arm();
	if (open_channel(l, e) < 0 ||
	    form_place(&l->form, l->place.channel->place, l->run, e) < 0 ||
	    form_empty(&l->form, l->place.channel->empty,
	    l->place.channel->place, e) < 0 ||
	    outbox_begin(&l->out, &l->spool.in, l->o->sign, l->o->sign_new,
	    e) < 0 || recover_run(&l->place, &l->profile, e) < 0)
		return -1;
	return recover_poll(&l->place, &l->profile, &l->place.accepted, e);
}

/* Looks what is there, and ends: the next load builds upon it. */
static int
adopt(struct load *l, struct err *e)
{
	struct run_counts *c = &l->place.counts;

	if (adopt_run(&l->place, &l->source, &l->adopted, e) < 0)
		return -1;
	c->taken = l->spool.in.figures.records;
	c->passed = c->given = c->taken;
	if (run_stage_end(l->place.db, l->run, "adopt", c, e) < 0)
		return -1;
	return outbox_publish(&l->out, e);
}

static int
act(struct load *l, struct err *e)
{
	const struct survey_show show = {l->o->dry_run ? l->o->say : NULL,
	    l->kind, &l->wish};

	if (!l->o->dry_run && prepare(l, e) < 0)
		return -1;
	/* What was on its way when a run ended may be refused as before. */
	if (l->o->retry && !l->o->dry_run) {
		spool_release(&l->spool);
		if (rejected_spool(&l->spool, l->place.db, &l->profile, e) < 0)
			return -1;
	}
	if (l->o->adopt)
		return adopt(l, e);
	if (form_check(&l->form, e) < 0 ||
	    survey_run(&l->survey, &l->source, &l->brake, &show, e) < 0 ||
	    brake_check(&l->brake, l->place.db, l->profile.name, e) < 0)
		return -1;
	if (l->o->dry_run)
		return 0;
	count_settled(l);
	return sending_run(&l->sending, e) < 0 ? -1 : finish(l, e);
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
	make_wish(l);
	return act(l, e);
}

static void
start(struct load *l)
{
	const struct load_options *o = l->o;

	l->spool = (struct spool)SPOOL_INIT;
	l->out.rejects = (struct stream_out)STREAM_OUT_INIT;
	l->out.answers = (struct stream_out)STREAM_OUT_INIT;
	brake_init(&l->brake, o->limit);
	l->place.out = &l->out;
	batch_init(&l->sending.batch, &l->place, o->batch);
	l->sending.place = &l->place;
	l->sending.source = &l->source;
	l->sending.survey = &l->survey;
	l->sending.stop = o->stop;
	if (o->run_time_s)
		l->sending.deadline = clock_ticks() + o->run_time_s * 1000;
	l->place.stop = o->stop;
	l->place.deadline = l->sending.deadline;
	snprintf(l->traceparent, sizeof(l->traceparent), "%.*s",
	    SLICE_ARGS(o->info.traceparent));
}

static void
give_result(const struct load *l, struct load_result *result)
{
	snprintf(result->target, sizeof(result->target), "%s",
	    l->profile.name ? l->profile.name : "");
	result->counts = l->place.counts;
	result->reported = l->place.reported;
	result->accepted = l->place.accepted;
	result->skipped = l->place.skipped;
	result->partial = l->partial;
	result->adopted = l->adopted;
	result->signal = l->o->stop ? (int)*l->o->stop : 0;
}

bool
load_finds(const struct load_result *r)
{
	return r->counts.refused || r->counts.held || r->reported ||
	    r->accepted || r->partial;
}

int
load_run(const struct load_options *o, struct load_result *result,
    struct err *e)
{
	struct load *l = mem_zero(sizeof(*l));
	int rc, status;

	l->o = o;
	start(l);
	rc = run(l, e);
	log_progress_end();
	give_result(l, result);
	status = rc < 0 ? (int)e->kind : load_finds(result);
	if (rc < 0)
		outbox_fail(&l->out, TOOL, e);
	close_state(l, status, e);
	channel_close(l->place.channel);
	batch_release(&l->sending.batch);
	survey_release(&l->survey);
	release_release(&l->place.release);
	map_release(&l->place.recovered);
	outbox_close(&l->out);
	brake_release(&l->brake);
	spool_release(&l->spool);
	target_profile_release(&l->profile);
	mem_free(l);
	return rc;
}

/* --- forgetting --- */

static int
forget(struct load *l, const char *const *texts, size_t count,
    uint64_t *forgotten, struct err *e)
{
	const struct forget_place place = {l->place.db, &l->profile,
	    &l->place.by};
	uint64_t n;
	size_t i;
	int rc = 0;

	for (i = 0; i < count && rc == 0; i++) {
		struct forget_what what;

		rc = forget_parse(&what, texts[i], e);
		if (rc == 0)
			rc = forget_run(&place, &what, &n, e);
		if (rc == 0)
			*forgotten += n;
		buf_release(&what.prefix);
	}
	return rc;
}

int
load_forget(const struct load_options *o, const char *const *texts,
    size_t text_count, uint64_t *count, struct err *e)
{
	struct load *l = mem_zero(sizeof(*l));
	int rc;

	*count = 0;
	l->o = o;
	rc = target_profile_load(&l->profile, o->profile, e);
	if (rc == 0 && access(o->state, F_OK) < 0)
		rc = err_sys(e, "%s", o->state);
	if (rc == 0)
		rc = open_state(l, e);
	if (rc == 0)
		rc = take_lease(l, e);
	if (rc == 0)
		rc = forget(l, texts, text_count, count, e);
	close_state(l, rc < 0 ? (int)e->kind : 0, e);
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
	if (rc == 0)
		rc = verify_check(db, f, e);
	db_close(db);
	return rc;
}
