/*
 * text.h - bytes with a length: slices that are looked at, bufs that grow.
 *
 * A slice borrows; it is not ended by a NUL and may hold any byte.  A buf
 * owns its bytes and names its ceiling when born: what would not fit under it
 * is not added and `over` is set, which the caller turns into an error once,
 * at the end, instead of after every piece.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/base.h"
#include "base/mem.h"

struct slice {
	const char *at;
	size_t len;
};

/* A slice of a string literal, and the arguments for "%.*s". */
#define SLICE(literal) ((struct slice){"" literal, sizeof(literal) - 1})
#define SLICE_INIT(literal) {"" literal, sizeof(literal) - 1}
#define SLICE_ARGS(s) (int)((s).len > 200 ? 200 : (s).len), (s).at

struct slice slice_of(const char *text);
struct slice slice_from(const char *at, size_t len);
/* A copy in the arena, with a NUL behind it that the length leaves out. */
struct slice slice_copy(struct slice s, struct arena *a);

static inline bool
slice_equal(struct slice a, struct slice b)
{
	return a.len == b.len && (!a.len || memcmp(a.at, b.at, a.len) == 0);
}

bool slice_is(struct slice s, const char *text);
bool slice_begins(struct slice s, struct slice with);

/* Byte order: memcmp, then the shorter first.  <0, 0, >0. */
int slice_compare(struct slice a, struct slice b);

/*
 * Natural order, that of designators: digit runs by value, other bytes by
 * value; texts that differ only in leading zeros by byte order.  R2 < R10.
 */
int slice_compare_natural(struct slice a, struct slice b);

/* Without blanks (space, tab, CR, LF) at both ends. */
struct slice slice_trim(struct slice s);

/*
 * Cuts off and returns what stands before the first `mark`; *rest becomes
 * what stands behind it.  Without the mark returns all, and *rest becomes
 * empty with a NULL pointer.
 */
struct slice slice_cut(struct slice *rest, char mark);

/*
 * The length of the well-formed UTF-8 at the start (Unicode 15, table 3-7: no
 * surrogates, no overlong forms, at most U+10FFFF).  All of it when equal to
 * s.len.
 */
size_t slice_utf8_length(struct slice s);

/* The length of the one well-formed sequence at the start; 0: there is none. */
size_t slice_utf8_sequence(struct slice s);

/*
 * The name nearest to `s` by edit distance, or NULL where none is near enough
 * to be what was meant (a third of the letters may differ).  `names` is ended
 * by NULL.  Borrowed from `names`.
 */
const char *slice_nearest(struct slice s, const char *const *names);

struct buf {
	char *at;
	size_t len;
	size_t size;
	size_t most; /* the ceiling in bytes */
	bool over;   /* something did not fit under the ceiling */
};

#define BUF_INIT(most) {NULL, 0, 0, (most), false}

void buf_init(struct buf *b, size_t most);
/* Gives the bytes back; accepts empty. */
void buf_release(struct buf *b);
/* Empty again, keeps the room. */
void buf_clear(struct buf *b);
/* Room for `more` bytes behind the end; false and `over` above the ceiling. */
bool buf_grow(struct buf *b, size_t more);
static inline bool
buf_reserve(struct buf *b, size_t more)
{
	/* one byte more than asked, for the NUL of buf_text */
	if (b->at && more < b->size - b->len && b->len <= b->most &&
	    more <= b->most - b->len)
		return true;
	return buf_grow(b, more);
}
/* Lines are made of short pieces: a call for each would cost more than it. */
static inline void
buf_add(struct buf *b, const char *at, size_t len)
{
	if (!len || !buf_reserve(b, len))
		return;
	memcpy(b->at + b->len, at, len);
	b->len += len;
}
static inline void
buf_add_slice(struct buf *b, struct slice s)
{
	buf_add(b, s.at, s.len);
}
static inline void
buf_add_byte(struct buf *b, char c)
{
	if (buf_reserve(b, 1))
		b->at[b->len++] = c;
}
void buf_add_text(struct buf *b, const char *text);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* What is in it; borrowed until the next change. */
struct slice buf_slice(const struct buf *b);
/* The same with a NUL behind it, as a C string. */
const char *buf_text(struct buf *b);

/* Bytes as lower-case hexadecimal digits, two each. */
void buf_add_hex(struct buf *b, const unsigned char *bytes, size_t len);

/*
 * A whole number from text: digits only, no sign, no blanks.  False if it is
 * none, or above `most`.
 */
bool text_to_number(struct slice s, uint64_t most, uint64_t *out);

#endif
