/* oddtext.c - ranges of Unicode, looked through in order. */
#include "extract/oddtext.h"

struct range {
	uint32_t first, last;
};

static const struct range blanks[] = {
	{0x09, 0x0d}, {0x20, 0x20}, {0xa0, 0xa0}, {0x1680, 0x1680},
	{0x2000, 0x200b}, {0x2028, 0x2029}, {0x202f, 0x202f},
	{0x205f, 0x2060}, {0x3000, 0x3000}, {0xfeff, 0xfeff},
};

static const struct range odd[] = {
	{0x01, 0x1f}, {0x7f, 0xa0}, {0xad, 0xad}, {0x1680, 0x1680},
	{0x180e, 0x180e}, {0x2000, 0x2015}, {0x2028, 0x202f},
	{0x205f, 0x2064}, {0x2066, 0x206f}, {0x2212, 0x2212},
	{0x3000, 0x3000}, {0xfe00, 0xfe0f}, {0xfe58, 0xfe58},
	{0xfe63, 0xfe63}, {0xfeff, 0xfeff}, {0xff0d, 0xff0d},
	{0xfff9, 0xfffc},
};

static bool
is_in(uint32_t point, const struct range *r, size_t count)
{
	for (; count && r->first <= point; r++, count--)
		if (point <= r->last)
			return true;
	return false;
}

/* A byte that is not UTF-8 is somebody else's concern. */
#define NO_CHARACTER 0x110000u

/* The character at the start; *len becomes its length, at least 1. */
static uint32_t
decode(struct slice s, size_t *len)
{
	uint32_t point = (unsigned char)*s.at;
	size_t i;

	*len = slice_utf8_sequence(s);
	if (!*len) {
		*len = 1;
		return NO_CHARACTER;
	}
	if (*len == 1)
		return point;
	point &= 0x7fu >> *len;
	for (i = 1; i < *len; i++)
		point = point << 6 | ((unsigned char)s.at[i] & 0x3f);
	return point;
}

static bool
is_blank(struct slice s, size_t *len)
{
	return is_in(decode(s, len), blanks, COUNT_OF(blanks));
}

struct slice
oddtext_trim(struct slice s)
{
	size_t len, back;

	while (s.len && is_blank(s, &len)) {
		s.at += len;
		s.len -= len;
	}
	while (s.len) {
		for (back = 1; back < s.len && back < 4 &&
		    ((unsigned char)s.at[s.len - back] & 0xc0) == 0x80; back++)
			;
		if (!is_blank(slice_from(s.at + s.len - back, back), &len) ||
		    len != back)
			break;
		s.len -= back;
	}
	return s;
}

uint32_t
oddtext_find(struct slice s)
{
	uint32_t point;
	size_t len;

	while (s.len) {
		point = decode(s, &len);
		if (is_in(point, odd, COUNT_OF(odd)))
			return point;
		s.at += len;
		s.len -= len;
	}
	return 0;
}
