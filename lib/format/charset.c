/*
 * charset.c - iconv behind a small door.
 *
 * UTF-8 does not go through iconv: slice_utf8_length is the one definition
 * of what is valid in this tree, and copying is faster.
 */
#include "format/charset.h"

#include <iconv.h>
#include <strings.h>

static bool
is_utf8(const char *name)
{
	return !name || strcasecmp(name, "utf-8") == 0 ||
	       strcasecmp(name, "utf8") == 0;
}

/*
 * iconv takes "NAME//IGNORE" and the like, which would lose characters
 * without a word, and "" as the locale's set; names here are plain.
 */
static bool
name_plain(const char *name)
{
	const char *p;

	for (p = name; *p; p++) {
		bool letter =
		    (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z');

		if (!letter && !(*p >= '0' && *p <= '9') &&
		    !strchr("-_.:+()", *p))
			return false;
	}
	return p != name;
}

/* iconv_open with NULL for "unknown". */
static void *
converter_open(const char *to, const char *name)
{
	iconv_t converter;

	if (!name_plain(name))
		return NULL;
	if (strcasecmp(name, "latin-1") == 0)
		name = "ISO-8859-1";
	converter = iconv_open(to, name);
	return converter == (iconv_t)-1 ? NULL : converter;
}

int
charset_open(struct charset *c, const char *name, struct err *e)
{
	*c = (struct charset)CHARSET_INIT;
	if (is_utf8(name)) {
		c->name = "UTF-8";
		return 0;
	}
	c->name = name;
	c->converter = converter_open("UTF-8", name);
	if (!c->converter)
		return err_set(e, ERR_USAGE,
		    "encoding \"%s\" is not known (iconv -l lists them)", name);
	return 0;
}

void
charset_close(struct charset *c)
{
	if (c->converter)
		iconv_close(c->converter);
	*c = (struct charset)CHARSET_INIT;
}

/*
 * True if the bytes begin a character that only lacks its end.  With the
 * lowest or the highest continuation byte behind it each such beginning is
 * a character: table 3-7 narrows the second byte from one side only.
 */
static bool
utf8_cut(struct slice s)
{
	static const int fillers[] = {0x80, 0xbf};
	char whole[4];
	size_t i, n;

	for (n = s.len + 1; n <= sizeof(whole); n++) {
		for (i = 0; i < COUNT_OF(fillers); i++) {
			memcpy(whole, s.at, s.len);
			memset(whole + s.len, fillers[i], n - s.len);
			if (slice_utf8_length(slice_from(whole, n)) == n)
				return true;
		}
	}
	return false;
}

bool
charset_plain(const struct charset *c)
{
	return !c->converter;
}

enum charset_result
charset_check(struct slice bytes, size_t *good)
{
	struct slice rest;

	*good = slice_utf8_length(bytes);
	rest = slice_from(bytes.at + *good, bytes.len - *good);
	return rest.len && !utf8_cut(rest) ? CHARSET_BAD : CHARSET_DONE;
}

static enum charset_result
utf8_decode(struct slice *from, char *to, size_t room, size_t *added)
{
	bool all = from->len <= room;
	struct slice part = {from->at, all ? from->len : room};
	enum charset_result result = charset_check(part, added);

	if (*added)
		memcpy(to, from->at, *added);
	from->at += *added;
	from->len -= *added;
	if (result == CHARSET_BAD)
		return result;
	return all ? CHARSET_DONE : CHARSET_FULL;
}

enum charset_result
charset_decode(
    struct charset *c, struct slice *from, char *to, size_t room, size_t *added)
{
	/* iconv's prototype lacks a const; it does not write there. */
	char *in = (char *)(uintptr_t)from->at, *out = to;
	size_t got;

	*added = 0;
	if (!from->len)
		return CHARSET_DONE;
	if (!c->converter)
		return utf8_decode(from, to, room, added);
	got = iconv(c->converter, &in, &from->len, &out, &room);
	from->at = in;
	*added = (size_t)(out - to);
	if (got != (size_t)-1 || errno == EINVAL)
		return CHARSET_DONE;
	return errno == E2BIG ? CHARSET_FULL : CHARSET_BAD;
}

size_t
charset_end(struct charset *c, char *to, size_t room)
{
	char *out = to;

	if (c->converter &&
	    iconv(c->converter, NULL, NULL, &out, &room) == (size_t)-1)
		return 0;
	return (size_t)(out - to);
}

bool
charset_table(const char *name, int map[256])
{
	void *converter = converter_open("UTF-32LE", name);
	bool single = converter != NULL;
	int i;

	for (i = 0; single && i < 256; i++) {
		unsigned char point[16];
		char byte = (char)i, *in = &byte, *out = (char *)point;
		size_t left = 1, room = sizeof(point), got;

		/* Twice: the second call lets go what was held back. */
		iconv(converter, NULL, NULL, NULL, NULL);
		got = iconv(converter, &in, &left, &out, &room);
		single = got != (size_t)-1 || errno == EILSEQ;
		if (got != (size_t)-1)
			iconv(converter, NULL, NULL, &out, &room);
		map[i] = -1;
		if (got != (size_t)-1 && sizeof(point) - room == 4)
			map[i] =
			    (int)(point[0] | point[1] << 8 | point[2] << 16);
	}
	if (converter)
		iconv_close(converter);
	return single;
}
