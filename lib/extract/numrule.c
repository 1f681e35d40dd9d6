/* numrule.c - the keys of rules that are about numbers. */
#include "extract/numrule.h"

/* Marks of which some sources write the one and some the other. */
static const struct {
	const char *text;
	char as;
} alike[] = {
	{"\xc2\xa0", ' '}, {"\xe2\x80\xaf", ' '}, {"\xe2\x80\x89", ' '},
	{"\xe2\x80\x99", '\''},
};

static int
mark_read(char *out, const struct ydoc_node *n, struct err *e)
{
	struct slice text = SLICE_INIT("");
	size_t i;

	if (!n)
		return 0;
	if (ydoc_text(n, &text, e) < 0)
		return -1;
	for (i = 0; i < COUNT_OF(alike); i++) {
		if (slice_is(text, alike[i].text)) {
			*out = alike[i].as;
			return 0;
		}
	}
	if (text.len != 1 || strchr("0123456789+-eE", *text.at))
		return ydoc_error(n, e, "must be one character that is not "
		    "part of a number, is \"%.*s\"", SLICE_ARGS(text));
	*out = *text.at;
	return 0;
}

int
numrule_read(struct numrule *r, const struct ydoc_node *rule, struct err *e)
{
	static const char *const negatives[] = {"sign", "parentheses", NULL};
	const struct ydoc_node *factor = ydoc_get(rule, "multiply");
	const struct ydoc_node *thousands = ydoc_get(rule, "thousands");
	int negative = 0;

	r->multiplied = factor != NULL;
	if (ydoc_texts(ydoc_get(rule, "strip"), &r->strip, e) < 0 ||
	    mark_read(&r->how.decimal, ydoc_get(rule, "decimal"), e) < 0 ||
	    mark_read(&r->how.thousands, thousands, e) < 0 ||
	    ydoc_choice(ydoc_get(rule, "negative"), negatives, &negative,
	    e) < 0 || ydoc_decimal(factor, &r->factor, e) < 0)
		return -1;
	r->parentheses = negative == 1;
	if (thousands && r->how.thousands ==
	    (r->how.decimal ? r->how.decimal : '.'))
		return ydoc_error(thousands, e, "is the decimal mark");
	return 0;
}

struct slice
numrule_plain(const struct numrule *r, struct slice text, struct arena *a)
{
	char *copy;

	if (r->strip.count)
		text = numtext_strip(text, r->strip, a);
	if (!r->parentheses || text.len < 3 || *text.at != '(' ||
	    text.at[text.len - 1] != ')')
		return text;
	text = slice_trim(slice_from(text.at + 1, text.len - 2));
	if (r->strip.count)
		text = numtext_strip(text, r->strip, a);
	if (!text.len)
		return text;
	copy = arena_alloc(a, text.len + 1);
	*copy = '-';
	memcpy(copy + 1, text.at, text.len);
	return slice_from(copy, text.len + 1);
}

const char *
numrule_hint(const struct numrule *r, struct slice text)
{
	static const struct {
		struct numtext how;
		const char *words;
	} others[] = {
		{{0, 0}, " (decimal: \".\"?)"},
		{{',', 0}, " (decimal: \",\"?)"},
		{{',', '.'}, " (decimal: \",\", thousands: \".\"?)"},
		{{0, ','}, " (thousands: \",\"?)"},
		{{0, ' '}, " (thousands: \" \"?)"},
		{{',', ' '}, " (decimal: \",\", thousands: \" \"?)"},
		{{0, '\''}, " (thousands: \"'\"?)"},
	};
	struct decimal d;
	const char *why;
	size_t i;

	if (!r->parentheses && text.len > 2 && *text.at == '(' &&
	    text.at[text.len - 1] == ')' && numtext_parse(&d, slice_trim(
	    slice_from(text.at + 1, text.len - 2)), r->how, &why))
		return " (negative: parentheses?)";
	/* what is a number with both marks says nothing about which */
	if (numtext_parse(&d, text, others[1].how, &why) &&
	    numtext_parse(&d, text, others[3].how, &why))
		return " (decimal: \",\" or thousands: \",\"?)";
	for (i = 0; i < COUNT_OF(others); i++)
		if (numtext_parse(&d, text, others[i].how, &why))
			return others[i].words;
	return "";
}
