/* landing.c - answers held against the rules, and taken to their units. */
#include "load/landing.h"

#include "io/log.h"
#include "load/reply.h"
#include "load/sighting.h"
#include "net/service.h"

#include <strings.h>

#define WORDS_MOST ((size_t)64 * 1024)

static int
ended(struct settle *l, struct task *t, struct unit *u,
    struct reply_part *part, struct err *e)
{
	if (settle_ids(l, t, u, part, e) < 0)
		return -1;
	if (u->call->op != CHANGE_REMOVE && settle_can_find(t) &&
	    settle_id_unknown(t->section->http, u)) {
		settle_look_up(l, t, u, TASK_LEARN);
			return 0;
	}
	settle_end(l, u, CHANNEL_DONE, SLICE(""));
	return 0;
}

/* A request that only asks has found nothing: nothing is taken. */
static int
asked_for_nothing(struct settle *l, struct task *t, struct unit *u,
    struct err *e)
{
	const struct http_step *s = &t->operation->steps[t->step];
	size_t i;

	for (i = 0; i < s->taken_count; i++)
		u->view.taken[s->taken[i].name] = (struct slice){NULL, 0};
	return t->step + 1 < t->operation->count ? 0
	    : ended(l, t, u, NULL, e);
}

static int
done(struct settle *l, struct task *t, struct unit *u,
    struct reply_part *part, struct err *e)
{
	const struct http_step *s = &t->operation->steps[t->step];
	int got = 1;

	if (t->op == HTTP_FIND)
		return sighting_answer(l, t, u, part, e);
	if (s->asks && s->rows.at)
		got = reply_row(part, s->rows);
	if (got < 0 || got > 1) {
		settle_end(l, u, CHANNEL_REFUSED, got < 0
		    ? SLICE("the answer has no list at \"rows\"")
		    : SLICE("several records over there answer to it"));
		return 0;
	}
	if (got == 0)
		return asked_for_nothing(l, t, u, e);
	if (settle_names(l, s, u, part, e) < 0)
		return -1;
	if (t->step + 1 < t->operation->count) {
		struct slice id;

		if (settle_text(l, &s->external_id, part, &id, e) < 0)
			return -1;
		if (id.len)
			u->call->external_id = u->view.external_id = id;
		return 0; /* the next request is for it, too */
	}
	return ended(l, t, u, part, e);
}

static int
accepted(struct settle *l, struct task *t, struct unit *u,
    struct reply_part *part, struct err *e)
{
	static const struct http_place location = {.header = true,
	    .what = SLICE_INIT("Location"), .node = NULL};
	const struct http_step *s = &t->operation->steps[t->step];
	struct buf b = BUF_INIT(WORDS_MOST);
	int got = 0;

	if (t->op == HTTP_CONFIRM) {
		settle_end(l, u, CHANNEL_ACCEPTED, SLICE(""));
		return 0;
	}
	if (!t->section->http->ops[HTTP_CONFIRM].count)
		return done(l, t, u, part, e);
	got = reply_place(s->ticket.node ? &s->ticket : &location, part,
	    &l->spec->scene, &b, e);
	if (got > 0)
		u->call->ticket = u->view.ticket = slice_copy(buf_slice(&b),
		    l->tasks->arena);
	buf_release(&b);
	if (got < 0 || settle_ids(l, t, u, part, e) < 0)
		return -1;
	settle_end(l, u, CHANNEL_ACCEPTED, SLICE(""));
	return 0;
}

static void
absent(struct settle *l, struct task *t, struct unit *u,
    struct slice words, bool by_rule)
{
	switch (t->op) {
	case HTTP_FIND:
		sighting_none(l, t, u);
		break;
	case HTTP_REMOVE:
		settle_end(l, u, CHANNEL_DONE, SLICE(""));
		break;
	case HTTP_UPDATE:
		sighting_vanished(l, t, u);
		break;
	case HTTP_CONFIRM:
		settle_end(l, u, CHANNEL_REFUSED, words);
		break;
	case HTTP_CREATE:
		if (by_rule)
			settle_end(l, u, CHANNEL_REFUSED, words);
		else
			settle_stop(l, ERR_USAGE, t, words);
		break;
	case HTTP_OPS:
		break;
	}
}

static void
later(struct settle *l, struct task *t, struct unit *u, struct slice words)
{
	if (t->op == HTTP_CONFIRM) {
		settle_end(l, u, CHANNEL_ACCEPTED, words);
		return;
	}
	if (++u->tries > SETTLE_TRIES_MOST) {
		settle_stop(l, ERR_AGAIN, t, words);
		settle_end(l, u, CHANNEL_UNSENT, words);
		return;
	}
	if (t->op == HTTP_FIND)
		settle_look_up(l, t, u, t->why);
	else
		settle_again(l, t, u);
}

