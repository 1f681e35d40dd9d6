/*
 * scan.c - one pass over a canonical line, driven by the schema's tables.
 *
 * Each step takes the position and returns the position behind what it has
 * recognised, or NULL.  Members come in schema order, so the search for the
 * next one goes forward only.
 */
#include "model/scan.h"

#include "base/clock.h"
#include "base/decimal.h"
#include "format/json.h"
#include "model/recin.h"

static inline bool
same_eight(const char *a, const char *b)
{
	uint64_t x, y;

	/* loads of any address; a call of memcmp would cost more than it */
	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return x == y;
}

/*
 * Nearly all literals are leads of members and types, of which most are tried
 * in vain: their ends tell them apart, so these are compared first.
 */
static inline const char *
scan_literal(const char *p, const char *end, struct slice literal)
{
	size_t n = literal.len;

	if ((size_t)(end - p) < n)
		return NULL;
	if (n < 8)
		return memcmp(p, literal.at, n) == 0 ? p + n : NULL;
	if (!same_eight(p + n - 8, literal.at + n - 8) ||
	    !same_eight(p, literal.at) ||
	    (n > 16 && memcmp(p + 8, literal.at + 8, n - 16) != 0))
		return NULL;
	return p + n;
}

/* Behind a backslash: only the escapes that are written. */
static const char *
scan_escape(const char *p, const char *end)
{
	static const char lower[] = "0123456789abcdef";
	const char *digit;
	int value;

	if (p == end)
		return NULL;
	if (*p != 'u')
		return strchr("\"\\btnfr", *p) && *p ? p + 1 : NULL;
	if (end - p < 5 || memcmp(p, "u00", 3) != 0 ||
	    (p[3] != '0' && p[3] != '1'))
		return NULL;
	digit = p[4] ? strchr(lower, p[4]) : NULL;
	if (!digit)
		return NULL;
	value = (p[3] - '0') * 16 + (int)(digit - lower);
	/* U+0000 is not allowed, and five have a short form */
	if (value == 0 || value == '\b' || value == '\t' || value == '\n' ||
	    value == '\f' || value == '\r')
		return NULL;
	return p + 5;
}

/* A string without its opening quote, up to behind the closing one. */
static const char *
scan_string(const char *p, const char *end)
{
	for (;;) {
		p = json_plain_end(p, end);
		if (p == end)
			return NULL;
		if (*p == '"')
			return p + 1;
		if (*p == '\\') {
			p = scan_escape(p + 1, end);
			if (!p)
				return NULL;
		} else {
			size_t n = slice_utf8_sequence(
			    slice_from(p, (size_t)(end - p)));

			if (n < 2) /* a control byte, or no UTF-8 */
				return NULL;
			p += n;
		}
	}
}

static const char *
scan_text(const char *p, const char *end)
{
	/* "" would be absent */
	if (end - p < 2 || *p != '"' || p[1] == '"')
		return NULL;
	return scan_string(p + 1, end);
}

/* A plain number, or one of more than 15 digits in quotes. */
static const char *
scan_number(const char *p, const char *end)
{
	bool quoted = p < end && *p == '"';
	const char *start = p += quoted;
	unsigned digits = 0;

	while (p < end && ((*p >= '0' && *p <= '9') || *p == '.' || *p == '-'))
		p++;
	if (!decimal_canonical(slice_from(start, (size_t)(p - start)),
	    &digits) || quoted != (digits > DECIMAL_DIGITS_PLAIN))
		return NULL;
	if (!quoted)
		return p;
	return p < end && *p == '"' ? p + 1 : NULL;
}

/* Designators with escapes in them go the slow way. */
static const char *
scan_set(const char *p, const char *end)
{
	struct slice last = {NULL, 0};

	if (p == end || *p != '[')
		return NULL;
	for (;;) {
		struct slice text;
		const char *start = ++p;

		p = scan_text(p, end);
		if (!p)
			return NULL;
		text = slice_from(start + 1, (size_t)(p - start) - 2);
		if (memchr(text.at, '\\', text.len))
			return NULL;
		if (last.at && slice_compare_natural(last, text) >= 0)
			return NULL;
		last = text;
		if (p == end)
			return NULL;
		if (*p == ']')
			return p + 1;
		if (*p != ',')
			return NULL;
	}
}

static const char *
scan_date(const char *p, const char *end)
{
	if (end - p < 12 || p[0] != '"' || p[11] != '"' ||
	    !clock_date_valid(slice_from(p + 1, 10)) ||
	    memcmp(p + 1, "9999-12-31", 10) == 0)
		return NULL;
	return p + 12;
}

