/*
 * p21text.c - runs of plain bytes, and the directives between them.
 *
 * Most texts are one run without a backslash.  A set of characters is opened
 * only for a run with bytes above 0x7f that is not UTF-8 by declaration.
 */
#include "format/p21text.h"

#include "format/charset.h"

struct decoder {
	struct buf *to;
	const char *encoding;
	char page; /* of \S\: A is ISO 8859-1 */
	const char *why;
};

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* `digits` of them, or -1. */
static long long
hex_number(struct slice s, size_t digits)
{
	long long n = 0;
	size_t i;

	if (s.len < digits)
		return -1;
	for (i = 0; i < digits; i++) {
		if (hex(s.at[i]) < 0)
			return -1;
		n = n * 16 + hex(s.at[i]);
	}
	return n;
}

static void
add_point(struct decoder *d, long long point)
{
	char utf8[4];
	size_t n = 0;

	if (point <= 0 || point > 0x10ffff ||
	    (point >= 0xd800 && point < 0xe000)) {
		d->why = "holds what is no character of Unicode";
		return;
	}
	if (point < 0x80) {
		utf8[n++] = (char)point;
	} else if (point < 0x800) {
		utf8[n++] = (char)(0xc0 | point >> 6);
		utf8[n++] = (char)(0x80 | (point & 0x3f));
	} else if (point < 0x10000) {
		utf8[n++] = (char)(0xe0 | point >> 12);
		utf8[n++] = (char)(0x80 | (point >> 6 & 0x3f));
		utf8[n++] = (char)(0x80 | (point & 0x3f));
	} else {
		utf8[n++] = (char)(0xf0 | point >> 18);
		utf8[n++] = (char)(0x80 | (point >> 12 & 0x3f));
		utf8[n++] = (char)(0x80 | (point >> 6 & 0x3f));
		utf8[n++] = (char)(0x80 | (point & 0x3f));
	}
	buf_add(d->to, utf8, n);
}

/* --- directives --- */

/*
 * \X2\....\X0\ and \X4\........\X0\: the length of it all, 0 if it is none.
 * Characters beyond the first plane come as pairs in the former, which the
 * standard of 2002 does not have but its users do.
 */
static size_t
add_wide(struct decoder *d, struct slice s, size_t digits)
{
	size_t at = 4, end;
	long long n, second;

	for (end = at; hex_number(slice_from(s.at + end, s.len - end),
	    digits) >= 0;)
		end += digits;
	if (!slice_begins(slice_from(s.at + end, s.len - end),
	    SLICE("\\X0\\")))
		return 0;
	for (; at < end; at += digits) {
		n = hex_number(slice_from(s.at + at, digits), digits);
		second = hex_number(slice_from(s.at + at + digits,
		    end - at - digits), digits);
		if (n >= 0xd800 && n < 0xdc00 && second >= 0xdc00 &&
		    second < 0xe000) {
			n = 0x10000 + ((n - 0xd800) << 10) + second - 0xdc00;
			at += digits;
		}
		add_point(d, n);
	}
	return end + 4;
}

/* \S\c: the character with the eighth bit set, in the page at hand. */
static size_t
add_shifted(struct decoder *d, unsigned char c)
{
	char name[] = "ISO-8859-1";
	int table[256];

	name[sizeof(name) - 2] = (char)('1' + d->page - 'A');
	if (c < 0x20 || c > 0x7e || !charset_table(name, table))
		return 0;
	add_point(d, table[c + 128] < 0 ? 0 : table[c + 128]);
	return 4;
}

/* The length of the directive at the start, which is done; 0: it is none. */
static size_t
directive(struct decoder *d, struct slice s)
{
	long long n;

	if (slice_begins(s, SLICE("\\\\"))) {
		buf_add_byte(d->to, '\\');
		return 2;
	}
	if (slice_begins(s, SLICE("\\X2\\")))
		return add_wide(d, s, 4);
	if (slice_begins(s, SLICE("\\X4\\")))
		return add_wide(d, s, 8);
	if (s.len < 3 || s.at[2] != '\\') {
		if (s.len < 4 || s.at[1] != 'P' || s.at[3] != '\\' ||
		    s.at[2] < 'A' || s.at[2] > 'I')
			return 0;
		d->page = s.at[2];
		return 4;
	}
	switch (s.at[1]) {
	case 'N':
	case 'F':
		buf_add_byte(d->to, '\n');
		return 3;
	case 'S':
		/* Behind it an apostrophe stands twice, as everywhere. */
		if (s.len < 4)
			return 0;
		return add_shifted(d, (unsigned char)s.at[3]) +
		    (s.at[3] == '\'' && s.len > 4 && s.at[4] == '\'');
	case 'X':
		n = hex_number(slice_from(s.at + 3, s.len - 3), 2);
		if (n < 0)
			return 0;
		add_point(d, n);
		return 5;
	default:
		return 0;
	}
}

/* --- runs --- */

static void
add_run(struct decoder *d, struct slice run)
{
	struct charset set = CHARSET_INIT;
	struct err e = ERR_INIT;
	char chunk[1024];
	size_t added;
	enum charset_result result;

	if (!d->encoding) {
		if (slice_utf8_length(run) != run.len ||
		    (run.len && memchr(run.at, '\0', run.len)))
			d->why = "is not UTF-8 (name the source's "
			    "\"encoding\")";
		buf_add_slice(d->to, run);
		return;
	}
	if (charset_open(&set, d->encoding, &e) < 0) {
		d->why = "is in an unknown encoding";
		return;
	}
	do {
		result = charset_decode(&set, &run, chunk, sizeof(chunk),
		    &added);
		buf_add(d->to, chunk, added);
	} while (result == CHARSET_FULL);
	if (result == CHARSET_BAD || run.len)
		d->why = "has bytes that the source's encoding has not";
	buf_add(d->to, chunk, charset_end(&set, chunk, sizeof(chunk)));
	charset_close(&set);
}

const char *
p21text_add(struct buf *to, struct slice quoted, const char *encoding)
{
	struct decoder d = {to, encoding, 'A', NULL};
	size_t at = 0, start = 0, taken;

	while (at <= quoted.len && !d.why) {
		struct slice rest = slice_from(quoted.at + at,
		    quoted.len - at);

		taken = 1;
		if (rest.len && (unsigned char)*rest.at >= 0x20 &&
		    *rest.at != '\\' && *rest.at != '\'') {
			at++;
			continue;
		}
		if (at > start)
			add_run(&d, slice_from(quoted.at + start, at - start));
		if (rest.len && *rest.at == '\\' &&
		    !(taken = directive(&d, rest))) {
			buf_add_byte(to, '\\');
			taken = 1;
		} else if (rest.len && *rest.at == '\'') {
			/* It stands twice. */
			buf_add_byte(to, '\'');
			taken += rest.len > 1 && rest.at[1] == '\'';
		}
		/* Line ends within a text are no part of it. */
		at += taken;
		start = at;
	}
	return d.why;
}
