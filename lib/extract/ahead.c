/*
 * ahead.c - rows copied into batches, which a relay carries.
 *
 * A thread reads one file.  Where a source has several, the caller turns from
 * one to the next between two threads: opening may have something to say, and
 * other threads do not speak.
 */
#include "extract/ahead.h"

#include "base/relay.h"

#define BATCHES 3
#define ROWS_MOST 1024
#define TEXTS_FIRST ((size_t)128 * 1024)

struct batch {
	struct row *rows; /* of which each has its fields in `fields` */
	size_t count;
	struct slice *fields;
	char *texts;
	size_t used, size;
};

struct ahead {
	struct rows *rows;
	bool alone;
	struct relay *relay; /* NULL between two files */
	struct batch batches[BATCHES];
	struct batch *using;
	size_t next; /* of its rows */
	bool ended;
};

struct ahead *
ahead_new(struct rows *r, bool alone)
{
	struct ahead *a = mem_zero(sizeof(*a));

	a->rows = r;
	a->alone = alone || !reader_only_reads(r);
	return a;
}

/* --- the thread --- */

static size_t
text_length(const char *text)
{
	return text ? strlen(text) : 0;
}

static size_t
texts_length(const struct row *row, size_t fields)
{
	size_t n = text_length(row->wrong) + text_length(row->misplaced) + 2;
	size_t i;

	for (i = 0; i < fields; i++)
		n += row->fields[i].len + 1;
	return n;
}

/* With a NUL behind it: not everything that looks at texts knows lengths. */
static const char *
keep(struct batch *b, const char *at, size_t len)
{
	char *to = b->texts + b->used;

	memcpy(to, at, len);
	to[len] = '\0';
	b->used += len + 1;
	return to;
}

/* Copies a row, for which there is room. */
static void
add(struct batch *b, const struct row *row, size_t fields)
{
	struct slice *to = b->fields + b->count * fields;
	struct row *copy = &b->rows[b->count++];
	size_t i;

	*copy = *row;
	copy->fields = to;
	for (i = 0; i < fields; i++) {
		to[i] = row->fields[i];
		if (to[i].len)
			to[i].at = keep(b, to[i].at, to[i].len);
	}
	if (row->wrong)
		copy->wrong = keep(b, row->wrong, text_length(row->wrong));
	if (row->misplaced)
		copy->misplaced = keep(b, row->misplaced,
		    text_length(row->misplaced));
}

/* An empty batch for `need` bytes of texts, or NULL. */
static struct batch *
begin(struct relay *relay, size_t fields, size_t need)
{
	struct batch *b = relay_blank(relay);

	if (!b)
		return NULL;
	if (!b->rows) {
		b->rows = mem_grow(NULL, ROWS_MOST, sizeof(*b->rows));
		b->fields = mem_grow(NULL, ROWS_MOST * (fields + 1),
		    sizeof(*b->fields));
	}
	if (need > b->size || !b->texts) {
		b->size = need > TEXTS_FIRST ? need : TEXTS_FIRST;
		b->texts = mem_grow(b->texts, b->size, 1);
	}
	b->count = b->used = 0;
	return b;
}

static int
read_file(struct relay *relay, void *ctx, struct err *e)
{
	struct ahead *a = ctx;
	size_t fields = a->rows->all_count, need;
	struct batch *b = NULL;
	struct row row;
	int got;

	while ((got = reader_next_here(a->rows, &row, e)) > 0) {
		need = texts_length(&row, fields);
		if (b && (b->count == ROWS_MOST || need > b->size - b->used)) {
			relay_pass(relay, b);
			b = NULL;
		}
		if (!b && !(b = begin(relay, fields, need)))
			return 0;
		add(b, &row, fields);
	}
	/* the rows before an error are all given first */
	if (b)
		relay_pass(relay, b);
	return got;
}

/* --- the caller --- */

static int
start(struct ahead *a, struct err *e)
{
	void *batches[BATCHES];
	unsigned i;

	for (i = 0; i < BATCHES; i++)
		batches[i] = &a->batches[i];
	a->relay = relay_start(batches, BATCHES, read_file, a, e);
	return a->relay ? 0 : -1;
}

/* The file has no more batches: 1 if there is another file, 0, -1. */
static int
turn(struct ahead *a, struct err *e)
{
	int rc = relay_end(a->relay, e);

	a->relay = NULL;
	return rc < 0 ? -1 : reader_turn(a->rows, e);
}

int
ahead_next(struct ahead *a, struct row *row, struct err *e)
{
	int got;

	if (a->alone)
		return reader_next(a->rows, row, e);
	if (a->ended)
		return 0;
	while (!a->using || a->next == a->using->count) {
		if (!a->relay && start(a, e) < 0)
			return -1;
		if (a->using)
			relay_return(a->relay, a->using);
		a->next = 0;
		a->using = relay_take(a->relay);
		if (!a->using && (got = turn(a, e)) <= 0) {
			a->ended = true;
			return got;
		}
	}
	*row = a->using->rows[a->next++];
	return 1;
}

void
ahead_end(struct ahead *a)
{
	struct err ignored = ERR_INIT;
	unsigned i;

	if (!a)
		return;
	if (relay_end(a->relay, &ignored) < 0)
		err_clear(&ignored);
	for (i = 0; i < BATCHES; i++) {
		mem_free(a->batches[i].rows);
		mem_free(a->batches[i].fields);
		mem_free(a->batches[i].texts);
	}
	mem_free(a);
}
