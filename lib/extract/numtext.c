/*
 * numtext.c - one walk over the text, writing JSON's spelling of it.
 *
 *	[sign] digits [group digits]... [mark digits] [e [sign] digits] [sign]
 *
 * A sign stands in front or behind, not both; digits on one side of the mark
 * are enough.  Groups, where there are any, hold three digits each, and the
 * first at most three: "1,5" with groups of ',' is a mistake in the profile
 * and not 15.
 */
#include "extract/numtext.h"

/* Longer texts cannot be numbers of 38 digits, but for zeros. */
#define LONGEST 200

struct walk {
	struct slice rest;
	char json[LONGEST + 4];
	size_t len;
};

static bool
at_digit(const struct walk *w)
{
	return w->rest.len && *w->rest.at >= '0' && *w->rest.at <= '9';
}

static bool
take(struct walk *w, char mark)
{
	if (!w->rest.len || *w->rest.at != mark)
		return false;
	w->rest.at++;
	w->rest.len--;
	return true;
}

static void
put(struct walk *w, char c)
{
	w->json[w->len++] = c;
}

/* Copies digits; their count. */
static size_t
digits(struct walk *w)
{
	size_t n = 0;

	for (; at_digit(w); n++) {
		put(w, *w->rest.at);
		w->rest.at++;
		w->rest.len--;
	}
	return n;
}

/* Digits before the mark; false where groups are not of three. */
static bool
whole_part(struct walk *w, char thousands, size_t *count)
{
	size_t n;

	*count = digits(w);
	if (!thousands || !*count || *count > 3)
		return true;
	while (take(w, thousands)) {
		n = digits(w);
		if (n != 3)
			return false;
		*count += n;
	}
	return true;
}

/* JSON knows no zeros in front: moves what follows them forward. */
static void
drop_zeros(struct walk *w, size_t from)
{
	size_t n = 0;

	while (from + n + 1 < w->len && w->json[from + n] == '0')
		n++;
	memmove(w->json + from, w->json + from + n, w->len - from - n);
	w->len -= n;
}

static bool
exponent(struct walk *w)
{
	if (!take(w, 'e') && !take(w, 'E'))
		return true;
	put(w, 'e');
	if (take(w, '-'))
		put(w, '-');
	else
		(void)take(w, '+');
	return digits(w) > 0;
}

static bool
number(struct walk *w, struct numtext how)
{
	bool minus = take(w, '-'), sign = minus || take(w, '+');
	size_t whole, fraction = 0, start;

	put(w, '-');
	start = w->len;
	if (!whole_part(w, how.thousands, &whole))
		return false;
	if (!whole)
		put(w, '0');
	drop_zeros(w, start);
	if (take(w, how.decimal ? how.decimal : '.')) {
		put(w, '.');
		fraction = digits(w);
		if (!fraction)
			w->len--;
	}
	if (!whole && !fraction)
		return false;
	if (!exponent(w))
		return false;
	if (!sign) {
		minus = take(w, '-');
		if (!minus)
			(void)take(w, '+');
	}
	w->json[0] = minus ? '-' : ' ';
	return !w->rest.len;
}

bool
numtext_parse(struct decimal *out, struct slice text, struct numtext how,
    const char **why)
{
	struct walk w = {text, "", 0};
	struct slice json;

	*why = "is not a number";
	if (text.len > LONGEST || !number(&w, how))
		return false;
	json = slice_trim(slice_from(w.json, w.len));
	if (decimal_parse(out, json))
		return true;
	if (strstr(decimal_why(json), "significant"))
		*why = "has more than 38 significant digits";
	else if (strstr(decimal_why(json), "places"))
		*why = "has more than 38 decimal places";
	return false;
}

struct slice
numtext_strip(struct slice text, struct ydoc_texts strip, struct arena *a)
{
	char *out = arena_alloc(a, text.len + 1);
	size_t len = 0, i;

	while (text.len) {
		for (i = 0; i < strip.count; i++)
			if (strip.at[i].len && slice_begins(text, strip.at[i]))
				break;
		if (i == strip.count)
			out[len++] = *text.at;
		text.at += i == strip.count ? 1 : strip.at[i].len;
		text.len -= i == strip.count ? 1 : strip.at[i].len;
	}
	return slice_trim(slice_from(out, len));
}
