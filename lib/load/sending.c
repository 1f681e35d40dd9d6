/*
 * sending.c - the input is spooled, so the plan can be walked three times: to
 * count it, to send, and to remove.  A type with nothing to do is walked once,
 * and BOMs that have an order are gone to one by one.
 */
#include "load/sending.h"

#include "base/clock.h"
#include "io/log.h"
#include "load/order.h"
#include "model/recin.h"
#include "store/transaction.h"

#define BECAUSE_MOST (8 * KEY_MOST)

bool
sending_stopped(const struct sending *s)
{
	return (s->stop && *s->stop) ||
	    (s->deadline && clock_ticks() >= s->deadline);
}

/* --- steps --- */

/* Does the unit refer to what was refused and is not over there? */
static int
refers(struct sending *s, const struct plan_step *step, struct err *e)
{
	struct outbox *out = s->place->out;
	struct arena a = ARENA_INIT;
	struct record part;
	bool held;
	size_t i;
	int rc = 0;

	/* The usual case first: nothing was refused. */
	if (!out->lacking.count)
		return 0;
	buf_clear(&s->because);
	buf_add_text(&s->because, "refers to ");
	held = outbox_holds(out, step->record, &s->because);
	for (i = 0; i < step->part_count && !held && rc == 0; i++) {
		struct slice line = step->parts[i].line;

		if (!line.len)
			continue;
		rc = recin_parse(&part, line, JSON_AT("<unit>", 0), &a, e);
		held = rc == 0 && outbox_holds(out, &part, &s->because);
		arena_reset(&a);
	}
	arena_release(&a);
	buf_add_text(&s->because, ", which was refused");
	return rc < 0 ? -1 : held;
}

static int
send_step(struct sending *s, const struct plan_step *step, struct err *e)
{
	int held;

	switch (step->what) {
	case PLAN_CREATE:
	case PLAN_UPDATE:
		held = refers(s, step, e);
		if (held < 0)
			return -1;
		return held ? remark_held(s->place, step,
		    buf_text(&s->because), e)
		    : batch_add(&s->batch, step, e);
	case PLAN_WAIT:
		return remark_held(s->place, step, "what was sent before has "
		    "no answer yet", e);
	case PLAN_ORPHAN:
		return remark_orphan(s->place, step, e);
	case PLAN_SAME:
		return step->tidy ? batch_note(&s->batch, step, e) : 0;
	case PLAN_REMOVE:
	case PLAN_REPORT:
	case PLAN_DROP:
		break;
	}
	return 0;
}

/* Has this run sent the row's record, and not only found it to be there? */
static bool
sent_now(const struct sending *s, const struct ledger_row *row)
{
	const uint64_t *recovered = map_find(&s->place->recovered, row->key);

	return slice_is(row->run, s->place->group.run) &&
	    !(recovered && *recovered);
}

/*
 * A renumbered record's old key goes only when the new one has arrived, and
 * is not the new key of another record.
 */
static bool
has_moved(const struct sending *s, const struct plan_step *step)
{
	const struct ledger_row *arrived = step->arrived;

	return arrived && arrived->state == LEDGER_POSTED &&
	    sent_now(s, arrived) && !(step->row && sent_now(s, step->row));
}

/* A part that went into another unit: its old one is sent without it. */
static int
detach(struct sending *s, const struct plan_step *step, struct err *e)
{
	struct plan_step old = *step;
	int got;

	if (batch_flush(&s->batch, e) < 0)
		return -1;
	got = plan_detach(&s->plan, &old, e);
	if (got <= 0)
		return got;
	old.moved = true;
	return batch_add(&s->batch, &old, e);
}

static int
remove_step(struct sending *s, const struct plan_step *step, struct err *e)
{
	switch (step->what) {
	case PLAN_REMOVE:
		if (step->moved && !has_moved(s, step))
			return 0;
		if (step->detach)
			return step->known ? detach(s, step, e) : 0;
		return batch_add(&s->batch, step, e);
	case PLAN_REPORT:
	case PLAN_DROP:
		return batch_note(&s->batch, step, e);
	case PLAN_SAME:
	case PLAN_CREATE:
	case PLAN_UPDATE:
	case PLAN_WAIT:
	case PLAN_ORPHAN:
		break;
	}
	return 0;
}

/* --- walks --- */

