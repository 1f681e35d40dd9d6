/* rawline.c - one walk over a line along the schema of its type. */
#include "transform/rawline.h"

#include "format/json.h"
#include "format/json_add.h"

/* Behind the closing quote of the string that begins at `p`. */
static const char *
string_end(const char *p, const char *end)
{
	for (p++; p < end; p++) {
		p = json_plain_end(p, end);
		if (p == end)
			break;
		if (*p == '"')
			return p + 1;
		if (*p == '\\')
			p++;
	}
	BUG("a canonical line whose string has no end");
}

static const char *
value_end(const char *p, const char *end)
{
	if (*p == '"')
		return string_end(p, end);
	if (*p == '[') {
		for (p++; p < end && *p != ']'; p += *p == ',')
			p = string_end(p, end);
		return p + 1;
	}
	while (p < end && *p != ',' && *p != '}')
		p++;
	return p;
}

/* Leads begin with `,"`: their ends and next letters tell them apart. */
static bool
leads(const char *p, const char *end, struct slice lead)
{
	return (size_t)(end - p) > lead.len && p[2] == lead.at[2] &&
	    p[lead.len - 1] == ':' && memcmp(p, lead.at, lead.len) == 0;
}

/* From the n-th member on, which begins at `p`. */
static void
cut_from(struct rawline *l, enum record_type type, unsigned n, const char *p)
{
	const struct schema_type *schema = &schema_types[type];
	const char *end = l->text.at + l->text.len;
	unsigned i;

	for (i = n; i < schema->member_count && *p == ','; i++) {
		struct slice lead = schema->members[i].lead;
		const char *from = p + lead.len;

		if (!leads(p, end, lead))
			continue;
		p = value_end(from, end);
		l->raw[i] = slice_from(from, (size_t)(p - from));
	}
	l->tail = slice_from(p, (size_t)(end - p) - 1);
}

void
rawline_cut(struct rawline *l, enum record_type type, struct slice line)
{
	memset(l->raw, 0, sizeof(l->raw));
	l->text = line;
	cut_from(l, type, 0, line.at + schema_types[type].lead.len);
}

void
rawline_cut_line(struct rawline *l, struct slice line, struct slice keys,
    const struct slice raw[RAWLINE_BOM_KEYS])
{
	memcpy(l->raw, raw, RAWLINE_BOM_KEYS * sizeof(*raw));
	memset(l->raw + RAWLINE_BOM_KEYS, 0,
	    sizeof(l->raw) - RAWLINE_BOM_KEYS * sizeof(*raw));
	l->text = line;
	cut_from(l, TYPE_BOM_LINE, RAWLINE_BOM_KEYS, line.at +
	    schema_types[TYPE_BOM_LINE].lead.len + keys.len);
}

/* The line's own bytes, not those of another text that lies behind it. */
static bool
own(const struct rawline *l, const char *at)
{
	return at >= l->text.at && at < l->text.at + l->text.len;
}

/*
 * Members that follow each other in the text are copied in one go: a line of
 * which little was changed is two or three pieces.
 */
void
rawline_add(struct buf *b, const struct rawline *l, enum record_type type)
{
	const struct schema_type *schema = &schema_types[type];
	struct slice run = {"", 0};
	unsigned i;

	buf_add_slice(b, schema->lead);
	for (i = 0; i < schema->member_count; i++) {
		struct slice raw = l->raw[i];
		size_t lead = schema->members[i].lead.len;

		if (!raw.len)
			continue;
		if (run.len && raw.at - lead == run.at + run.len &&
		    own(l, raw.at) && own(l, run.at)) {
			run.len += lead + raw.len;
			continue;
		}
		buf_add_slice(b, run);
		buf_add_slice(b, schema->members[i].lead);
		run = raw;
	}
	if (run.len && l->tail.at == run.at + run.len && own(l, run.at) &&
	    own(l, l->tail.at)) {
		run.len += l->tail.len;
		buf_add_slice(b, run);
	} else {
		buf_add_slice(b, run);
		buf_add_slice(b, l->tail);
	}
	buf_add_byte(b, '}');
}

/* Behind `count` members, from behind the type on. */
static const char *
keys_end(enum record_type type, struct slice keys, unsigned count)
{
	const char *p = keys.at;
	unsigned i;

	for (i = 0; i < count; i++)
		p = string_end(p + schema_types[type].members[i].lead.len,
		    keys.at + keys.len);
	return p;
}

struct slice
rawline_keys(enum record_type type, struct slice line, unsigned count)
{
	size_t lead = schema_types[type].lead.len;
	struct slice keys = slice_from(line.at + lead, line.len - lead);

	keys.len = (size_t)(keys_end(type, keys, count) - keys.at);
	return keys;
}

struct slice
rawline_key(enum record_type type, struct slice keys, unsigned n)
{
	const char *from = keys_end(type, keys, n) +
	    schema_types[type].members[n].lead.len;

	return slice_from(from,
	    (size_t)(keys_end(type, keys, n + 1) - from));
}

struct slice
rawline_first(enum record_type type, struct slice line)
{
	const struct schema_type *schema = &schema_types[type];
	const char *from = line.at + schema->lead.len +
	    schema->members[0].lead.len;

	return slice_from(from,
	    (size_t)(string_end(from, line.at + line.len) - from));
}

struct slice
rawline_of_text(struct slice text, struct arena *a)
{
	struct buf b = BUF_INIT(KEY_MOST * 8);
	struct slice made;

	json_add_string(&b, text);
	made = slice_copy(buf_slice(&b), a);
	buf_release(&b);
	return made;
}

struct slice
rawline_plain(struct slice raw)
{
	if (raw.len < 2 || raw.at[0] != '"')
		return raw;
	return slice_from(raw.at + 1, raw.len - 2);
}

bool
rawline_number(struct decimal *out, struct slice raw)
{
	return raw.len && decimal_parse(out, rawline_plain(raw));
}

struct slice
rawline_of_number(struct decimal d, struct arena *a)
{
	char text[DECIMAL_TEXT_SIZE + 2];
	bool quoted = decimal_digits(d) > DECIMAL_DIGITS_PLAIN;
	size_t n = decimal_print(text + quoted, d);

	if (quoted) {
		text[0] = '"';
		text[n + 1] = '"';
		n += 2;
	}
	return slice_copy(slice_from(text, n), a);
}

struct value
rawline_set(struct slice raw, struct arena *a)
{
	const struct schema_member *m =
	    &schema_types[TYPE_BOM_LINE].members[BOM_LINE_REFDES];
	struct value v = VALUE_INIT;
	struct err e = ERR_INIT;
	struct json j;

	if (!raw.len)
		return v;
	json_init(&j, raw, "", 1, a);
	if (value_read(&v, &j, m, &e) < 0)
		BUG("a canonical set that cannot be read");
	return v;
}

struct slice
rawline_of_set(const struct value *v, struct arena *a)
{
	struct buf b = BUF_INIT((size_t)64 * 1024 * 1024);
	struct slice made;

	if (!v->count)
		return slice_from("", 0);
	value_add(&b, v);
	made = slice_copy(buf_slice(&b), a);
	buf_release(&b);
	return made;
}
