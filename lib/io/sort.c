/*
 * sort.c - lines in one region, sorted there or spilled.
 *
 * The region holds the lines from its start and their index from its end:
 *
 *     | line line line ->      free      <- entry entry entry |
 *
 * so that lines and index share the memory with no fixed limit between them.
 * It grows by doubling, up to the limit, and is then spilled as a run.  Lines
 * that come in order are noticed while they come, and not sorted; sorted
 * input of any size makes one run.
 */
#include "io/sort.h"

#include "io/radix.h"
#include "io/runs.h"

#define REGION_FIRST ((size_t)64 * 1024)
#define ENTRY_SIZE sizeof(struct radix_entry)
#define LOOK_AHEAD 8

struct sort {
	char *region;
	size_t size;
	size_t limit;
	size_t used;  /* bytes of lines */
	size_t count; /* lines */
	bool sorted;  /* the lines of the region came in order */
	bool finished;
	size_t next; /* of the lines in memory */
	size_t spills;
	struct runs *runs; /* NULL until the first spill */
};

struct sort *
sort_new(size_t memory)
{
	struct sort *s = mem_zero(sizeof(*s));

	if (memory < SORT_MEMORY_LEAST)
		memory = SORT_MEMORY_LEAST;
	if (memory > RADIX_REGION_MOST)
		memory = RADIX_REGION_MOST;
	s->limit = (memory - RUNS_BUFFER) / ENTRY_SIZE * ENTRY_SIZE;
	s->sorted = true;
	return s;
}

void
sort_free(struct sort *s)
{
	if (!s)
		return;
	runs_free(s->runs);
	mem_free(s->region);
	mem_free(s);
}

size_t
sort_spills(const struct sort *s)
{
	return s->spills;
}

/* The index; its first entry is the line that came last. */
static struct radix_entry *
index_of(const struct sort *s)
{
	size_t at = s->size - s->count * ENTRY_SIZE;

	/* aligned: the region is, and its size is a multiple of an entry's */
	return (struct radix_entry *)(void *)(s->region + at);
}

/* Puts the lines of the region in order. */
static void
region_sort(struct sort *s)
{
	struct radix_entry *e;
	size_t i;

	if (!s->count)
		return;
	e = index_of(s);
	if (!s->sorted) {
		radix_sort(s->region, e, s->count);
		return;
	}
	for (i = 0; i < s->count / 2; i++) {
		struct radix_entry one = e[i];

		e[i] = e[s->count - 1 - i];
		e[s->count - 1 - i] = one;
	}
}

/* A line of the sorted region; others come while it is worked on. */
static struct slice
region_line(const struct sort *s, size_t i)
{
	const struct radix_entry *e = index_of(s);

	if (i + LOOK_AHEAD < s->count)
		__builtin_prefetch(
		    radix_line(s->region, &e[i + LOOK_AHEAD]).at);
	return radix_line(s->region, &e[i]);
}

static int
spill(struct sort *s, struct err *e)
{
	size_t i;

	if (!s->runs)
		s->runs = runs_new(s->limit);
	region_sort(s);
	if (runs_begin(s->runs, region_line(s, 0), e) < 0)
		return -1;
	for (i = 0; i < s->count; i++)
		if (runs_add(s->runs, region_line(s, i), e) < 0)
			return -1;
	if (runs_end(s->runs, region_line(s, s->count - 1), e) < 0)
		return -1;
	s->used = s->count = 0;
	s->sorted = true;
	s->spills++;
	return 0;
}

/* Grows the region to hold `need` bytes; the index moves to the new end. */
static void
region_grow(struct sort *s, size_t need)
{
	size_t old = s->size, index = s->count * ENTRY_SIZE;

	if (!s->size)
		s->size = REGION_FIRST;
	while (s->size < need)
		s->size *= 2;
	if (s->size > s->limit)
		s->size = need > s->limit ? need : s->limit;
	s->size = (s->size + ENTRY_SIZE - 1) / ENTRY_SIZE * ENTRY_SIZE;
	s->region = mem_grow(s->region, s->size, 1);
	if (index)
		memmove(s->region + s->size - index, s->region + old - index,
		    index);
}

/* Room for one more line: by growing up to the limit, then by spilling. */
static int
make_room(struct sort *s, size_t len, struct err *e)
{
	size_t need = s->used + len + (s->count + 1) * ENTRY_SIZE;

	if (need <= s->size)
		return 0;
	if (need > s->limit && s->count) {
		if (spill(s, e) < 0)
			return -1;
		need = len + ENTRY_SIZE;
	}
	if (need > s->size)
		region_grow(s, need);
	return 0;
}

int
sort_put(struct sort *s, struct slice line, struct err *e)
{
	struct radix_entry *newest;

	if (s->finished)
		BUG("sort_put after sort_finish");
	if (line.len > RADIX_LENGTH_MOST)
		return err_set(e, ERR_INPUT,
		    "a line of %zu bytes is too long "
		    "to be sorted",
		    line.len);
	if (make_room(s, line.len, e) < 0)
		return -1;
	if (s->sorted && s->count)
		s->sorted = slice_compare(
				radix_line(s->region, index_of(s)), line) <= 0;
	if (line.len)
		memcpy(s->region + s->used, line.at, line.len);
	s->count++;
	newest = index_of(s);
	newest->key = 0;
	newest->place = radix_place(s->used, line.len);
	s->used += line.len;
	return 0;
}

int
sort_finish(struct sort *s, struct err *e)
{
	if (s->finished)
		BUG("sort_finish called twice");
	s->finished = true;
	if (!s->runs) {
		region_sort(s);
		return 0;
	}
	if (s->count && spill(s, e) < 0)
		return -1;
	/* the merge needs the memory */
	mem_free(s->region);
	s->region = NULL;
	return runs_merge(s->runs, e);
}

int
sort_next(struct sort *s, struct slice *line, struct err *e)
{
	if (!s->finished)
		BUG("sort_next before sort_finish");
	if (s->runs)
		return runs_next(s->runs, line, e);
	if (s->next == s->count)
		return 0;
	*line = region_line(s, s->next++);
	return 1;
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