static const char *
scan_time(const char *p, const char *end)
{
	const char *start = p;
	char canonical[CLOCK_TEXT_SIZE];
	struct clock_time t;
	struct slice text;

	p = scan_text(p, end);
	if (!p)
		return NULL;
	text = slice_from(start + 1, (size_t)(p - start) - 2);
	if (!clock_parse(&t, text))
		return NULL;
	clock_print(canonical, t);
	return slice_is(text, canonical) ? p : NULL;
}

static const char *
scan_value(const char *p, const char *end, enum member_kind kind)
{
	switch (kind) {
	case MEMBER_TEXT:
		return scan_text(p, end);
	case MEMBER_NUMBER:
		return scan_number(p, end);
	case MEMBER_FLAG:
		return scan_literal(p, end, SLICE("true"));
	case MEMBER_SET:
		return scan_set(p, end);
	case MEMBER_DATE:
		return scan_date(p, end);
	case MEMBER_TIME:
		return scan_time(p, end);
	}
	return NULL;
}

/* The value of a site field: any scalar that is not absent. */
static const char *
scan_scalar(const char *p, const char *end)
{
	unsigned digits = 0;
	const char *start = p;

	if (p == end)
		return NULL;
	if (*p == '"')
		return scan_text(p, end);
	if (*p == 't')
		return scan_literal(p, end, SLICE("true"));
	while (p < end && ((*p >= '0' && *p <= '9') || *p == '.' || *p == '-'))
		p++;
	if (!decimal_canonical(slice_from(start, (size_t)(p - start)),
	    &digits) || digits > DECIMAL_DIGITS_PLAIN)
		return NULL;
	return p;
}

/* Behind `,"attrs":`; names with escapes go the slow way. */
static const char *
scan_attrs(const char *p, const char *end)
{
	struct slice last = {NULL, 0};
	unsigned count = 0;

	if (p == end || *p != '{')
		return NULL;
	for (;;) {
		struct slice name;
		const char *start = ++p;

		if (++count > RECIN_MEMBERS_MOST)
			return NULL;
		p = scan_text(p, end);
		if (!p)
			return NULL;
		name = slice_from(start + 1, (size_t)(p - start) - 2);
		if (memchr(name.at, '\\', name.len) ||
		    (last.at && slice_compare(last, name) >= 0))
			return NULL;
		last = name;
		if (p == end || *p != ':')
			return NULL;
		p = scan_scalar(p + 1, end);
		if (!p || p == end)
			return NULL;
		if (*p == '}')
			return p + 1;
		if (*p != ',')
			return NULL;
	}
}

static const char *
scan_keys(struct scan *out, struct slice line)
{
	const char *end = line.at + line.len;
	const char *p = NULL;
	const struct schema_type *t = NULL;
	unsigned i;

	for (i = 0; i < TYPE_COUNT && !p; i++) {
		t = &schema_types[i];
		p = scan_literal(line.at, end, t->lead);
		out->type = (enum record_type)i;
	}
	for (i = 0; p && i < t->key_count; i++) {
		p = scan_literal(p, end, t->members[i].lead);
		if (!p || p == end || *p != '"')
			return NULL;
		if (t->members[i].required && end - p > 1 && p[1] == '"')
			return NULL;
		p = scan_string(p + 1, end);
	}
	if (!p || p - line.at > (ptrdiff_t)KEY_MOST)
		return NULL;
	out->key_length = (size_t)(p - line.at);
	return p;
}

bool
scan_key(struct scan *out, struct slice line)
{
	return scan_keys(out, line) != NULL;
}

bool
scan_line(struct scan *out, struct slice line)
{
	const char *end = line.at + line.len;
	const char *p = scan_keys(out, line);
	const struct schema_type *t;
	unsigned i;

	if (!p)
		return false;
	t = &schema_types[out->type];
	for (i = t->key_count; i < t->member_count && end - p > 1; i++) {
		const char *value;

		value = scan_literal(p, end, t->members[i].lead);
		if (!value)
			continue;
		p = scan_value(value, end, t->members[i].kind);
		if (!p)
			return false;
	}
	if (end - p > 1) {
		p = scan_literal(p, end, SLICE(",\"attrs\":"));
		p = p ? scan_attrs(p, end) : NULL;
		if (!p)
			return false;
	}
	return end - p == 1 && *p == '}';
}
