/* key.c - encoding keys, taking them apart, and their text form. */
#include "model/key.h"

#include "format/json.h"
#include "format/json_add.h"

_Static_assert(KEY_PARTS_MOST >= 9, "a substitute's key has nine members");

void
key_add_prefix(struct buf *b, const struct key *k)
{
	const struct schema_type *t = &schema_types[k->type];
	unsigned i;

	buf_add_slice(b, t->lead);
	for (i = 0; i < k->count; i++) {
		buf_add_slice(b, t->members[i].lead);
		json_add_string(b, k->parts[i]);
	}
}

/* True if the literal is the canonical one of the text. */
static bool
spelled_so(struct slice literal, struct slice text)
{
	struct buf b = BUF_INIT(literal.len);
	bool same;

	json_add_string(&b, text);
	same = !b.over && slice_equal(buf_slice(&b), literal) &&
	    !memchr(text.at, '\0', text.len);
	buf_release(&b);
	return same;
}

/*
 * Reads one string literal at the start of *rest; false if it is none, or not
 * in its canonical spelling.
 */
static bool
take_odd_string(struct slice *rest, struct slice *out, struct arena *a)
{
	const char *end = rest->at + rest->len;
	const char *p = rest->at;
	struct slice raw;
	struct json j;
	struct json_value v;
	struct err ignored = ERR_INIT;

	if (!rest->len || *p++ != '"')
		return false;
	for (;;) {
		p = json_plain_end(p, end);
		if (p == end)
			return false;
		if (*p == '"')
			break;
		p += *p == '\\' && p + 1 < end ? 2 : 1;
	}
	p++;
	raw = slice_from(rest->at, (size_t)(p - rest->at));
	json_init(&j, raw, "key", 1, a);
	if (json_value(&j, &v, &ignored) < 0)
		return false;
	*out = v.text;
	if (v.text.len + 2 != raw.len && !spelled_so(raw, v.text))
		return false;
	rest->len -= (size_t)(p - rest->at);
	rest->at = p;
	return true;
}

static bool
take_string(struct slice *rest, struct slice *out, struct arena *a)
{
	const char *start = rest->at + 1, *end = rest->at + rest->len, *p;

	if (!rest->len || *rest->at != '"')
		return false;
	/* nearly always plain letters, which stand for themselves */
	p = json_plain_end(start, end);
	if (p == end || *p != '"')
		return take_odd_string(rest, out, a);
	*out = slice_from(start, (size_t)(p - start));
	rest->len -= (size_t)(p + 1 - rest->at);
	rest->at = p + 1;
	return true;
}

static bool
take_type(struct slice *rest, enum record_type *type)
{
	unsigned i;

	for (i = 0; i < TYPE_COUNT; i++) {
		const struct schema_type *t = &schema_types[i];

		if (!slice_begins(*rest, t->lead))
			continue;
		rest->at += t->lead.len;
		rest->len -= t->lead.len;
		*type = (enum record_type)i;
		return true;
	}
	return false;
}

size_t
key_parse_prefix(struct key *k, struct slice line, struct arena *a)
{
	struct slice rest = line;
	const struct schema_type *t;
	unsigned i;

	if (!take_type(&rest, &k->type))
		return 0;
	t = &schema_types[k->type];
	for (i = 0; i < t->key_count; i++) {
		struct slice lead = t->members[i].lead;

		if (!slice_begins(rest, lead))
			return 0;
		rest.at += lead.len;
		rest.len -= lead.len;
		if (!take_string(&rest, &k->parts[i], a) ||
		    (t->members[i].required && !k->parts[i].len))
			return 0;
	}
	k->count = t->key_count;
	return (size_t)(rest.at - line.at);
}

static void
add_escaped(struct buf *b, struct slice s)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c == '%' || c == '/' || c < 0x20 || c == 0x7f)
			buf_printf(b, "%%%02X", c);
		else
			buf_add_byte(b, s.at[i]);
	}
}

void
key_add_text_without_type(struct buf *b, const struct key *k)
{
	unsigned i;

	for (i = 0; i < k->count; i++) {
		if (i)
			buf_add_byte(b, '/');
		add_escaped(b, k->parts[i]);
	}
}

