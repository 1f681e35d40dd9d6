/* settle.c - how a unit ends, and where it goes when it does not. */
#include "load/settle.h"

#include "base/clock.h"
#include "io/log.h"
#include "load/reply.h"

#define WORDS_MOST ((size_t)64 * 1024)

/* --- ends --- */

void
settle_lists(const struct settle *l, const struct task *t,
    const struct verdict_rules *lists[4])
{
	lists[0] = &t->operation->steps[t->step].answers;
	lists[1] = &t->section->http->answers;
	lists[2] = &l->spec->answers;
	lists[3] = NULL;
}

void
settle_end(struct settle *l, struct unit *u, enum channel_answer answer,
    struct slice words)
{
	u->ended = true;
	u->call->answer = answer;
	u->call->words = slice_copy(words, l->tasks->arena);
	if (answer == CHANNEL_DONE && l->tell)
		l->tell(l->tell_ctx, u->call);
}

struct slice
settle_words(struct settle *l, const struct verdict_rule *rule,
    const struct verdict_answer *a)
{
	struct buf b = BUF_INIT(WORDS_MOST);
	struct slice s;

	verdict_words(&b, rule, a);
	s = slice_copy(buf_slice(&b), l->tasks->arena);
	buf_release(&b);
	return s;
}

/* Nothing more is sent; the first reason counts. */
void
settle_stop(struct settle *l, enum err_kind kind, const struct task *t,
    struct slice words)
{
	const struct http_step *s = &t->operation->steps[t->step];
	struct buf key = BUF_INIT(WORDS_MOST);
	struct buf masked = BUF_INIT(WORDS_MOST);
	struct arena a = ARENA_INIT;
	struct key k;

	if (t->count && key_parse_prefix(&k, t->units[0]->call->key, &a))
		key_add_text(&key, &k);
	log_masked(&masked, words);
	err_set(&l->stop, kind, "%s:%lu: %s of %s: %s", s->node->doc->name,
	    s->node->line, s->method, buf_text(&key), buf_text(&masked));
	arena_release(&a);
	buf_release(&key);
	buf_release(&masked);
}

/* Another failure for good: at last the circuit is broken. */
void
settle_failed(struct settle *l, const struct task *t, struct slice words)
{
	struct buf b = BUF_INIT(WORDS_MOST);

	if (++l->failures < l->spec->breaker)
		return;
	buf_printf(&b, "%ld requests in a row have failed, the last with: ",
	    l->failures);
	buf_add_slice(&b, words);
	settle_stop(l, ERR_AGAIN, t, buf_slice(&b));
	buf_release(&b);
}

struct task *
settle_look_up(struct settle *l, struct task *t, struct unit *u,
    enum task_why why)
{
	const struct http_operation *find = &t->section->http->ops[HTTP_FIND];
	struct task *other = task_alone(l->tasks, t, u, HTTP_FIND, why);
	uint64_t ms = why == TASK_LEARN ? 0 : (uint64_t)
	    find->steps[find->count - 1].settle_s * 1000; /* >= 0 */

	other->started = true;
	if (ms)
		other->not_before = clock_ticks() + ms;
	return other;
}

bool
settle_can_find(const struct task *t)
{
	return t->section->http->ops[HTTP_FIND].count > 0;
}

static enum http_op
op_of(const struct channel_call *call)
{
	return call->op == CHANGE_REMOVE ? HTTP_REMOVE
	    : call->op == CHANGE_ADD ? HTTP_CREATE : HTTP_UPDATE;
}

/* The operation once more, from its first request. */
void
settle_again(struct settle *l, struct task *t, struct unit *u)
{
	struct task *other = task_alone(l->tasks, t, u, op_of(u->call),
	    TASK_GO);

	other->started = true;
}

/* --- what is taken from an answer --- */

/* What is said of the request itself comes first. */
static const struct http_place *
nearest(const struct http_place *of_step, const struct http_place *of_section)
{
	return of_step->node ? of_step : of_section;
}

int
settle_text(struct settle *l, const struct http_place *p,
    const struct reply_part *part, struct slice *out, struct err *e)
{
	struct buf b = BUF_INIT(WORDS_MOST);
	int got = 0;

	*out = SLICE("");
	if (p->node)
		got = reply_place(p, part, &l->spec->scene, &b, e);
	if (got > 0)
		*out = slice_copy(buf_slice(&b), l->tasks->arena);
	buf_release(&b);
	return got < 0 ? -1 : 0;
}

int
settle_names(struct settle *l, const struct http_step *s, struct unit *u,
    const struct reply_part *part, struct err *e)
{
	size_t i;

	for (i = 0; i < s->taken_count; i++) {
		const struct http_taken *t = &s->taken[i];
		struct slice text;

		if (settle_text(l, &t->place, part, &text, e) < 0)
			return -1;
		u->view.taken[t->name] = text.len ? text
		    : (struct slice){NULL, 0};
	}
	return 0;
}

/* Id and etag, as far as the answer has them. */
int
settle_ids(struct settle *l, const struct task *t, struct unit *u,
    const struct reply_part *part, struct err *e)
{
	static const struct http_place header = {.header = true,
	    .what = SLICE_INIT("ETag")};
	const struct http_step *s = &t->operation->steps[t->step];
	const struct http_section *section = t->section->http;
	struct slice id, etag;

	if (settle_text(l, nearest(&s->external_id, &section->external_id),
	    part, &id, e) < 0 ||
	    settle_text(l, nearest(&s->etag, &section->etag), part, &etag,
	    e) < 0)
		return -1;
	if (!s->etag.node && !section->etag.node && part) {
		struct buf b = BUF_INIT(WORDS_MOST);

		if (reply_place(&header, part, &l->spec->scene, &b, e) > 0)
			etag = slice_copy(buf_slice(&b), l->tasks->arena);
		buf_release(&b);
	}
	if (id.len)
		u->call->external_id = u->view.external_id = id;
	u->call->etag = u->view.etag = etag;
	return 0;
}

/* Is the id said by answers, and has none said it? */
bool
settle_id_unknown(const struct http_section *s, const struct unit *u)
{
	size_t i, op;

	if (u->call->external_id.len)
		return false;
	if (s->external_id.node && !s->external_id.expr)
		return true;
	for (op = HTTP_FIND; op <= HTTP_UPDATE; op++)
		for (i = 0; i < s->ops[op].count; i++)
			if (s->ops[op].steps[i].external_id.node &&
			    !s->ops[op].steps[i].external_id.expr)
				return true;
	return false;
}

/* --- failures --- */

/* Nobody knows what was done: it is found out, or done again if it may be. */
void
settle_unknown(struct settle *l, struct task *t, struct unit *u,
    struct slice words)
{
	u->words = words;
	if (t->op == HTTP_CONFIRM) {
		settle_end(l, u, CHANNEL_ACCEPTED, words);
	} else if (++u->tries > SETTLE_TRIES_MOST) {
		if (t->op == HTTP_FIND)
			settle_stop(l, ERR_AGAIN, t, words);
		else
			settle_end(l, u, CHANNEL_REFUSED, words);
		return;
	} else if (t->op == HTTP_FIND) {
		settle_look_up(l, t, u, t->why);
	} else if (settle_can_find(t)) {
		settle_look_up(l, t, u, TASK_LOST);
	} else {
		settle_again(l, t, u);
	}
}