static int
stop(struct sending *s, struct err *e)
{
	const struct run_counts *c = &s->place->counts;
	uint64_t all = s->survey->to_send;

	if (batch_flush(&s->batch, e) < 0)
		return -1;
	return err_set(e, ERR_AGAIN, "%s: %s when %" PRIu64 " of %" PRIu64
	    " were sent (run it again to go on)", s->place->group.target,
	    s->stop && *s->stop ? "stopped by a signal"
	    : "the time of --run-time was over", c->sent, all > c->sent ? all
	    : c->sent);
}

static int
walk_type(struct sending *s, enum record_type type,
    int (*act)(struct sending *, const struct plan_step *, struct err *),
    struct err *e)
{
	struct plan_step step;
	int got, rc = -1;

	plan_open(&s->plan, s->source, type);
	while ((got = plan_next(&s->plan, &step, e)) > 0) {
		if (act(s, &step, e) < 0)
			goto out;
		log_progress("load", s->place->counts.sent,
		    s->survey->to_send);
		if (sending_stopped(s)) {
			rc = stop(s, e);
			goto out;
		}
	}
	/* Before the next type: it may refer to what is refused here. */
	rc = got < 0 ? -1 : batch_flush(&s->batch, e);
out:
	plan_close(&s->plan);
	return rc;
}

/* BOMs that contain each other: an exception each, and they are held. */
static int
hold_cycle(struct sending *s, const struct plan_step *step,
    const struct levels_unit *u, struct err *e)
{
	struct batch_place *p = s->place;
	struct exceptions_note note = {.class = SLICE("bom_cycle"),
	    .severity = SLICE("error")};
	bool mine;
	int rc;

	buf_clear(&s->because);
	buf_add_text(&s->because, "contains itself: ");
	buf_add_slice(&s->because, s->survey->levels.cycles[u->cycle - 1]);
	note.message = buf_slice(&s->because);
	if (transaction_enter(p->db, &mine, e) < 0)
		return -1;
	rc = lease_beat(p->db, &p->lease, e);
	if (rc == 0)
		rc = remark_exception(p, step->key, note, NULL, e);
	if (transaction_leave(p->db, mine, rc, e) < 0)
		return -1;
	return remark_held(p, step, buf_text(&s->because), e);
}

static int
act_on_unit(struct sending *s, const struct levels_unit *u, struct err *e)
{
	const struct levels *l = &s->survey->levels;
	struct plan_step step;
	int got;

	plan_seek(&s->plan, l->places + u->places, u->unit);
	got = plan_next(&s->plan, &step, e);
	if (got <= 0)
		return got;
	if (u->cycle && plan_sends(&step))
		return hold_cycle(s, &step, u, e);
	return send_step(s, &step, e);
}

/* Level by level: each refers to those that were sent before. */
static int
walk_levels(struct sending *s, enum record_type type, struct err *e)
{
	const struct levels *l = &s->survey->levels;
	size_t i;
	int rc = 0;

	plan_open_units(&s->plan, s->source, type);
	for (i = 0; i < l->count && rc == 0; i++) {
		if (i && l->units[i].level != l->units[i - 1].level)
			rc = batch_flush(&s->batch, e);
		if (rc == 0)
			rc = act_on_unit(s, &l->units[i], e);
		log_progress("load", s->place->counts.sent,
		    s->survey->to_send);
		if (rc == 0 && sending_stopped(s))
			rc = stop(s, e);
	}
	if (rc == 0)
		rc = batch_flush(&s->batch, e);
	plan_close(&s->plan);
	return rc;
}

static int
send_type(struct sending *s, enum record_type type, struct err *e)
{
	if (!survey_sends(s->survey, type))
		return 0;
	if (levels_needed(&s->source->profile->sections[type]))
		return walk_levels(s, type, e);
	return walk_type(s, type, send_step, e);
}

int
sending_run(struct sending *s, struct err *e)
{
	const struct batch_place *p = s->place;
	unsigned i;
	int rc = 0;

	buf_init(&s->because, BECAUSE_MOST);
	for (i = 0; i < ORDER_COUNT && rc == 0; i++)
		rc = send_type(s, order_types[i], e);
	for (i = ORDER_COUNT; i-- > 0 && rc == 0;)
		if (survey_removes(s->survey, order_types[i]))
			rc = walk_type(s, order_types[i], remove_step, e);
	buf_release(&s->because);
	if (rc == 0 && p->unsent)
		rc = err_set(e, ERR_AGAIN, "%s: %" PRIu64 " were not sent (run "
		    "it again to go on)", p->group.target, p->unsent);
	if (rc == 0 && p->lost)
		rc = err_set(e, ERR_AGAIN, "%s: %" PRIu64 " answers were lost "
		    "(run it again: the target is asked first)",
		    p->group.target, p->lost);
	return rc;
}
