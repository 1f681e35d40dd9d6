/* json.c - JSON read by pulling. */
#include "format/json.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

void
json_init(struct json *j, struct slice text, const char *name,
    unsigned long line, struct arena *arena)
{
	static const char mark[] = "\xef\xbb\xbf";
	struct slice s = text.len ? text : SLICE("");

	j->at = s.at;
	j->end = s.at + s.len;
	if (slice_begins(s, slice_of(mark)))
		j->at += sizeof(mark) - 1;
	j->line_start = j->at;
	j->name = name;
	j->line = line;
	j->arena = arena;
	j->depth = 0;
}

int
json_error(struct json *j, struct err *e, const char *fmt, ...)
{
	char what[ERR_TEXT_MOST];
	va_list args;

	va_start(args, fmt);
	vsnprintf(what, sizeof(what), fmt, args);
	va_end(args);
	return err_set(e, ERR_INPUT, "%s:%lu:%zu: %s", j->name, j->line,
	    (size_t)(j->at - j->line_start) + 1, what);
}

/* As json_error, for the place `at` in the present line. */
static int
error_at(struct json *j, const char *at, struct err *e, const char *what)
{
	j->at = at;
	return json_error(j, e, "%s", what);
}

static int
unexpected(struct json *j, struct err *e, const char *expected)
{
	unsigned char c;

	if (j->at == j->end)
		return json_error(j, e, "expected %s, the text ends", expected);
	c = (unsigned char)*j->at;
	if (c > ' ' && c < 0x7f)
		return json_error(j, e, "expected %s, found '%c'", expected, c);
	return json_error(j, e, "expected %s, found byte 0x%02x", expected, c);
}

/* The next byte that is no blank, or NUL (which nothing expects) at the end. */
static inline char
next_byte(struct json *j)
{
	for (; j->at < j->end; j->at++) {
		char c = *j->at;

		if (c == '\n') {
			j->line++;
			j->line_start = j->at + 1;
		} else if (c != ' ' && c != '\t' && c != '\r') {
			return c;
		}
	}
	return '\0';
}

const char *
json_plain_end(const char *from, const char *end)
{
	const char *p = from;
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"');
	const __m128i backslash = _mm_set1_epi8('\\');
	const __m128i control = _mm_set1_epi8(0x1f);

	for (; end - p >= 16; p += 16) {
		/* an unaligned load, so any address will do */
		__m128i c = _mm_loadu_si128((const __m128i *)(const void *)p);
		/* unsigned c <= 0x1f is min(c, 0x1f) == c */
		__m128i low = _mm_cmpeq_epi8(_mm_min_epu8(c, control), c);
		__m128i mark = _mm_or_si128(
		    _mm_cmpeq_epi8(c, quote), _mm_cmpeq_epi8(c, backslash));
		/* movemask takes bit 7, which in c itself means 0x80 up */
		int mask =
		    _mm_movemask_epi8(_mm_or_si128(c, _mm_or_si128(low, mark)));

		if (mask)
			return p + __builtin_ctz((unsigned)mask);
	}
#endif
	for (; p < end; p++) {
		unsigned char c = (unsigned char)*p;

		if (c < 0x20 || c == '"' || c == '\\' || c > 0x7f)
			break;
	}
	return p;
}

/* Four hexadecimal digits behind p, or -1. */
static long
hex4(const char *p, const char *end)
{
	long n = 0;
	int i;

	if (end - p < 4)
		return -1;
	for (i = 0; i < 4; i++) {
		char c = p[i], low = (char)(c | 0x20);

		if (c >= '0' && c <= '9')
			n = n * 16 + (c - '0');
		else if (low >= 'a' && low <= 'f')
			n = n * 16 + (low - 'a' + 10);
		else
			return -1;
	}
	return n;
}

/*
 * Reads \uXXXX, or the two of a surrogate pair, at p.  Returns what follows;
 * NULL with *why where it is wrong.
 */
static const char *
unicode_read(const char *p, const char *end, long *code, const char **why)
{
	long low = 0;

	*code = hex4(p + 2, end);
	*why = "\\u needs four hexadecimal digits";
	if (*code < 0)
		return NULL;
	p += 6;
	if (*code < 0xd800 || *code > 0xdfff)
		return p;
	*why = "lone surrogate in a string";
	if (*code <= 0xdbff && end - p >= 6 && p[0] == '\\' && p[1] == 'u')
		low = hex4(p + 2, end);
	if (low < 0xdc00 || low > 0xdfff)
		return NULL;
	*code = 0x10000 + (*code - 0xd800) * 0x400 + (low - 0xdc00);
	return p + 6;
}

