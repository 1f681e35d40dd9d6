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

struct mock_channel {
	struct channel base;
	struct map sent;   /* keys, with the number of times they were sent */
	unsigned requests; /* calls of send */
	bool lost;         /* the answer of every one */
};

static inline bool
mock_has(struct slice key, const char *word)
{
	return memmem(key.at, key.len, word, strlen(word)) != NULL;
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
		calls[i].answer = CHANNEL_DONE;
		if (mock_has(calls[i].key, MOCK_REFUSED)) {
			calls[i].answer = CHANNEL_REFUSED;
			calls[i].words = SLICE("too bad");
		} else {
			++*map_put(&m->sent, calls[i].key, NULL);
		}
	}
	return 0;
}

static inline int
mock_find(struct channel *c, struct channel_call *calls, size_t count,
    struct err *e)
{
	struct mock_channel *m = (struct mock_channel *)c; /* its own */
	size_t i;

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
    .find = mock_find, .send = mock_send, .close = mock_close_channel};

#endif
