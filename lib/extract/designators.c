/*
 * designators.c - cutting at separators, then counting up ranges.
 *
 * A blank beside a range's mark is no separator, so these are closed up
 * before the text is cut: "R1 - R3, R7" becomes "R1-R3, R7".
 */
#include "extract/designators.h"

#define LIST_SEPARATORS ",; \t\r\n"

/* What may stand between the ends of a range: hyphen, dots, en dash. */
static const struct slice marks[] = {
	SLICE_INIT("-"), SLICE_INIT(".."), SLICE_INIT("\xe2\x80\x93"),
};

static const struct slice *
mark_at(struct slice s)
{
	size_t i;

	for (i = 0; i < COUNT_OF(marks); i++)
		if (slice_begins(s, marks[i]))
			return &marks[i];
	return NULL;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Without the blanks around marks of ranges. */
static struct slice
close_up(struct slice text, struct arena *a)
{
	char *copy = arena_alloc(a, text.len + 1);
	const struct slice *mark;
	size_t len = 0, i = 0;

	while (i < text.len) {
		mark = mark_at(slice_from(text.at + i, text.len - i));
		if (!mark) {
			copy[len++] = text.at[i++];
			continue;
		}
		while (len && is_blank(copy[len - 1]))
			len--;
		memcpy(copy + len, mark->at, mark->len);
		len += mark->len;
		i += mark->len;
		while (i < text.len && is_blank(text.at[i]))
			i++;
	}
	return slice_from(copy, len);
}

/* --- cutting --- */

/* The length of the separator at the start of a text; 0: there is none. */
static size_t
separator_at(struct slice s, struct ydoc_texts split)
{
	size_t i;

	if (!split.count)
		return *s.at && strchr(LIST_SEPARATORS, *s.at) != NULL;
	for (i = 0; i < split.count; i++)
		if (split.at[i].len && slice_begins(s, split.at[i]))
			return split.at[i].len;
	return 0;
}

/* Cuts off what stands before the first separator. */
static struct slice
cut(struct slice *rest, struct ydoc_texts split)
{
	struct slice all = *rest;
	size_t i, n;

	for (i = 0; i < all.len; i++) {
		n = separator_at(slice_from(all.at + i, all.len - i), split);
		if (!n)
			continue;
		*rest = slice_from(all.at + i + n, all.len - i - n);
		return slice_trim(slice_from(all.at, i));
	}
	rest->len = 0;
	return slice_trim(all);
}

/* --- ranges --- */

struct range {
	struct slice letters; /* in front of both numbers */
	size_t digits;        /* 0: as many as a number needs */
	uint64_t first, last;
};

/* Letters and the number behind them: "R12"; false: there is no number. */
static bool
part(struct slice s, struct slice *letters, struct slice *number)
{
	size_t n = s.len;

	while (n && s.at[n - 1] >= '0' && s.at[n - 1] <= '9')
		n--;
	*letters = slice_from(s.at, n);
	*number = slice_from(s.at + n, s.len - n);
	return number->len > 0;
}

/* What "R1" and "R4", or "R1" and "4", stand for. */
static bool
range_of(struct range *r, struct slice from, struct slice to)
{
	struct slice letters, first, last;
	uint64_t most = UINT64_MAX / 2;

	if (!part(from, &r->letters, &first) || !part(to, &letters, &last) ||
	    !r->letters.len ||
	    (letters.len && !slice_equal(letters, r->letters)))
		return false;
	r->digits = 0;
	if ((*first.at == '0' && first.len > 1) || (*last.at == '0' &&
	    last.len > 1))
		r->digits = first.len;
	if (r->digits && last.len != r->digits)
		return false;
	return text_to_number(first, most, &r->first) &&
	    text_to_number(last, most, &r->last) && r->first <= r->last;
}

static bool
find_range(struct range *r, struct slice text)
{
	const struct slice *mark = NULL;
	size_t i;

	for (i = 1; i < text.len && !mark; i++)
		mark = mark_at(slice_from(text.at + i, text.len - i));
	if (!mark)
		return false;
	/* i is one too far. */
	return range_of(r, slice_from(text.at, i - 1),
	    slice_from(text.at + i - 1 + mark->len,
	    text.len - (i - 1) - mark->len));
}

/* --- the list --- */

static void
put(struct designator_list *l, struct slice s, struct arena *a)
{
	struct slice *grown;

	/* Room doubles: it is full whenever the count is a power of two. */
	if (!(l->count & (l->count - 1))) {
		grown = arena_alloc(a, (l->count ? l->count * 2 : 1) *
		    sizeof(*grown));
		if (l->count)
			memcpy(grown, l->at, l->count * sizeof(*grown));
		l->at = grown;
	}
	l->at[l->count++] = s;
}

static void
put_range(struct designator_list *l, const struct range *r, struct arena *a)
{
	char number[24];
	uint64_t n;
	char *text;
	int len;

	for (n = r->first; n <= r->last; n++) {
		len = snprintf(number, sizeof(number), "%0*" PRIu64,
		    (int)r->digits, n);
		text = arena_alloc(a, r->letters.len + (size_t)len);
		memcpy(text, r->letters.at, r->letters.len);
		memcpy(text + r->letters.len, number, (size_t)len);
		put(l, slice_from(text, r->letters.len + (size_t)len), a);
	}
}

bool
designators_list(struct designator_list *out, struct slice text,
    const struct designators *how, struct arena *a, const char **why)
{
	struct slice one;
	struct range r;

	*out = (struct designator_list){NULL, 0};
	if (how->ranges)
		text = close_up(text, a);
	while (text.len) {
		one = cut(&text, how->split);
		if (!one.len)
			continue;
		if (!how->ranges || !find_range(&r, one)) {
			put(out, one, a);
			continue;
		}
		if (out->count + (r.last - r.first) >= DESIGNATORS_MOST) {
			*why = "stands for more than 10000 texts";
			return false;
		}
		put_range(out, &r, a);
	}
	return true;
}