/* As unicode_read for any escape; p is at the backslash. */
static const char *
escape_read(const char *p, const char *end, long *code, const char **why)
{
	static const char letters[] = "\"\\/bfnrt";
	static const char meant[] = "\"\\/\b\f\n\r\t";
	const char *found;

	*why = "string without an end";
	if (end - p < 2)
		return NULL;
	*why = "unknown escape in a string";
	if (p[1] == 'u')
		return unicode_read(p, end, code, why);
	found = memchr(letters, p[1], sizeof(letters) - 1);
	if (!found)
		return NULL;
	*code = meant[found - letters];
	return p + 2;
}

/* Writes a code point as UTF-8; at most as many bytes as its escape had. */
static char *
utf8_print(char *to, long code)
{
	static const unsigned char leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
	int n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	int i;

	/* the casts are of one byte's bits */
	for (i = n - 1; i > 0; i--, code >>= 6)
		to[i] = (char)(0x80 | (code & 0x3f));
	to[0] = (char)(leads[n] | code);
	return to + n;
}

/* Decodes what string_scan has found right. */
static struct slice
string_decode(struct slice raw, struct arena *arena)
{
	const char *p = raw.at, *end = p + raw.len, *stop, *why;
	char *text = arena_alloc(arena, raw.len), *to = text;
	long code;

	while ((stop = memchr(p, '\\', (size_t)(end - p)))) {
		memcpy(to, p, (size_t)(stop - p));
		to += stop - p;
		p = escape_read(stop, end, &code, &why);
		to = utf8_print(to, code);
	}
	memcpy(to, p, (size_t)(end - p));
	to += end - p;
	return slice_from(text, (size_t)(to - text));
}

/* Behind the run of bytes above 0x7f at p, NULL if it is no UTF-8. */
static const char *
utf8_run(struct json *j, const char *p, struct err *e)
{
	struct slice run = {p, 0};
	size_t good;

	/* the sign of a char tells nothing, its bit 7 does */
	while (p < j->end && (unsigned char)*p > 0x7f)
		p++;
	run.len = (size_t)(p - run.at);
	good = slice_utf8_length(run);
	if (good == run.len)
		return p;
	error_at(j, run.at + good, e, "malformed UTF-8 in a string");
	return NULL;
}

/*
 * Checks the string at whose quote the reader stands and moves behind it.
 * *raw is what stands between the quotes, *escapes whether to decode it.
 */
static int
string_scan(struct json *j, struct slice *raw, bool *escapes, struct err *e)
{
	const char *p = j->at + 1, *why;
	long code;

	*escapes = false;
	for (;;) {
		p = json_plain_end(p, j->end);
		if (p == j->end)
			return json_error(j, e, "string without an end");
		if (*p == '"')
			break;
		if (*p == '\\') {
			const char *escape = p;

			*escapes = true;
			p = escape_read(p, j->end, &code, &why);
			if (!p)
				return error_at(j, escape, e, why);
		} else if ((unsigned char)*p < 0x20) {
			j->at = p;
			return json_error(
			    j, e, "control byte 0x%02x in a string", *p);
		} else if (!(p = utf8_run(j, p, e))) {
			return -1;
		}
	}
	*raw = slice_from(j->at + 1, (size_t)(p - j->at) - 1);
	j->at = p + 1;
	return 0;
}

/* `decode` false: only checked, *text is then of no use. */
static int
string_read(struct json *j, struct slice *text, bool decode, struct err *e)
{
	bool escapes;

	if (string_scan(j, text, &escapes, e) < 0)
		return -1;
	if (escapes && decode)
		*text = string_decode(*text, j->arena);
	return 0;
}

static int
digits_read(struct json *j, struct err *e)
{
	const char *from = j->at;

	while (j->at < j->end && *j->at >= '0' && *j->at <= '9')
		j->at++;
	return j->at > from ? 0 : unexpected(j, e, "a digit");
}

static int
number_read(struct json *j, struct slice *text, struct err *e)
{
	const char *from = j->at, *whole;

	j->at += *j->at == '-';
	whole = j->at;
	if (digits_read(j, e) < 0)
		return -1;
	if (*whole == '0' && j->at - whole > 1)
		return error_at(j, whole, e, "number with a leading zero");
	if (j->at < j->end && *j->at == '.') {
		j->at++;
		if (digits_read(j, e) < 0)
			return -1;
	}
	if (j->at < j->end && (*j->at == 'e' || *j->at == 'E')) {
		j->at++;
		if (j->at < j->end && (*j->at == '+' || *j->at == '-'))
			j->at++;
		if (digits_read(j, e) < 0)
			return -1;
	}
	*text = slice_from(from, (size_t)(j->at - from));
	return 0;
}