/* What the answer means, and the rule by which it does (NULL: none). */
static enum verdict
judge(const struct settle *l, const struct task *t,
    const struct verdict_answer *a, const struct verdict_rule **rule)
{
	const struct verdict_rules *lists[4];
	enum verdict v;

	settle_lists(l, t, lists);
	*rule = verdict_find(lists, a);
	v = *rule ? (*rule)->is : verdict_of_status(a->status);
	if (v == VERDICT_EXISTS && t->op != HTTP_CREATE)
		v = t->op == HTTP_FIND ? VERDICT_REFUSED : VERDICT_CONFLICT;
	return v;
}

static int
deliver(struct settle *l, struct task *t, struct unit *u,
    struct reply_part *part, struct err *e)
{
	const struct verdict_rule *rule = NULL;
	bool asks = t->operation->steps[t->step].asks;
	enum verdict v = part->found ? judge(l, t, &part->answer, &rule)
	    : t->op == HTTP_FIND || asks ? VERDICT_ABSENT : VERDICT_UNKNOWN;
	struct slice words;

	l->spec->scene.names = &t->section->http->names;
	scene_enter(&l->spec->scene, &u->view);
	if (v == VERDICT_DONE)
		return done(l, t, u, part, e);
	if (v == VERDICT_ACCEPTED)
		return accepted(l, t, u, part, e);
	if (v == VERDICT_ABSENT && asks && t->op != HTTP_FIND)
		return asked_for_nothing(l, t, u, e);
	words = settle_words(l, rule, &part->answer);
	switch (v) {
	case VERDICT_ABSENT:
		absent(l, t, u, words, rule != NULL);
		break;
	case VERDICT_EXISTS:
		settle_end(l, u, CHANNEL_EXISTS, words);
		break;
	case VERDICT_CONFLICT:
		settle_end(l, u, CHANNEL_CONFLICT, words);
		break;
	case VERDICT_RETRY:
		later(l, t, u, words);
		break;
	case VERDICT_UNKNOWN:
		settle_unknown(l, t, u, words);
		break;
	case VERDICT_REFUSED:
		if (t->op == HTTP_FIND)
			settle_stop(l, ERR_USAGE, t, words);
		else
			settle_end(l, u, CHANNEL_REFUSED, words);
		break;
	case VERDICT_STOP:
		settle_stop(l, ERR_USAGE, t, words);
		break;
	case VERDICT_DONE:
	case VERDICT_ACCEPTED:
		break;
	}
	return 0;
}

static bool
halve(struct settle *l, struct task *t)
{
	if (t->count < 2)
		return false;
	task_split(l->tasks, t, (t->count + 1) / 2);
	return true;
}

/* --- whole answers --- */

enum service_sense
landing_sense(const struct settle *l, const struct task *t,
    const struct http_answer *a)
{
	const struct verdict_answer whole = {a->status, a->body};
	const struct verdict_rules *lists[4];
	const struct verdict_rule *rule;

	settle_lists(l, t, lists);
	rule = verdict_find(lists, &whole);
	if (!rule || rule->is == VERDICT_UNKNOWN)
		return SERVICE_BY_STATUS;
	return rule->is == VERDICT_RETRY ? SERVICE_LATER : SERVICE_FINAL;
}

/* It goes on with its next request, if units are left in it. */
static void
go_on(struct settle *l, struct task *t)
{
	if (task_keep(t))
		t->step++;
	task_put(l->tasks, t);
}

/* The same request again, for all that it was for. */
static void
same_again(struct settle *l, struct task *t, struct slice words)
{
	size_t i;

	for (i = 0; i < t->sent_count; i++)
		if (++t->sent[i]->tries > SETTLE_TRIES_MOST) {
			settle_stop(l, ERR_AGAIN, t, words);
			break;
		}
	task_put(l->tasks, t);
}

static void
all_unknown(struct settle *l, struct task *t, struct slice words)
{
	size_t i;

	for (i = 0; i < t->sent_count; i++)
		settle_unknown(l, t, t->sent[i], words);
	/* those that this request was not for begin anew */
	if (task_keep(t))
		t->step = 0;
	task_put(l->tasks, t);
}

static int
no_answer(struct settle *l, struct task *t, const struct http_answer *a)
{
	struct err why = ERR_INIT;
	struct slice words = slice_copy(slice_of(a->words), l->tasks->arena);

	switch (a->outcome) {
	case HTTP_REFUSED:
		if (http_answer_check(a, &why) < 0)
			err_set(&l->stop, why.kind, "%s", why.text);
		task_put(l->tasks, t);
		break;
	case HTTP_UNREACHABLE:
		settle_failed(l, t, words);
		same_again(l, t, words);
		break;
	case HTTP_LOST:
	case HTTP_TOO_LARGE:
		settle_failed(l, t, words);
		all_unknown(l, t, words);
		break;
	case HTTP_ANSWERED:
		break;
	}
	return 0;
}

/* A page for people in place of an answer: nobody knows what was done. */
static bool
is_page(const struct http_answer *a)
{
	struct slice type = http_answer_header(a, "Content-Type");

	return a->body.len && type.len >= 9 &&
	    strncasecmp(type.at, "text/html", 9) == 0;
}

