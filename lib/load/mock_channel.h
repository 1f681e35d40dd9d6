/*
 * mock_channel.h - a target for tests, that keeps what it is sent.
 *
 * A header only: nothing of it is in the library.
 */
#ifndef LOAD_MOCK_CHANNEL_H
#define LOAD_MOCK_CHANNEL_H

#include "base/map.h"
#include "load/channel.h"

/* Keys that hold these words are refused: alone, or with all that go along. */
#define MOCK_REFUSED "bad"
#define MOCK_REFUSED_LATE "late"
/* These are answered so; what is in dispute is so once. */
#define MOCK_CONFLICT "dispute"
#define MOCK_ACCEPTED "slow"

struct mock_channel {
	struct channel base;
	struct map sent;   /* keys, with the number of times they were sent */
	struct map disputed; /* keys that were answered CONFLICT */
	unsigned requests; /* calls of send */
	unsigned polls;    /* ACCEPTED is DONE from the second on */
	bool lost;         /* the answer of every one */
	bool stopped;      /* UNSENT behind the first of each */
	char last[4096];   /* the parts of the last call, in short */
};

static inline bool
mock_has(struct slice key, const char *word)
{
	return memmem(key.at, key.len, word, strlen(word)) != NULL;
}

/* "SIGN LINE": = + ~ and, for those that go, -. */
static inline void
mock_note(struct mock_channel *m, const struct channel_call *call)
{
	static const char signs[] = "=+~-";
	size_t i, n = 0;

	m->last[0] = '\0';
	for (i = 0; i < call->part_count + call->gone_count; i++) {
		const struct channel_part *p = &call->parts[i];

		if (n + p->line.len + 8 < sizeof(m->last))
			n += (size_t)snprintf(m->last + n, sizeof(m->last) - n,
			    "%c%.*s\n", signs[p->is], (int)p->line.len,
			    p->line.at);
	}
}

static inline enum channel_answer
mock_answer(struct mock_channel *m, struct channel_call *call)
{
	bool added = false;

	if (mock_has(call->key, MOCK_REFUSED)) {
		call->words = SLICE("too bad");
		return CHANNEL_REFUSED;
	}
	if (mock_has(call->key, MOCK_CONFLICT))
		map_put(&m->disputed, call->key, &added);
	if (added)
		return CHANNEL_CONFLICT;
	++*map_put(&m->sent, call->key, NULL);
	if (!mock_has(call->key, MOCK_ACCEPTED))
		return CHANNEL_DONE;
	call->ticket = SLICE("job-1");
	return CHANNEL_ACCEPTED;
}

static inline int
mock_send(struct channel *c, struct channel_call *calls, size_t count,
    struct arena *a, struct err *e)
{
	struct mock_channel *m = (struct mock_channel *)c; /* its own */
	size_t i;

	m->requests++;
	if (m->lost)
		return err_set(e, ERR_AGAIN, "the answer was lost");
	for (i = 0; i < count; i++)
		if (mock_has(calls[i].key, MOCK_REFUSED_LATE)) {
			calls[0].words = slice_copy(SLICE("too late"), a);
			return 1;
		}
	for (i = 0; i < count; i++) {
		calls[i].answer = m->stopped && i ? CHANNEL_UNSENT
		    : mock_answer(m, &calls[i]);
		mock_note(m, &calls[i]);
	}
	return 0;
}

static inline int
mock_poll(struct channel *c, struct channel_call *calls, size_t count,
    struct arena *a, struct err *e)
{
	struct mock_channel *m = (struct mock_channel *)c; /* its own */
	size_t i;

	(void)a;
	(void)e;
	m->polls++;
	for (i = 0; i < count; i++)
		calls[i].answer = !slice_is(calls[i].ticket, "job-1")
		    ? CHANNEL_REFUSED : m->polls > 1 ? CHANNEL_DONE
		    : CHANNEL_ACCEPTED;
	return 0;
}

static inline int
mock_find(struct channel *c, struct channel_call *calls, size_t count,
    struct arena *a, struct err *e)
{
	struct mock_channel *m = (struct mock_channel *)c; /* its own */
	size_t i;

	(void)a;
	(void)e;
	for (i = 0; i < count; i++)
		calls[i].answer = map_find(&m->sent, calls[i].key)
		    ? CHANNEL_DONE : CHANNEL_NOT;
	return 0;
}

static inline void
mock_close_channel(struct channel *c)
{
	(void)c;
}

static const struct channel_kind mock_kind = {.name = "mock",
    .find = mock_find, .send = mock_send, .poll = mock_poll,
    .close = mock_close_channel};

#endif
