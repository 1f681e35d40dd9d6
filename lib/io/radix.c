/*
 * radix.c - multikey sort with keys of eight bytes.
 *
 * A group of lines that are equal up to `depth` is sorted so: skip what all
 * of them have in common, take the next eight bytes of each as a number, sort
 * the numbers, and treat each group of equal numbers the same way.  Numbers
 * are sorted byte by byte in place (American flag sort: McIlroy, Bostic,
 * McIlroy, "Engineering Radix Sort", 1993).  Skipping is what makes it fast
 * on records, which agree in long member names: without it each eight bytes
 * of these would cost a pass over memory.  Small groups are inserted.
 *
 * Lines made to be evil (each with a little more of the same beginning) nest
 * deeply; below LEVELS_MOST a heap sort takes over, so that neither the stack
 * nor the time can explode.
 */
#include "io/radix.h"

#include <endian.h>

#define LINES_FEW 12
#define KEYS_FEW 40
#define LEVELS_MOST 200
#define KEY_BYTES ((size_t)8)
#define LOOK_AHEAD 8

static uint64_t
bytes_as_number(const char *at)
{
	uint64_t number;

	memcpy(&number, at, sizeof(number));
	return be64toh(number);
}

/* The next eight bytes; zeros stand in for what is behind the end. */
static uint64_t
key_of(struct slice line, size_t depth)
{
	size_t left = line.len - depth, i;
	uint64_t key = 0;

	if (left >= KEY_BYTES)
		return bytes_as_number(line.at + depth);
	for (i = 0; i < left; i++) {
		unsigned char c = (unsigned char)line.at[depth + i];

		key |= (uint64_t)c << (56 - 8 * i);
	}
	return key;
}

/* How many of the first `most` bytes are the same. */
static size_t
common_length(const char *a, const char *b, size_t most)
{
	size_t n = 0;

	for (; n + KEY_BYTES <= most; n += KEY_BYTES) {
		uint64_t d = bytes_as_number(a + n) ^ bytes_as_number(b + n);

		if (d)
			return n + (size_t)__builtin_clzll(d) / 8;
	}
	while (n < most && a[n] == b[n])
		n++;
	return n;
}

/* Compares two lines that are equal up to `depth` and not shorter. */
static int
compare_behind(struct slice a, struct slice b, size_t depth)
{
	a.at += depth;
	a.len -= depth;
	b.at += depth;
	b.len -= depth;
	return slice_compare(a, b);
}

static void
keys_insert(struct radix_entry *e, size_t n)
{
	size_t i, j;

	for (i = 1; i < n; i++) {
		struct radix_entry one = e[i];

		for (j = i; j > 0 && one.key < e[j - 1].key; j--)
			e[j] = e[j - 1];
		e[j] = one;
	}
}

static unsigned
byte_of(struct radix_entry e, unsigned shift)
{
	return e.key >> shift & 0xff;
}

/* Moves each entry into the part of its byte: cycle by cycle. */
static void
parts_fill(struct radix_entry *e, const size_t *counts, unsigned shift)
{
	size_t next[256], end[256], at = 0;
	unsigned b, c;

	for (b = 0; b < 256; b++) {
		next[b] = at;
		at += counts[b];
		end[b] = at;
	}
	for (b = 0; b < 256; b++) {
		while (next[b] < end[b]) {
			struct radix_entry one = e[next[b]];

			while ((c = byte_of(one, shift)) != b) {
				struct radix_entry other = e[next[c]];

				e[next[c]++] = one;
				one = other;
			}
			e[next[b]++] = one;
		}
	}
}

/* By key, looking at the byte at `shift` and those below it. */
static void
keys_sort(struct radix_entry *e, size_t n, unsigned shift)
{
	size_t counts[256], i;
	unsigned b;

	for (;; shift -= 8) {
		if (n <= KEYS_FEW) {
			keys_insert(e, n);
			return;
		}
		memset(counts, 0, sizeof(counts));
		for (i = 0; i < n; i++)
			counts[byte_of(e[i], shift)]++;
		if (counts[byte_of(e[0], shift)] < n)
			break;
		if (!shift)
			return;
	}
	parts_fill(e, counts, shift);
	if (!shift)
		return;
	for (b = 0; b < 256; e += counts[b], b++)
		if (counts[b] > 1)
			keys_sort(e, counts[b], shift - 8);
}

