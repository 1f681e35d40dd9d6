/* sighting.c - found and missing records, by why they were looked up. */
#include "load/sighting.h"

#include "base/clock.h"
#include "io/log.h"
#include "load/contain.h"

#define WORDS_MOST ((size_t)64 * 1024)
/* Reads may be behind: an id that is not there yet is asked for again. */
#define LEARN_AGAIN_MS 500

/* 1 as asked, 0 otherwise. */
static int
matches(struct settle *l, struct task *t, struct slice row, struct err *e)
{
	struct skeleton *k = t->operation->steps[t->step].matches;
	struct buf wanted = BUF_INIT(REQUEST_BODY_MOST);
	struct buf where = BUF_INIT(WORDS_MOST);
	struct err why = ERR_INIT;
	int rc;

	if (!k)
		return 1;
	rc = body_add(k, &l->spec->scene, BODY_NULL, &wanted, e);
	if (rc >= 0)
		rc = contain_check(row, buf_slice(&wanted), &where, &why) > 0;
	if (rc == 0)
		log_trace("http", "found, but not as asked: %s differs",
		    where.len ? buf_text(&where) : "it");
	buf_release(&wanted);
	buf_release(&where);
	return rc;
}

/* What was lost or asked for is there, as asked or otherwise. */
static void
found(struct settle *l, struct task *t, struct unit *u, bool as_asked)
{
	bool remove = u->call->op == CHANGE_REMOVE;

	switch (t->why) {
	case TASK_ASKED:
		settle_end(l, u, as_asked && !remove ? CHANNEL_DONE
		    : CHANNEL_NOT, SLICE(""));
		break;
	case TASK_FIRST:
		settle_again(l, t, u);
		break;
	case TASK_LEARN:
		settle_end(l, u, CHANNEL_DONE, SLICE(""));
		break;
	case TASK_LOST:
		if (as_asked && !remove)
			settle_end(l, u, CHANNEL_DONE, SLICE(""));
		else if (u->call->op == CHANGE_ADD &&
		    t->section->http->ops[HTTP_CREATE].count == 1)
			settle_end(l, u, CHANNEL_EXISTS, u->words);
		else
			settle_again(l, t, u);
		break;
	case TASK_GO:
		BUG("a look-up for no reason");
	}
}

/* It is gone over there: by the policy it is made anew, or a conflict. */
void
sighting_vanished(struct settle *l, struct task *t, struct unit *u)
{
	if (t->section->conflict != TARGET_OVERWRITE) {
		settle_end(l, u, CHANNEL_CONFLICT,
		    SLICE("it is not there any more"));
		return;
	}
	u->call->external_id = u->view.external_id = SLICE("");
	u->call->etag = u->view.etag = SLICE("");
	task_alone(l->tasks, t, u, HTTP_CREATE, TASK_GO)->started = true;
}

void
sighting_none(struct settle *l, struct task *t, struct unit *u)
{
	bool remove = u->call->op == CHANGE_REMOVE;

	switch (t->why) {
	case TASK_ASKED:
		settle_end(l, u, remove ? CHANNEL_DONE : CHANNEL_ABSENT,
		    SLICE(""));
		break;
	case TASK_LEARN:
		if (++u->tries > SETTLE_TRIES_MOST) {
			settle_end(l, u, CHANNEL_DONE, SLICE("its id over "
			    "there was not to be had"));
			break;
		}
		settle_look_up(l, t, u, TASK_LEARN)->not_before =
		    clock_ticks() + LEARN_AGAIN_MS;
		break;
	case TASK_FIRST:
	case TASK_LOST:
		if (remove)
			settle_end(l, u, CHANNEL_DONE, SLICE(""));
		else if (u->call->op == CHANGE_CHANGE)
			sighting_vanished(l, t, u);
		else
			settle_again(l, t, u);
		break;
	case TASK_GO:
		BUG("a look-up for no reason");
	}
}

int
sighting_answer(struct settle *l, struct task *t, struct unit *u,
    struct reply_part *part, struct err *e)
{
	const struct http_step *s = &t->operation->steps[t->step];
	int got = part->found ? reply_row(part, s->rows) : 0;

	if (got < 0) {
		settle_stop(l, ERR_USAGE, t, s->rows.at ? SLICE("the answer "
		    "has no list at \"rows\"")
		    : SLICE("the answer is no JSON"));
		return 0;
	}
	if (got == 2 || part->several) {
		settle_end(l, u, CHANNEL_REFUSED, SLICE("several records over "
		    "there answer to it"));
		return 0;
	}
	if (got && settle_names(l, s, u, part, e) < 0)
		return -1;
	if (t->step + 1 < t->operation->count)
		return 0; /* further requests say the rest */
	if (!got) {
		sighting_none(l, t, u);
		return 0;
	}
	if (settle_ids(l, t, u, part, e) < 0)
		return -1;
	if (t->why == TASK_ASKED || t->why == TASK_LOST)
		got = matches(l, t, part->answer.body, e);
	if (got < 0)
		return -1;
	found(l, t, u, got > 0);
	return 0;
}
