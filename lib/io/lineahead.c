/* lineahead.c - lines copied into batches, each behind its length. */
#include "io/lineahead.h"

#include "base/relay.h"

#define BATCHES 3
#define BATCH_SIZE (LINEAHEAD_MEMORY / BATCHES)

struct batch {
	char *bytes;
	size_t used, size;
};

struct lineahead {
	lineahead_from from;
	void *ctx;
	struct relay *relay; /* NULL at the end */
	struct batch batches[BATCHES];
	struct batch *using;
	size_t at; /* the next line in it */
};

/* A blank batch with room for a line, or NULL. */
static struct batch *
begin(struct relay *relay, size_t need)
{
	struct batch *b = relay_blank(relay);

	if (!b)
		return NULL;
	if (need > b->size) {
		b->size = need > BATCH_SIZE ? need : BATCH_SIZE;
		b->bytes = mem_grow(b->bytes, b->size, 1);
	}
	b->used = 0;
	return b;
}

static void
add(struct batch *b, struct slice line)
{
	memcpy(b->bytes + b->used, &line.len, sizeof(line.len));
	b->used += sizeof(line.len);
	if (line.len)
		memcpy(b->bytes + b->used, line.at, line.len);
	b->used += line.len;
}

/* The thread. */
static int
pull_all(struct relay *relay, void *ctx, struct err *e)
{
	struct lineahead *a = ctx;
	struct batch *b = NULL;
	struct slice line;
	size_t need;
	int got;

	while ((got = a->from(a->ctx, &line, e)) > 0) {
		need = sizeof(line.len) + line.len;
		if (b && need > b->size - b->used) {
			relay_pass(relay, b);
			b = NULL;
		}
		if (!b && !(b = begin(relay, need)))
			return 0;
		add(b, line);
	}
	/* the lines before an error are all given first */
	if (b)
		relay_pass(relay, b);
	return got;
}

struct lineahead *
lineahead_start(lineahead_from from, void *ctx, struct err *e)
{
	struct lineahead *a = mem_zero(sizeof(*a));
	void *batches[BATCHES];
	unsigned i;

	a->from = from;
	a->ctx = ctx;
	for (i = 0; i < BATCHES; i++)
		batches[i] = &a->batches[i];
	a->relay = relay_start(batches, BATCHES, pull_all, a, e);
	if (a->relay)
		return a;
	mem_free(a);
	return NULL;
}

/* The next batch; 0 where there is none. */
static int
turn(struct lineahead *a, struct err *e)
{
	int rc;

	if (!a->relay)
		return 0;
	if (a->using)
		relay_return(a->relay, a->using);
	a->at = 0;
	a->using = relay_take(a->relay);
	if (a->using)
		return 1;
	rc = relay_end(a->relay, e);
	a->relay = NULL;
	return rc;
}

int
lineahead_next(struct lineahead *a, struct slice *line, struct err *e)
{
	int got;

	while (!a->using || a->at == a->using->used) {
		got = turn(a, e);
		if (got <= 0)
			return got;
	}
	memcpy(&line->len, a->using->bytes + a->at, sizeof(line->len));
	a->at += sizeof(line->len);
	line->at = a->using->bytes + a->at;
	a->at += line->len;
	return 1;
}

void
lineahead_end(struct lineahead *a)
{
	struct err ignored = ERR_INIT;
	unsigned i;

	if (!a)
		return;
	if (relay_end(a->relay, &ignored) < 0)
		err_clear(&ignored);
	for (i = 0; i < BATCHES; i++)
		mem_free(a->batches[i].bytes);
	mem_free(a);
}
