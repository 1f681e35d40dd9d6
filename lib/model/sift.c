/*
 * sift.c - blocks compared, lines cut once.
 *
 * The lines of both sides are seen as one sequence, which is in strict order
 * if and only if both sides are: a line that is out of order on its side is
 * the least line there is when its turn comes, and not above the one before.
 * So one check holds for both, and one pass along the schema, and one hash.
 */
#include "model/sift.h"

#include "io/zio.h"

/* Compared at once: the tail of a differing block is looked at again. */
#define BLOCK ((size_t)512)

void
sift_init(struct sift *s, struct residue *residue)
{
	memset(s, 0, sizeof(*s));
	s->residue = residue;
	buf_init(&s->first, (size_t)ZIO_LINE_MOST * 2);
	buf_init(&s->last, (size_t)ZIO_LINE_MOST * 2);
}

void
sift_release(struct sift *s)
{
	span_release(&s->sides[0]);
	span_release(&s->sides[1]);
	buf_release(&s->first);
	buf_release(&s->last);
}

/* How many of the `n` first bytes are common. */
static inline size_t
words_common(const char *a, const char *b, size_t n)
{
	uint64_t x, y;
	size_t i = 0;

	for (; i + sizeof(x) <= n; i += sizeof(x)) {
		memcpy(&x, a + i, sizeof(x));
		memcpy(&y, b + i, sizeof(y));
		if (x == y)
			continue;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
		return i + (size_t)__builtin_ctzll(x ^ y) / 8;
#else
		break;
#endif
	}
	while (i < n && a[i] == b[i])
		i++;
	return i;
}

static size_t
blocks_common(const char *a, const char *b, size_t n)
{
	size_t i = 0;

	while (i + BLOCK <= n && memcmp(a + i, b + i, BLOCK) == 0)
		i += BLOCK;
	return i + words_common(a + i, b + i, n - i);
}

/* Buffers are about to move: the last line gets a place of its own. */
static void
hold_last(struct sift *s)
{
	if (s->last_line.at == s->last.at)
		return;
	buf_clear(&s->last);
	buf_add_slice(&s->last, s->last_line);
	s->last_line = buf_slice(&s->last);
}

static void
set_last(struct sift *s, struct slice line)
{
	if (!s->first.len)
		buf_add_slice(&s->first, line);
	s->last_line = line;
}

/*
 * True if the line is canonical (of one that is `equal` on both sides: if its
 * key is) and above the last one, whose *scan becomes that of the line;
 * *same_bom if it is a BOM line in the BOM of the last.
 */
static bool
accept(const struct sift *s, struct scan *scan, struct slice line,
    bool equal, bool *same_bom)
{
	struct slice last = s->last_line;
	size_t same = words_common(last.at, line.at,
	    last.len < line.len ? last.len : line.len);

	*same_bom = false;
	if (last.len) {
		/* where keys are equal one stands twice */
		if (same >= scan->key_length || same == line.len ||
		    (unsigned char)line.at[same] <
		    (unsigned char)last.at[same])
			return false;
		*same_bom = scan->type == TYPE_BOM_LINE &&
		    same > scan->starts[BOM_LINE_FIND_NUMBER];
	}
	return equal ? scan_next_key(scan, line, same)
	    : scan_next(scan, line, same);
}

static void
begin_bom(struct sift *s)
{
	s->bom_equal = s->bom_differs = s->bom_told = false;
}

/* 'n' is below 'o': so they come in order. */
static int
put_both(struct sift *s, struct slice line, struct err *e)
{
	if (residue_put(s->residue, line, 1, e) < 0)
		return -1;
	return residue_put(s->residue, line, 0, e);
}

static int
equal_line(struct sift *s, struct slice line, struct err *e)
{
	bool same_bom, wanted;

	if (!accept(s, &s->scan, line, true, &same_bom))
		return err_set(e, ERR_INPUT, "a line is not as expected");
	if (!same_bom)
		begin_bom(s);
	set_last(s, line);
	figures_add(&s->equal, s->scan.type, hash_128(line.at, line.len));
	wanted = residue_wants(s->scan.type);
	if (s->scan.type == TYPE_BOM_LINE) {
		s->bom_equal = true;
		wanted = s->bom_differs && !s->bom_told;
		s->bom_told |= wanted;
	}
	if (wanted)
		return put_both(s, line, e);
	if (s->tap)
		s->tap(s->tap_ctx, line, &s->scan);
	return 0;
}