/* All or nothing was done: what one part lacks all lack. */
static bool
rolled_back(const struct settle *l, const struct task *t,
    const struct reply_part *parts)
{
	size_t i;

	for (i = 0; l->spec->odata_atomic && t->odata && i < t->sent_count;
	    i++)
		if (!parts[i].found || parts[i].answer.status < 200 ||
		    parts[i].answer.status > 299)
			return true;
	return false;
}

static int
deliver_parts(struct settle *l, struct task *t, struct reply_part *parts,
    struct err *e)
{
	size_t i;

	if (t->op != HTTP_FIND && rolled_back(l, t, parts) && halve(l, t))
		return 0;
	for (i = 0; i < t->sent_count; i++)
		if (deliver(l, t, t->sent[i], &parts[i], e) < 0)
			return -1;
	go_on(l, t);
	return 0;
}

static int
split(struct settle *l, struct task *t, const struct http_answer *a,
    struct err *e)
{
	const struct http_results *results =
	    &t->operation->steps[t->step].results;
	struct scene *s = &l->spec->scene;
	struct arena arena = ARENA_INIT;
	struct reply_part *parts;
	struct reply r = {.answer = a};
	int got = 1;

	parts = arena_alloc(&arena, t->sent_count * sizeof(*parts));
	memset(parts, 0, t->sent_count * sizeof(*parts));
	r.results = t->odata ? NULL : results;
	r.parts = parts;
	s->units = t->views;
	s->unit_count = t->sent_count;
	s->names = &t->section->http->names;
	if (t->odata || results->node)
		got = reply_split(&r, s, &arena, e);
	else
		reply_whole(a, parts, t->sent_count);
	if (got == 0)
		all_unknown(l, t, slice_of(r.why));
	else if (got > 0)
		got = deliver_parts(l, t, parts, e);
	arena_release(&arena);
	return got < 0 ? -1 : 0;
}

/* None of them was done, each for the same reason: who is to blame? */
static int
deliver_whole(struct settle *l, struct task *t, const struct http_answer *a,
    struct err *e)
{
	struct reply_part part;
	size_t i;

	reply_whole(a, &part, 1);
	for (i = 0; i < t->sent_count; i++)
		if (deliver(l, t, t->sent[i], &part, e) < 0)
			return -1;
	go_on(l, t);
	return 0;
}

int
landing_answer(struct settle *l, struct task *t,
    const struct http_answer *a, struct err *e)
{
	const struct verdict_answer whole = {a->status, a->body};
	const struct verdict_rule *rule;
	enum verdict v;

	if (a->outcome != HTTP_ANSWERED)
		return no_answer(l, t, a);
	v = judge(l, t, &whole, &rule);
	if (v == VERDICT_UNKNOWN || v == VERDICT_RETRY)
		settle_failed(l, t, settle_words(l, rule, &whole));
	else
		l->failures = 0;
	if (v == VERDICT_DONE && !rule && is_page(a)) {
		if (t->op == HTTP_FIND || !settle_can_find(t)) {
			settle_stop(l, ERR_USAGE, t, SLICE("a page for people "
			    "(text/html) came as an answer"));
			task_put(l->tasks, t);
			return 0;
		}
		v = VERDICT_UNKNOWN;
	}
	if (v == VERDICT_DONE || v == VERDICT_ACCEPTED)
		return split(l, t, a, e);
	if (v == VERDICT_RETRY && t->op != HTTP_CONFIRM) {
		same_again(l, t, settle_words(l, rule, &whole));
		return 0;
	}
	if (v == VERDICT_UNKNOWN) {
		all_unknown(l, t, settle_words(l, rule, &whole));
		return 0;
	}
	if (v != VERDICT_STOP && t->sent_count > 1 && halve(l, t))
		return 0;
	return deliver_whole(l, t, a, e);
}

int
landing_end(struct settle *l, struct task *t, struct err *e)
{
	size_t i;

	l->spec->scene.names = &t->section->http->names;
	t->step = t->operation->count - 1; /* for what its last one says */
	for (i = 0; i < t->count; i++) {
		struct unit *u = t->units[i];

		scene_enter(&l->spec->scene, &u->view);
		if (t->op == HTTP_FIND)
			sighting_none(l, t, u);
		else if (ended(l, t, u, NULL, e) < 0)
			return -1;
	}
	t->count = 0;
	task_put(l->tasks, t);
	return 0;
}

void
landing_lacks(struct settle *l, struct task *t)
{
	const struct scene *s = &l->spec->scene;
	struct buf b = BUF_INIT(WORDS_MOST);
	struct unit *u = t->units[0];

	if (s->lacking.len)
		buf_printf(&b, "refers to %.*s, which has no id over there",
		    SLICE_ARGS(buf_slice(&s->lacking)));
	else
		buf_add_text(&b, "has no value for a text of the request");
	if (t->op == HTTP_FIND)
		sighting_none(l, t, u);
	else
		settle_end(l, u, CHANNEL_REFUSED, buf_slice(&b));
	t->count = 0;
	task_put(l->tasks, t);
	buf_release(&b);
}
