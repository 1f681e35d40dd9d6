/* level.c - numbers, paths, marks and blanks. */
#include "extract/level.h"

bool
level_number(long *out, struct slice text)
{
	struct slice rest = slice_trim(text), whole;
	uint64_t n;
	size_t i;

	whole = slice_cut(&rest, '.');
	for (i = 0; i < rest.len; i++)
		if (rest.at[i] != '0')
			return false;
	if ((rest.at && !rest.len) || !text_to_number(whole, LEVEL_MOST, &n))
		return false;
	*out = (long)n;
	return true;
}

/* The length of the mark that stands at the start, or 0. */
static size_t
mark_at(struct slice text, const char *marks)
{
	size_t n = text.len ? slice_utf8_sequence(text) : 0;
	struct slice rest = slice_of(marks);
	size_t k;

	if (!n)
		return 0;
	for (; rest.len; rest = slice_from(rest.at + k, rest.len - k)) {
		k = slice_utf8_sequence(rest);
		if (!k)
			return 0;
		if (k == n && memcmp(rest.at, text.at, n) == 0)
			return n;
	}
	return 0;
}

static size_t
blank_at(struct slice text)
{
	if (!text.len)
		return 0;
	if (*text.at == ' ' || *text.at == '\t')
		return 1;
	if (slice_begins(text, SLICE("\xc2\xa0")))
		return 2;
	return slice_begins(text, SLICE("\xe3\x80\x80")) ? 3 : 0;
}

static void
skip(struct slice *text, size_t n)
{
	text->at += n;
	text->len -= n;
}

/* Adds a part without the blanks around it. */
static bool
add_part(struct buf *path, struct slice part, long *count)
{
	part = slice_trim(part);
	if (!part.len || memchr(part.at, '\1', part.len) ||
	    ++*count > LEVEL_MOST)
		return false;
	if (path->len)
		buf_add_byte(path, '\1');
	buf_add_slice(path, part);
	return true;
}

bool
level_path(struct buf *path, long *count, struct slice text,
    const char *marks)
{
	struct slice rest = slice_trim(text), part = slice_from(rest.at, 0);
	size_t n;

	buf_clear(path);
	*count = 0;
	while (rest.len) {
		n = mark_at(rest, marks);
		if (!n) {
			part.len++;
			skip(&rest, 1);
			continue;
		}
		if (!add_part(path, part, count))
			return false;
		skip(&rest, n);
		part = slice_from(rest.at, 0);
	}
	return (!part.len || add_part(path, part, count)) && *count > 0;
}

bool
level_zero_lost(uint64_t last, struct slice part)
{
	uint64_t n, next = last + 1;

	if (!last || next % 10 || !text_to_number(part, UINT32_MAX, &n))
		return false;
	while (next % 10 == 0)
		next /= 10;
	return n == next;
}

void
level_print_path(char *text, size_t size, struct slice path,
    const char *marks)
{
	size_t i, n = path.len < size ? path.len : size - 1;

	for (i = 0; i < n; i++)
		text[i] = path.at[i] == '\1' ? *marks : path.at[i];
	text[n] = '\0';
}

long
level_marks(struct slice text, const char *marks, struct slice *label)
{
	long count = 0;
	size_t n;

	for (;;) {
		while ((n = blank_at(text)) > 0)
			skip(&text, n);
		n = mark_at(text, marks);
		if (!n)
			break;
		skip(&text, n);
		count++;
	}
	*label = slice_trim(text);
	return count;
}

long
level_width(struct slice text, const char *marks, struct slice *label)
{
	long width = 0;
	size_t n;

	for (;;) {
		n = blank_at(text);
		if (!n)
			n = mark_at(text, marks);
		if (!n)
			break;
		skip(&text, n);
		width++;
	}
	*label = slice_trim(text);
	return width;
}