/* Takes the whole lines among the first `same` bytes, equal on both sides. */
static int
equal_lines(struct sift *s, size_t same, struct err *e)
{
	const char *at = s->sides[0].buffer + s->sides[0].at;
	const char *newline, *start = at, *end = at + same;

	while ((newline = memchr(at, '\n', (size_t)(end - at)))) {
		if (equal_line(s, slice_from(at, (size_t)(newline - at)),
		    e) < 0)
			return -1;
		at = newline + 1;
	}
	span_take(&s->sides[0], (size_t)(at - start));
	span_take(&s->sides[1], (size_t)(at - start));
	return 0;
}

/* Up to the lines that differ, or where a side ends. */
static int
equal_stretch(struct sift *s, struct err *e)
{
	struct slice old, new;
	size_t n, same;
	int i, got, more;

	do {
		old = span_ahead(&s->sides[0]);
		new = span_ahead(&s->sides[1]);
		n = old.len < new.len ? old.len : new.len;
		same = n ? blocks_common(old.at, new.at, n) : 0;
		if (same && equal_lines(s, same, e) < 0)
			return -1;
		if (same < n)
			return 0;
		hold_last(s);
		n = span_ahead(&s->sides[0]).len;
		if (n > span_ahead(&s->sides[1]).len)
			n = span_ahead(&s->sides[1]).len;
		for (i = more = 0; i < 2; i++) {
			if (span_ahead(&s->sides[i]).len > n)
				continue;
			got = span_more(&s->sides[i], e);
			if (got < 0)
				return -1;
			more |= got;
		}
	} while (more);
	return 0;
}

/* The lines of one key, of which one side may lack one. */
static int
put_lines(struct sift *s, const struct slice lines[2], bool same_bom,
    struct err *e)
{
	struct slice line = lines[0].at ? lines[0] : lines[1];
	int i, first;

	if (!same_bom)
		begin_bom(s);
	if (s->scan.type == TYPE_BOM_LINE) {
		if (s->bom_equal && !s->bom_told && residue_put_shared(
		    s->residue, scan_bom(&s->scan, line), e) < 0)
			return -1;
		s->bom_told |= s->bom_equal;
		s->bom_differs = true;
	}
	/* in byte order, which saves the sorting */
	first = lines[0].at && lines[1].at &&
	    slice_compare(lines[1], lines[0]) < 0;
	for (i = 0; i < 2; i++) {
		line = lines[i ^ first];
		if (!line.at)
			continue;
		figures_add(&s->only[i ^ first], s->scan.type,
		    hash_128(line.at, line.len));
		if (residue_put(s->residue, line, i ^ first, e) < 0)
			return -1;
	}
	return 0;
}

/* The next line of either side, which differ: 1, 0 at the end, -1. */
static int
differing_line(struct sift *s, struct err *e)
{
	struct slice lines[2];
	struct scan scans[2] = {s->scan, s->scan};
	bool same_bom[2];
	int got[2], i, c;

	hold_last(s);
	for (i = 0; i < 2; i++) {
		got[i] = span_line(&s->sides[i], &lines[i], e);
		if (got[i] < 0)
			return -1;
		if (got[i] && !accept(s, &scans[i], lines[i], false,
		    &same_bom[i]))
			return err_set(e, ERR_INPUT, "not as expected");
	}
	if (!got[0] && !got[1])
		return 0;
	c = !got[0] ? 1 : !got[1] ? -1 : slice_compare(
	    slice_from(lines[0].at, scans[0].key_length),
	    slice_from(lines[1].at, scans[1].key_length));
	if (c > 0)
		lines[0] = slice_from(NULL, 0);
	if (c < 0)
		lines[1] = slice_from(NULL, 0);
	s->scan = scans[c > 0];
	if (put_lines(s, lines, same_bom[c > 0], e) < 0)
		return -1;
	set_last(s, lines[c > 0]);
	for (i = 0; i < 2; i++)
		if (lines[i].at)
			span_take(&s->sides[i], lines[i].len + 1);
	return 1;
}

int
sift_run(struct sift *s)
{
	struct err e = ERR_INIT;
	int got;

	do
		got = equal_stretch(s, &e) < 0 ? -1 : differing_line(s, &e);
	while (got > 0);
	hold_last(s);
	if (got == 0 && residue_finish(s->residue, &e) == 0)
		return 1;
	err_clear(&e);
	return 0;
}
