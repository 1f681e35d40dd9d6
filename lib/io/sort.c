/*
 * sort.c - lines in a region, sorted there or spilled beside the caller.
 *
 * A region holds lines from its start and their index from its end:
 *
 *     | line line line ->      free      <- entry entry entry |
 *
 * so that lines and index share the memory with no fixed limit between them.
 * It grows by doubling, up to the limit.  What fits into one is sorted in it.
 * When it is full, a thread sorts and spills it as a run while the caller
 * fills a second one; the last one is not spilled, but merged from where it
 * is.  Lines that come in order are noticed while they come, and not sorted;
 * sorted input of any size makes one run.
 */
#include "io/sort.h"

#include "base/relay.h"
#include "io/radix.h"
#include "io/runs.h"

#define REGION_FIRST ((size_t)64 * 1024)
#define ENTRY_SIZE sizeof(struct radix_entry)
#define LOOK_AHEAD 8
#define REGIONS 2
/* What is held while regions are spilled: the buffer, and the thread. */
#define SPILLING (2 * RUNS_BUFFER)

struct region {
	char *at;
	size_t size;
	size_t used;  /* bytes of lines */
	size_t count; /* lines */
	bool sorted;  /* they came in order */
	size_t next;  /* of the lines, when they are given back */
};

struct sort {
	struct region regions[REGIONS];
	struct region *filling;
	size_t limit; /* of a region */
	bool finished;
	size_t spills;
	struct relay *relay; /* the thread that spills, while there is one */
	struct runs *runs;   /* NULL until the first spill; the thread's then */
};

static void
region_clear(struct region *g)
{
	g->used = g->count = g->next = 0;
	g->sorted = true;
}

static void
region_release(struct region *g)
{
	mem_free(g->at);
	g->at = NULL;
	g->size = 0;
	region_clear(g);
}

struct sort *
sort_new(size_t memory)
{
	struct sort *s = mem_zero(sizeof(*s));
	unsigned i;

	if (memory < SORT_MEMORY_LEAST)
		memory = SORT_MEMORY_LEAST;
	if (memory > RADIX_REGION_MOST)
		memory = RADIX_REGION_MOST;
	s->limit = (memory - SPILLING) / REGIONS / ENTRY_SIZE * ENTRY_SIZE;
	for (i = 0; i < REGIONS; i++)
		region_clear(&s->regions[i]);
	s->filling = &s->regions[0];
	return s;
}

/* Ends the thread; what it was about no longer matters. */
static void
spilling_stop(struct sort *s)
{
	struct err ignored = ERR_INIT;

	if (relay_end(s->relay, &ignored) < 0)
		err_clear(&ignored);
	s->relay = NULL;
}

void
sort_clear(struct sort *s)
{
	unsigned i;

	spilling_stop(s);
	runs_free(s->runs);
	s->runs = NULL;
	for (i = 0; i < REGIONS; i++)
		region_clear(&s->regions[i]);
	s->filling = &s->regions[0];
	s->finished = false;
	s->spills = 0;
}

void
sort_free(struct sort *s)
{
	unsigned i;

	if (!s)
		return;
	spilling_stop(s);
	runs_free(s->runs);
	for (i = 0; i < REGIONS; i++)
		region_release(&s->regions[i]);
	mem_free(s);
}

size_t
sort_spills(const struct sort *s)
{
	return s->spills;
}

/* --- a region --- */

/* The index; its first entry is the line that came last. */
static struct radix_entry *
index_of(const struct region *g)
{
	size_t at = g->size - g->count * ENTRY_SIZE;

	/* aligned: the region is, and its size is a multiple of an entry's */
	return (struct radix_entry *)(void *)(g->at + at);
}

/* Puts the lines of the region in order. */
static void
region_sort(struct region *g)
{
	struct radix_entry *e;
	size_t i;

	if (!g->count)
		return;
	e = index_of(g);
	if (!g->sorted) {
		radix_sort(g->at, e, g->count);
		return;
	}
	for (i = 0; i < g->count / 2; i++) {
		struct radix_entry one = e[i];

		e[i] = e[g->count - 1 - i];
		e[g->count - 1 - i] = one;
	}
}

/* A line of the sorted region; others come while it is worked on. */
static struct slice
region_line(const struct region *g, size_t i)
{
	const struct radix_entry *e = index_of(g);

	if (i + LOOK_AHEAD < g->count)
		__builtin_prefetch(radix_line(g->at, &e[i + LOOK_AHEAD]).at);
	return radix_line(g->at, &e[i]);
}

/* The lines of a sorted region one by one: what runs_source wants. */
static int
region_next(void *ctx, struct slice *line)
{
	struct region *g = ctx;

	if (g->next == g->count)
		return 0;
	*line = region_line(g, g->next++);
	return 1;
}

/* Grows the region to hold `need` bytes; the index moves to the new end. */
static void
region_grow(struct region *g, size_t need, size_t limit)
{
	size_t old = g->size, index = g->count * ENTRY_SIZE;

	if (!g->size)
		g->size = REGION_FIRST;
	while (g->size < need)
		g->size *= 2;
	if (g->size > limit)
		g->size = need > limit ? need : limit;
	g->size = (g->size + ENTRY_SIZE - 1) / ENTRY_SIZE * ENTRY_SIZE;
	g->at = mem_grow(g->at, g->size, 1);
	if (index)
		memmove(g->at + g->size - index, g->at + old - index, index);
}

