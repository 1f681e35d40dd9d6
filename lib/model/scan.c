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
#include "model/key.h"

/* RECIN_MEMBERS_MOST, which stands on top of this. */
#define ATTRS_MOST 100000

/* Loads of any address; a call of memcmp would cost more than these. */
static inline bool
same_eight(const char *a, const char *b)
{
	uint64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return x == y;
}

static inline bool
same_four(const char *a, const char *b)
{
	uint32_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return x == y;
}

/*
 * Nearly all literals are leads of members and types, of which many are tried
 * in vain: their ends tell them apart, so these are compared first.
 */
static inline const char *
scan_literal(const char *p, const char *end, struct slice literal)
{
	size_t n = literal.len, i;

	if ((size_t)(end - p) < n)
		return NULL;
	if (n < 4)
		return memcmp(p, literal.at, n) == 0 ? p + n : NULL;
	if (n < 8)
		return same_four(p + n - 4, literal.at + n - 4) &&
		    same_four(p, literal.at) ? p + n : NULL;
	if (!same_eight(p + n - 8, literal.at + n - 8))
		return NULL;
	for (i = 0; i + 8 < n; i += 8)
		if (!same_eight(p + i, literal.at + i))
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

		if (++count > ATTRS_MOST)
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

static inline struct slice
between(const char *from, const char *to)
{
	return slice_from(from, (size_t)(to - from));
}

/*
 * Behind the key members, of which the first `i` have their opening quotes
 * noted already: the last of these begins anew, since its text may differ.
 */
static const char *
scan_keys(struct scan *out, struct slice line, unsigned i,
    struct slice *values)
{
	const struct schema_type *t = &schema_types[out->type];
	const char *end = line.at + line.len;
	const char *p;

	if (i) {
		p = line.at + out->starts[--i];
	} else {
		p = scan_literal(line.at, end, t->lead);
		p = p ? scan_literal(p, end, t->members[0].lead) : NULL;
	}
	for (; p; p = scan_literal(p, end, t->members[i].lead)) {
		if (p == end || *p != '"')
			return NULL;
		if (t->members[i].required && end - p > 1 && p[1] == '"')
			return NULL;
		out->starts[i] = (uint32_t)(p - line.at);
		p = scan_string(p + 1, end);
		if (p && values)
			values[i] = between(line.at + out->starts[i], p);
		if (!p || ++i == t->key_count)
			break;
	}
	if (!p || p - line.at > (ptrdiff_t)KEY_MOST)
		return NULL;
	out->key_length = (size_t)(p - line.at);
	return p;
}

/*
 * The first member from the i-th on whose lead stands at *p, which goes behind
 * it; the type's count of members: none.  `guess` is the one it was last time.
 */
static unsigned
scan_member(const struct schema_type *t, unsigned i, uint8_t *guess,
    const char **p, const char *end)
{
	const char *value;

	if (*guess >= i && *guess < t->member_count) {
		value = scan_literal(*p, end, t->members[*guess].lead);
		if (value) {
			*p = value;
			return *guess;
		}
	}
	for (; i < t->member_count; i++) {
		value = scan_literal(*p, end, t->members[i].lead);
		if (value) {
			*p = value;
			*guess = (uint8_t)i;
			break;
		}
	}
	return i;
}

/* From the key's end to that of the line. */
static bool
scan_rest(struct scan *out, const char *p, const char *end,
    struct slice *values)
{
	const struct schema_type *t = &schema_types[out->type];
	unsigned i = t->key_count;
	const char *value;

	while (end - p > 1) {
		i = scan_member(t, i, &out->guesses[i], &p, end);
		if (i == t->member_count)
			break;
		value = p;
		p = scan_value(p, end, t->members[i].kind);
		if (!p)
			return false;
		if (values)
			values[i] = between(value, p);
		i++;
	}
	if (end - p > 1) {
		value = scan_literal(p, end, SLICE(",\"attrs\":"));
		p = value ? scan_attrs(value, end) : NULL;
		if (!p)
			return false;
		if (values)
			values[t->member_count] = between(value, p);
	}
	return end - p == 1 && *p == '}';
}

/* The type of a line, told by its lead; TYPE_COUNT: none. */
static unsigned
scan_type(struct slice line)
{
	unsigned i;

	for (i = 0; i < TYPE_COUNT; i++)
		if (scan_literal(line.at, line.at + line.len,
		    schema_types[i].lead))
			break;
	return i;
}

static const char *
scan_key_of(struct scan *out, struct slice line, struct slice *values)
{
	unsigned type = scan_type(line);

	if (type == TYPE_COUNT)
		return NULL;
	out->type = (enum record_type)type;
	return scan_keys(out, line, 0, values);
}

bool
scan_key(struct scan *out, struct slice line)
{
	return scan_key_of(out, line, NULL) != NULL;
}

bool
scan_values(struct scan *out, struct slice line, struct slice *values)
{
	const char *p = scan_key_of(out, line, values);

	memset(out->guesses, 0, sizeof(out->guesses));
	return p && scan_rest(out, p, line.at + line.len, values);
}

bool
scan_line(struct scan *out, struct slice line)
{
	return scan_values(out, line, NULL);
}

/* Behind the key prefix, or NULL. */
static const char *
next_key(struct scan *scan, struct slice line, size_t same)
{
	const char *p;
	unsigned i = 0;

	/* the type's name and its quote are common, and so is the type */
	if (same > schema_types[scan->type].lead.len)
		i = schema_types[scan->type].key_count;
	else
		same = 0;
	while (i && scan->starts[i - 1] >= same)
		i--;
	p = scan_keys(scan, line, i, NULL);
	if (!p && !same)
		p = scan_key_of(scan, line, NULL);
	return p;
}

bool
scan_next(struct scan *scan, struct slice line, size_t same)
{
	const char *p = next_key(scan, line, same);

	return p && scan_rest(scan, p, line.at + line.len, NULL);
}

bool
scan_next_key(struct scan *scan, struct slice line, size_t same)
{
	const char *end = line.at + line.len;

	if (line.len < 2 || end[-1] != '}' || end[-2] == '}')
		return scan_next(scan, line, same);
	return next_key(scan, line, same) != NULL;
}

struct slice
scan_bom(const struct scan *scan, struct slice line)
{
	const struct schema_type *t = &schema_types[TYPE_BOM_LINE];

	return slice_from(line.at, scan->starts[BOM_LINE_FIND_NUMBER] -
	    t->members[BOM_LINE_FIND_NUMBER].lead.len);
}
