/* text.c - slices and bufs. */
#include "base/text.h"

struct slice
slice_of(const char *text)
{
	return (struct slice){text, strlen(text)};
}

struct slice
slice_from(const char *at, size_t len)
{
	return (struct slice){at, len};
}

struct slice
slice_copy(struct slice s, struct arena *a)
{
	return (struct slice){arena_copy(a, s.at, s.len), s.len};
}

bool
slice_is(struct slice s, const char *text)
{
	return slice_equal(s, slice_of(text));
}

bool
slice_begins(struct slice s, struct slice with)
{
	return s.len >= with.len &&
	    (!with.len || memcmp(s.at, with.at, with.len) == 0);
}

int
slice_compare(struct slice a, struct slice b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n ? memcmp(a.at, b.at, n) : 0;

	if (c)
		return c;
	return (a.len > b.len) - (a.len < b.len);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Moves *s behind its digit run and returns it without leading zeros. */
static struct slice
digit_run(struct slice *s)
{
	struct slice run = {s->at, 0};

	while (s->len && is_digit(*s->at)) {
		s->at++;
		s->len--;
	}
	run.len = (size_t)(s->at - run.at);
	while (run.len && *run.at == '0') {
		run.at++;
		run.len--;
	}
	return run;
}

int
slice_compare_natural(struct slice a, struct slice b)
{
	struct slice p = a, q = b;

	while (p.len && q.len) {
		if (is_digit(*p.at) && is_digit(*q.at)) {
			struct slice m = digit_run(&p), n = digit_run(&q);
			int c = 0;

			if (m.len != n.len)
				return m.len < n.len ? -1 : 1;
			if (m.len)
				c = memcmp(m.at, n.at, m.len);
			if (c)
				return c;
			continue;
		}
		if (*p.at != *q.at)
			return (unsigned char)*p.at < (unsigned char)*q.at
			    ? -1 : 1;
		p.at++, p.len--;
		q.at++, q.len--;
	}
	if (p.len != q.len)
		return p.len < q.len ? -1 : 1;
	return slice_compare(a, b);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct slice
slice_trim(struct slice s)
{
	while (s.len && is_blank(s.at[0])) {
		s.at++;
		s.len--;
	}
	while (s.len && is_blank(s.at[s.len - 1]))
		s.len--;
	return s;
}

struct slice
slice_cut(struct slice *rest, char mark)
{
	struct slice first = *rest;
	const char *at = rest->len ? memchr(rest->at, mark, rest->len) : NULL;

	if (!at) {
		*rest = (struct slice){NULL, 0};
		return first;
	}
	first.len = (size_t)(at - first.at);
	rest->at = at + 1;
	rest->len -= first.len + 1;
	return first;
}

/* Length of the well-formed sequence at p, 0 if there is none. */
static size_t
utf8_sequence(const unsigned char *p, size_t left)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t n, i;

	if (p[0] < 0x80)
		return 1;
	if (p[0] >= 0xc2 && p[0] <= 0xdf)
		n = 2;
	else if (p[0] >= 0xe0 && p[0] <= 0xef)
		n = 3;
	else if (p[0] >= 0xf0 && p[0] <= 0xf4)
		n = 4;
	else
		return 0;
	if (left < n)
		return 0;
	if (p[0] == 0xe0)
		low = 0xa0; /* overlong */
	else if (p[0] == 0xed)
		high = 0x9f; /* surrogates */
	else if (p[0] == 0xf0)
		low = 0x90; /* overlong */
	else if (p[0] == 0xf4)
		high = 0x8f; /* above U+10FFFF */
	if (p[1] < low || p[1] > high)
		return 0;
	for (i = 2; i < n; i++)
		if (p[i] < 0x80 || p[i] > 0xbf)
			return 0;
	return n;
}

size_t
slice_utf8_sequence(struct slice s)
{
	/* unsigned, because table 3-7 speaks of byte values */
	return s.len ? utf8_sequence((const unsigned char *)s.at, s.len) : 0;
}

/* How many of the bytes are ASCII, eight a step; most of most texts. */
static size_t
ascii_length(const unsigned char *p, size_t len)
{
	size_t n = 0;
	uint64_t word;

	for (; len - n >= sizeof(word); n += sizeof(word)) {
		memcpy(&word, p + n, sizeof(word));
		if (word & UINT64_C(0x8080808080808080))
			break;
	}
	return n;
}

size_t
slice_utf8_length(struct slice s)
{
	/* unsigned, because table 3-7 speaks of byte values */
	const unsigned char *p = (const unsigned char *)s.at;
	size_t done = ascii_length(p, s.len);

	while (done < s.len) {
		size_t n = utf8_sequence(p + done, s.len - done);

		if (!n)
			break;
		done += n;
		if (n > 1)
			done += ascii_length(p + done, s.len - done);
	}
	return done;
}

/* Levenshtein's distance over at most 40 bytes, two rows. */
static size_t
edit_distance(struct slice a, struct slice b)
{
	size_t row[41], i, j;

	if (a.len > 40 || b.len > 40)
		return SIZE_MAX;
	for (j = 0; j <= b.len; j++)
		row[j] = j;
	for (i = 1; i <= a.len; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (j = 1; j <= b.len; j++) {
			size_t least = corner + (a.at[i - 1] != b.at[j - 1]);

			corner = row[j];
			if (row[j] + 1 < least)
				least = row[j] + 1;
			if (row[j - 1] + 1 < least)
				least = row[j - 1] + 1;
			row[j] = least;
		}
	}
	return row[b.len];
}

const char *
slice_nearest(struct slice s, const char *const *names)
{
	const char *best = NULL;
	size_t best_distance = SIZE_MAX;

	for (; *names; names++) {
		struct slice name = slice_of(*names);
		size_t d = edit_distance(s, name);
		size_t most = (name.len > s.len ? name.len : s.len) / 3;

		if (d < best_distance && d <= (most ? most : 1)) {
			best = *names;
			best_distance = d;
		}
	}
	return best;
}

void
buf_init(struct buf *b, size_t most)
{
	*b = (struct buf)BUF_INIT(most);
}

void
buf_release(struct buf *b)
{
	mem_free(b->at);
	*b = (struct buf)BUF_INIT(b->most);
}

void
buf_clear(struct buf *b)
{
	b->len = 0;
	b->over = false;
}

bool
buf_grow(struct buf *b, size_t more)
{
	size_t size;

	/* the ceiling first: the room, a power of two, may lie above it */
	if (b->most < b->len || more > b->most - b->len) {
		b->over = true;
		return false;
	}
	size = mem_next_size(b->size, b->len + more + 1);
	b->at = mem_grow(b->at, size, 1);
	b->size = size;
	return true;
}

void
buf_add_text(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (n < 0 || !buf_reserve(b, (size_t)n))
		return;
	va_start(args, fmt);
	vsnprintf(b->at + b->len, (size_t)n + 1, fmt, args);
	va_end(args);
	b->len += (size_t)n;
}

struct slice
buf_slice(const struct buf *b)
{
	return (struct slice){b->at ? b->at : "", b->len};
}

const char *
buf_text(struct buf *b)
{
	if (!b->at && !buf_reserve(b, 0))
		return "";
	b->at[b->len] = '\0';
	return b->at;
}

void
buf_add_hex(struct buf *b, const unsigned char *bytes, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < len; i++) {
		buf_add_byte(b, digits[bytes[i] >> 4]);
		buf_add_byte(b, digits[bytes[i] & 15]);
	}
}

bool
text_to_number(struct slice s, uint64_t most, uint64_t *out)
{
	uint64_t n = 0;
	size_t i;

	if (!s.len)
		return false;
	for (i = 0; i < s.len; i++) {
		uint64_t digit = (uint64_t)(s.at[i] - '0');

		if (!is_digit(s.at[i]) || n > (most - digit) / 10 ||
		    digit > most)
			return false;
		n = n * 10 + digit;
	}
	*out = n;
	return true;
}