static void
region_put(struct region *g, struct slice line)
{
	struct radix_entry *newest;

	if (g->sorted && g->count)
		g->sorted = slice_compare(
		    radix_line(g->at, index_of(g)), line) <= 0;
	if (line.len)
		memcpy(g->at + g->used, line.at, line.len);
	g->count++;
	newest = index_of(g);
	newest->key = 0;
	newest->place = radix_place(g->used, line.len);
	g->used += line.len;
}

/* --- spilling --- */

static int
spill(struct runs *r, struct region *g, struct err *e)
{
	size_t i;

	region_sort(g);
	if (runs_begin(r, region_line(g, 0), e) < 0)
		return -1;
	for (i = 0; i < g->count; i++)
		if (runs_add(r, region_line(g, i), e) < 0)
			return -1;
	if (runs_end(r, region_line(g, g->count - 1), e) < 0)
		return -1;
	region_clear(g);
	return 0;
}

/* The thread: each region that is passed becomes a run. */
static int
spill_all(struct relay *relay, void *ctx, struct err *e)
{
	struct sort *s = ctx;
	struct region *g;

	while ((g = relay_take(relay))) {
		if (spill(s->runs, g, e) < 0)
			return -1;
		relay_return(relay, g);
	}
	return 0;
}

/* Waits for the thread, whose error is ours. */
static int
spilling_end(struct sort *s, struct err *e)
{
	int rc = relay_end(s->relay, e);

	s->relay = NULL;
	return rc;
}

static int
spilling_begin(struct sort *s, struct err *e)
{
	void *regions[REGIONS];
	unsigned i;

	for (i = 0; i < REGIONS; i++)
		regions[i] = &s->regions[i];
	s->runs = runs_new(s->limit);
	s->relay = relay_start(regions, REGIONS, spill_all, s, e);
	if (!s->relay)
		return -1;
	/* the first is the one that has been filled already */
	s->filling = relay_blank(s->relay);
	return 0;
}

/* Passes on what is filled; a blank region takes its place. */
static int
pass(struct sort *s, struct err *e)
{
	if (!s->runs && spilling_begin(s, e) < 0)
		return -1;
	/* the thread has failed before, and that was told */
	if (!s->relay)
		return err_set(e, ERR_AGAIN, "the sort has failed");
	relay_pass(s->relay, s->filling);
	s->spills++;
	s->filling = relay_blank(s->relay);
	if (s->filling)
		return 0;
	s->filling = &s->regions[0];
	return spilling_end(s, e);
}

/* Room for one more line: by growing up to the limit, then by spilling. */
static int
make_room(struct sort *s, size_t len, struct err *e)
{
	struct region *g = s->filling;
	size_t need = g->used + len + (g->count + 1) * ENTRY_SIZE;

	if (need <= g->size)
		return 0;
	if (need > s->limit && g->count) {
		if (pass(s, e) < 0)
			return -1;
		g = s->filling;
		need = len + ENTRY_SIZE;
	}
	if (need > g->size)
		region_grow(g, need, s->limit);
	return 0;
}

int
sort_put(struct sort *s, struct slice line, struct err *e)
{
	if (s->finished)
		BUG("sort_put after sort_finish");
	if (line.len > RADIX_LENGTH_MOST)
		return err_set(e, ERR_INPUT,
		    "a line of %zu bytes is too long "
		    "to be sorted",
		    line.len);
	if (make_room(s, line.len, e) < 0)
		return -1;
	region_put(s->filling, line);
	return 0;
}

/* --- giving back --- */

int
sort_finish(struct sort *s, struct err *e)
{
	unsigned i;

	if (s->finished)
		BUG("sort_finish called twice");
	s->finished = true;
	region_sort(s->filling);
	if (!s->runs)
		return 0;
	if (spilling_end(s, e) < 0)
		return -1;
	/* the merge needs the memory */
	for (i = 0; i < REGIONS; i++)
		if (&s->regions[i] != s->filling)
			region_release(&s->regions[i]);
	runs_set_source(s->runs, region_next, s->filling);
	return runs_merge(s->runs, e);
}

int
sort_rewind(struct sort *s, struct err *e)
{
	if (!s->finished)
		BUG("sort_rewind before sort_finish");
	s->filling->next = 0;
	return s->runs ? runs_merge(s->runs, e) : 0;
}

int
sort_next(struct sort *s, struct slice *line, struct err *e)
{
	if (!s->finished)
		BUG("sort_next before sort_finish");
	if (s->runs)
		return runs_next(s->runs, line, e);
	return region_next(s->filling, line);
}

bool
sort_size_parse(size_t *out, struct slice text)
{
	static const char units[] = "KMGT";
	const char *unit;
	unsigned shift = 0;
	uint64_t number;

	if (!text.len)
		return false;
	/* the unit's place in the list is its power of 1024 */
	unit = strchr(units, text.at[text.len - 1] & ~0x20);
	if (unit && *unit) {
		shift = (unsigned)(unit - units + 1) * 10;
		text.len--;
	}
	if (!text_to_number(text, SIZE_MAX >> shift, &number) || !number)
		return false;
	*out = (size_t)number << shift;
	return true;
}