static int
word_read(struct json *j, struct json_value *v, struct err *e)
{
	static const struct {
		struct slice text;
		enum json_kind kind;
	} words[] = {
	    {SLICE_INIT("null"), JSON_NULL},
	    {SLICE_INIT("true"), JSON_TRUE},
	    {SLICE_INIT("false"), JSON_FALSE},
	};
	struct slice rest = slice_from(j->at, (size_t)(j->end - j->at));
	size_t i;

	for (i = 0; i < COUNT_OF(words); i++) {
		if (!slice_begins(rest, words[i].text))
			continue;
		v->kind = words[i].kind;
		v->text = slice_from(j->at, words[i].text.len);
		j->at += words[i].text.len;
		return 0;
	}
	return unexpected(j, e, "a value");
}

static int
container_enter(struct json *j, struct json_value *v, struct err *e)
{
	bool object = *j->at == '{';

	if (j->depth == JSON_DEPTH_MOST)
		return json_error(
		    j, e, "nested deeper than %d levels", JSON_DEPTH_MOST);
	v->kind = object ? JSON_OBJECT : JSON_ARRAY;
	v->text = slice_from(j->at, 1);
	j->object[j->depth] = object;
	j->first[j->depth] = true;
	j->depth++;
	j->at++;
	return 0;
}

static int
value_read(struct json *j, struct json_value *v, bool decode, struct err *e)
{
	char c = next_byte(j);

	if (c == '"') {
		v->kind = JSON_STRING;
		return string_read(j, &v->text, decode, e);
	}
	if (c == '-' || (c >= '0' && c <= '9')) {
		v->kind = JSON_NUMBER;
		return number_read(j, &v->text, e);
	}
	if (c == '{' || c == '[')
		return container_enter(j, v, e);
	return word_read(j, v, e);
}

int
json_value(struct json *j, struct json_value *v, struct err *e)
{
	return value_read(j, v, true, e);
}

/*
 * What member and element have in common, for a container that ends in
 * `close`: 0 at its end, 1 before the next thing in it.
 */
static int
next_in(struct json *j, char close, const char *expected, struct err *e)
{
	bool *first = &j->first[j->depth - 1];
	char c = next_byte(j);

	if (c == close) {
		j->at++;
		j->depth--;
		return 0;
	}
	if (!*first) {
		if (c != ',')
			return unexpected(j, e, expected);
		j->at++;
	}
	*first = false;
	return 1;
}

static int
member_read(struct json *j, struct slice *name, bool decode, struct err *e)
{
	bool first = j->first[j->depth - 1];
	int got = next_in(j, '}', "',' or '}'", e);

	if (got <= 0)
		return got;
	if (next_byte(j) != '"')
		return unexpected(
		    j, e, first ? "a member name or '}'" : "a member name");
	if (string_read(j, name, decode, e) < 0)
		return -1;
	if (next_byte(j) != ':')
		return unexpected(j, e, "':'");
	j->at++;
	return 1;
}

int
json_member(struct json *j, struct slice *name, struct err *e)
{
	if (!j->depth || !j->object[j->depth - 1])
		BUG("json_member: not in an object");
	return member_read(j, name, true, e);
}

int
json_element(struct json *j, struct err *e)
{
	if (!j->depth || j->object[j->depth - 1])
		BUG("json_element: not in an array");
	return next_in(j, ']', "',' or ']'", e);
}

/* Reads on until all containers deeper than `depth` are closed. */
static int
close_to(struct json *j, unsigned depth, struct err *e)
{
	struct json_value v;
	struct slice name;
	int got;

	while (j->depth > depth) {
		got = j->object[j->depth - 1] ? member_read(j, &name, false, e)
					      : json_element(j, e);
		if (got < 0 || (got && value_read(j, &v, false, e) < 0))
			return -1;
	}
	return 0;
}

int
json_skip(struct json *j, struct err *e)
{
	unsigned depth = j->depth;
	struct json_value v;

	if (value_read(j, &v, false, e) < 0)
		return -1;
	return close_to(j, depth, e);
}

int
json_skip_rest(struct json *j, const struct json_value *v, struct err *e)
{
	if (v->kind != JSON_OBJECT && v->kind != JSON_ARRAY)
		return 0;
	return close_to(j, j->depth - 1, e);
}

int
json_end(struct json *j, struct err *e)
{
	if (j->depth)
		BUG("json_end: a value has not been read to its end");
	next_byte(j);
	return j->at == j->end ? 0 : unexpected(j, e, "the end of the text");
}

int
json_raw(struct json *j, struct slice *raw, struct err *e)
{
	const char *from;

	next_byte(j);
	from = j->at;
	if (json_skip(j, e) < 0)
		return -1;
	*raw = slice_from(from, (size_t)(j->at - from));
	return 0;
}