static void
lines_insert(const char *region, struct radix_entry *e, size_t n, size_t depth)
{
	size_t i, j;

	for (i = 1; i < n; i++) {
		struct radix_entry one = e[i];
		struct slice line = radix_line(region, &one);

		for (j = i; j > 0; j--) {
			struct slice other = radix_line(region, &e[j - 1]);

			if (compare_behind(line, other, depth) >= 0)
				break;
			e[j] = e[j - 1];
		}
		e[j] = one;
	}
}

/* Lets the entry at `i` sink below those of its children that are greater. */
static void
heap_sink(const char *region, struct radix_entry *e, size_t n, size_t i)
{
	struct radix_entry one = e[i];
	size_t child;

	while ((child = 2 * i + 1) < n) {
		if (child + 1 < n &&
		    slice_compare(radix_line(region, &e[child]),
			radix_line(region, &e[child + 1])) < 0)
			child++;
		if (slice_compare(radix_line(region, &one),
			radix_line(region, &e[child])) >= 0)
			break;
		e[i] = e[child];
		i = child;
	}
	e[i] = one;
}

static void
lines_heap_sort(const char *region, struct radix_entry *e, size_t n)
{
	size_t i;

	for (i = n / 2; i-- > 0;)
		heap_sink(region, e, n, i);
	while (n > 1) {
		struct radix_entry greatest = e[0];

		e[0] = e[--n];
		e[n] = greatest;
		heap_sink(region, e, n, 0);
	}
}

/* What the processor may fetch while the lines before are worked on. */
static void
fetch_ahead(const char *region, const struct radix_entry *e, size_t depth)
{
	/* a place behind the line's end is no harm: nothing is read */
	__builtin_prefetch(region + (e->place >> RADIX_LENGTH_BITS) + depth);
}

/* How many bytes behind `depth` all lines of the group have in common. */
static size_t
group_prefix(
    const char *region, const struct radix_entry *e, size_t n, size_t depth)
{
	struct slice first = radix_line(region, &e[0]);
	size_t i, common = first.len - depth;

	for (i = 1; i < n && common; i++) {
		struct slice line = radix_line(region, &e[i]);
		size_t most = line.len - depth;

		if (i + LOOK_AHEAD < n)
			fetch_ahead(region, &e[i + LOOK_AHEAD], depth);
		common = common_length(first.at + depth, line.at + depth,
		    most < common ? most : common);
	}
	return common;
}

/*
 * Puts the lines that end at or before `depth` first, shorter ones before
 * longer ones; returns how many they are.  Their keys were equal with zeros
 * in place of missing bytes, so each is the beginning of all longer ones.
 */
static size_t
ended_first(const char *region, struct radix_entry *e, size_t n, size_t depth)
{
	size_t i, ended = 0;

	for (i = 0; i < n; i++) {
		struct radix_entry one = e[i];
		size_t len = radix_line(region, &one).len;

		if (len > depth)
			continue;
		one.key = len;
		e[i] = e[ended];
		e[ended++] = one;
	}
	keys_sort(e, ended, 56);
	return ended;
}

/* The lines are equal up to `depth`, and none is shorter. */
static void
group_sort(const char *region, struct radix_entry *e, size_t n, size_t depth,
    unsigned level)
{
	size_t i, from, ended;

	if (n <= LINES_FEW) {
		lines_insert(region, e, n, depth);
		return;
	}
	if (level > LEVELS_MOST) {
		lines_heap_sort(region, e, n);
		return;
	}
	depth += group_prefix(region, e, n, depth);
	for (i = 0; i < n; i++) {
		if (i + LOOK_AHEAD < n)
			fetch_ahead(region, &e[i + LOOK_AHEAD], depth);
		e[i].key = key_of(radix_line(region, &e[i]), depth);
	}
	keys_sort(e, n, 56);
	depth += KEY_BYTES;
	for (from = 0; from < n; from = i) {
		for (i = from + 1; i < n && e[i].key == e[from].key; i++)
			;
		if (i - from == 1)
			continue;
		ended = ended_first(region, e + from, i - from, depth);
		group_sort(region, e + from + ended, i - from - ended, depth,
		    level + 1);
	}
}

void
radix_sort(const char *region, struct radix_entry *entries, size_t count)
{
	group_sort(region, entries, count, 0, 0);
}