void
key_add_text(struct buf *b, const struct key *k)
{
	buf_add_slice(b, schema_types[k->type].name);
	buf_add_byte(b, ':');
	key_add_text_without_type(b, k);
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static int
unescape(struct slice *out, struct slice part, struct arena *a, struct err *e)
{
	char *to = arena_alloc(a, part.len + 1);
	size_t i, n = 0;

	for (i = 0; i < part.len; i++) {
		unsigned char c = (unsigned char)part.at[i];

		if (c < 0x20 || c == 0x7f)
			return err_set(e, ERR_USAGE, "key \"%.*s\": control "
			    "byte %02X stands plain (expected %%%02X)",
			    SLICE_ARGS(part), c, c);
		if (c == '%') {
			bool room = part.len - i > 2;
			int high = room ? hex_value(part.at[i + 1]) : -1;
			int low = room ? hex_value(part.at[i + 2]) : -1;

			if (high < 0 || low < 0)
				return err_set(e, ERR_USAGE, "key \"%.*s\": %% "
				    "is not followed by two hex digits",
				    SLICE_ARGS(part));
			c = (unsigned char)(high * 16 + low);
			i += 2;
		}
		if (!c)
			return err_set(e, ERR_USAGE, "key \"%.*s\": U+0000 is "
			    "not allowed", SLICE_ARGS(part));
		to[n++] = (char)c;
	}
	*out = slice_from(to, n);
	if (slice_utf8_length(*out) != n)
		return err_set(e, ERR_USAGE, "key \"%.*s\": is not UTF-8",
		    SLICE_ARGS(part));
	return 0;
}

/* "item: ITEM/PLANT" as the form that was expected. */
static const char *
expected_form(enum record_type type, struct buf *b)
{
	const struct schema_type *t = &schema_types[type];
	unsigned i;

	for (i = 0; i < t->key_count; i++) {
		if (i)
			buf_add_byte(b, '/');
		buf_add_slice(b, t->members[i].name);
	}
	return buf_text(b);
}

/* `shown` is the key as the user wrote it, for messages. */
static int
parse_parts(struct key *k, struct slice text, struct slice shown,
    struct arena *a, struct err *e)
{
	enum record_type type = k->type;
	const struct schema_type *t = &schema_types[type];
	struct slice rest = text;
	unsigned i, slashes = 0;
	size_t at;

	for (at = 0; at < text.len; at++)
		slashes += text.at[at] == '/';
	if (slashes + 1 != t->key_count) {
		struct buf form = BUF_INIT(1024);

		err_set(e, ERR_USAGE, "key \"%.*s\": has %u members (expected "
		    "%u: %s)", SLICE_ARGS(shown), slashes + 1, t->key_count,
		    expected_form(type, &form));
		buf_release(&form);
		return -1;
	}
	k->count = t->key_count;
	for (i = 0; i < t->key_count; i++) {
		struct slice part = slice_cut(&rest, '/');

		if (unescape(&k->parts[i], part, a, e) < 0)
			return -1;
		if (!k->parts[i].len && t->members[i].required)
			return err_set(e, ERR_USAGE, "key \"%.*s\": %s is "
			    "empty", SLICE_ARGS(shown), t->members[i].name.at);
	}
	return 0;
}

int
key_parse_record_key(struct key *k, enum record_type type, struct slice text,
    struct arena *a, struct err *e)
{
	k->type = type;
	return parse_parts(k, text, text, a, e);
}

int
key_parse_text(struct key *k, struct slice text, struct arena *a,
    struct err *e)
{
	struct slice rest = text;
	struct slice name = slice_cut(&rest, ':');
	enum record_type type;
	const char *nearest;

	if (!rest.at)
		return err_set(e, ERR_USAGE, "key \"%.*s\": no type (expected "
		    "TYPE:MEMBER/..., as item:A-100)", SLICE_ARGS(text));
	if (!schema_find(&type, name)) {
		nearest = schema_nearest(name);
		return err_set(e, ERR_USAGE, "key \"%.*s\": unknown type%s%s%s",
		    SLICE_ARGS(text), nearest ? " (did you mean " : "",
		    nearest ? nearest : "", nearest ? "?)" : "");
	}
	k->type = type;
	return parse_parts(k, rest, text, a, e);
}

bool
key_above(struct key *above, const struct key *k)
{
	unsigned i;

	switch ((int)k->type) {
	case TYPE_BOM_LINE:
		above->type = TYPE_BOM;
		break;
	case TYPE_SUBSTITUTE:
		above->type = TYPE_BOM_LINE;
		break;
	case TYPE_OPERATION:
		above->type = TYPE_ROUTING;
		break;
	default:
		return false;
	}
	/* by the contract their keys begin with the key of what is above */
	above->count = schema_types[above->type].key_count;
	for (i = 0; i < above->count; i++)
		above->parts[i] = k->parts[i];
	return true;
}
