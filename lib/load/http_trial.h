/*
 * http_trial.h - a profile, a server that plays, and calls, for the tests of
 * targets of kind http.
 *
 * A header only: nothing of it is in the library.
 */
#ifndef LOAD_HTTP_TRIAL_H
#define LOAD_HTTP_TRIAL_H

#include "load/http_target.h"
#include "model/recin.h"
#include "load/http_play.h"

#define HTTP_TRIAL_CALLS 64

struct http_trial {
	struct mock_server mock;
	struct target_profile profile;
	struct channel *channel;
	struct channel_wish wish;
	struct channel_call calls[HTTP_TRIAL_CALLS];
	struct arena arena;
	struct err e;
};

/* A profile with this text; @ in it is the server's address. */
static inline int
http_trial_load(struct http_trial *t, const char *text)
{
	char path[] = "/tmp/http_trial_XXXXXX";
	int fd = mkstemp(path), rc;
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");

	if (!f)
		abort();
	for (; *text; text++)
		if (*text == '@')
			fputs(t->mock.url, f);
		else
			fputc(*text, f);
	if (fclose(f) != 0)
		abort();
	rc = target_profile_load(&t->profile, path, &t->e);
	unlink(path);
	return rc;
}

/* A server with this script, and a channel to it. */
static inline void
http_trial_open(struct http_trial *t, mock_script script, const char *text)
{
	memset(t, 0, sizeof(*t));
	mock_open(&t->mock, script);
	if (http_trial_load(t, text) < 0)
		http_play_fail("%s", t->e.text);
	t->wish.profile = &t->profile;
	t->wish.run = "run-1";
	if (http_target.open(&t->channel, &t->wish, &t->e) < 0)
		http_play_fail("%s", t->e.text);
}

static inline void
http_trial_close(struct http_trial *t)
{
	channel_close(t->channel);
	if (t->mock.shared)
		mock_close(&t->mock);
	target_profile_release(&t->profile);
	arena_release(&t->arena);
}

static inline struct record *
http_trial_record(struct http_trial *t, const char *line)
{
	struct record *r = arena_alloc(&t->arena, sizeof(*r));

	if (recin_parse(r, slice_of(line), JSON_AT("test", 1), &t->arena,
	    &t->e) < 0)
		http_play_fail("%s", t->e.text);
	return r;
}

static inline struct slice
http_trial_key(struct http_trial *t, const struct record *r)
{
	struct buf b = BUF_INIT(65536);
	struct slice s;
	struct key k;

	record_key(&k, r);
	key_add_prefix(&b, &k);
	s = slice_copy(buf_slice(&b), &t->arena);
	buf_release(&b);
	return s;
}

/* The i-th call: this record, by the section of its type. */
static inline struct channel_call *
http_trial_call(struct http_trial *t, size_t i, enum change_op op,
    const char *line)
{
	struct channel_call *c = &t->calls[i];
	char text[32];

	memset(c, 0, sizeof(*c));
	c->op = op;
	c->record = http_trial_record(t, line);
	c->line = slice_of(line);
	c->key = http_trial_key(t, c->record);
	c->section = &t->profile.sections[c->record->type];
	snprintf(text, sizeof(text), "key-%zu", i);
	c->idempotency = slice_copy(slice_of(text), &t->arena);
	return c;
}

/* Items P-0, P-1, ... to be created. */
static inline void
http_trial_items(struct http_trial *t, size_t count)
{
	char line[200];
	size_t i;

	for (i = 0; i < count; i++) {
		snprintf(line, sizeof(line), "{\"type\":\"item\",\"item\":"
		    "\"P-%zu\",\"name\":\"Part %zu\",\"uom\":\"EA\"}", i, i);
		http_trial_call(t, i, CHANGE_ADD, arena_copy(&t->arena, line,
		    strlen(line)));
	}
}

static inline int
http_trial_send(struct http_trial *t, size_t count)
{
	err_clear(&t->e);
	return http_target.send(t->channel, t->calls, count, &t->arena,
	    &t->e);
}

/* The body of the n-th request, from 1, or what there is of it. */
static inline const char *
http_trial_body(const struct http_trial *t, size_t n)
{
	const char *end = strstr(t->mock.shared->texts[n - 1], "\r\n\r\n");

	return end ? end + 4 : "";
}

#endif
