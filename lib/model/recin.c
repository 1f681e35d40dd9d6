/*
 * recin.c - walking one JSON object into a record.
 *
 * The type decides what the other members mean and need not come first, so
 * where it does not the object is walked twice.
 */
#include "model/recin.h"

#include "format/json.h"
#include "format/json_add.h"
#include "model/cutline.h"

struct recin {
	struct json json;
	struct record *record;
	const struct schema_type *type;
	struct arena *arena;
	bool seen[SCHEMA_MEMBERS_MOST];
	bool attrs_seen;
	bool change_seen;
	bool was; /* reading a `was`: null is a value, keys may be left out */
};

static int
stands_twice(struct recin *in, struct slice name, struct err *e)
{
	return json_error(&in->json, e, "%.*s: stands twice",
	    SLICE_ARGS(name));
}

static int
read_member(struct recin *in, unsigned index, struct err *e)
{
	const struct schema_member *m = &in->type->members[index];
	struct value *v = &in->record->values[index];

	if (in->seen[index])
		return stands_twice(in, m->name, e);
	in->seen[index] = true;
	if (value_read(v, &in->json, m, e) < 0)
		return -1;
	if (m->key && v->kind == VALUE_ABSENT)
		v->kind = VALUE_TEXT;
	else if (in->was && v->kind == VALUE_ABSENT)
		v->kind = VALUE_NULL;
	return 0;
}

static int
append(struct recin *in, struct extras *x, struct slice name, struct value v,
    struct err *e)
{
	if (x->count >= RECIN_MEMBERS_MOST)
		return json_error(&in->json, e, "more than %d members",
		    RECIN_MEMBERS_MOST);
	extras_append(x, name, v, in->arena);
	return 0;
}

/* "attrs.NAME", for messages. */
static struct slice
attr_name(struct recin *in, struct slice name)
{
	char *text = arena_alloc(in->arena, name.len + 6);

	memcpy(text, "attrs.", 6);
	memcpy(text + 6, name.at, name.len);
	return slice_from(text, name.len + 6);
}

static int
read_attrs(struct recin *in, struct err *e)
{
	struct extras *attrs = &in->record->attrs;
	struct json_value got;
	struct slice name, twice;
	int more;

	if (in->attrs_seen)
		return stands_twice(in, SLICE("attrs"), e);
	in->attrs_seen = true;
	if (json_value(&in->json, &got, e) < 0)
		return -1;
	if (got.kind == JSON_NULL) {
		in->record->attrs_null = in->was;
		return 0;
	}
	if (got.kind != JSON_OBJECT)
		return value_wrong_kind(&in->json, SLICE("attrs"), "an object",
		    got.kind, e);
	while ((more = json_member(&in->json, &name, e)) > 0) {
		struct value v;

		if (!name.len)
			return json_error(&in->json, e,
			    "attrs: a member has an empty name");
		if (value_check_text(&in->json, SLICE("attrs"), name, e) < 0 ||
		    value_read_scalar(&v, &in->json, attr_name(in, name),
		    e) < 0 ||
		    append(in, attrs, name, v, e) < 0)
			return -1;
	}
	if (more < 0)
		return -1;
	twice = extras_sort(attrs);
	if (twice.at)
		return stands_twice(in, twice, e);
	in->record->attrs_null = in->was && !attrs->count;
	return 0;
}

/* A member that the schema does not know: kept, in canonical form. */
static int
read_other(struct recin *in, struct slice name, struct err *e)
{
	struct buf text = BUF_INIT(SIZE_MAX / 2);
	struct value v = {VALUE_RAW, {"", 0}, NULL, 0};
	int rc = -1;

	if (value_check_text(&in->json, SLICE("a member's name"), name, e) < 0)
		return -1;
	if (json_add_canonical(&text, &in->json, e) < 0)
		goto out;
	v.text = slice_copy(buf_slice(&text), in->arena);
	if (slice_is(v.text, "null") && in->was)
		v.kind = VALUE_NULL;
	else if (slice_is(v.text, "null") || slice_is(v.text, "\"\"") ||
	    slice_is(v.text, "[]") || slice_is(v.text, "{}") ||
	    slice_is(v.text, "false"))
		v.kind = VALUE_ABSENT;
	rc = append(in, &in->record->others, name, v, e);
out:
	buf_release(&text);
	return rc;
}

static int read_change(struct recin *in, struct err *e);

static int
read_named(struct recin *in, struct slice name, struct err *e)
{
	int index = schema_member_find(in->record->type, name);

	if (index >= 0)
		return read_member(in, (unsigned)index, e);
	if (slice_is(name, "attrs"))
		return read_attrs(in, e);
	if (slice_is(name, "change") && !in->was)
		return read_change(in, e);
	return read_other(in, name, e);
}

/* The members of an object that is entered, up to its end. */
static int
read_members(struct recin *in, bool skip_type, struct err *e)
{
	struct slice name, twice;
	bool type_seen = false;
	int more;

	while ((more = json_member(&in->json, &name, e)) > 0) {
		if (skip_type && slice_is(name, "type")) {
			if (type_seen)
				return stands_twice(in, name, e);
			type_seen = true;
			if (json_skip(&in->json, e) < 0)
				return -1;
			continue;
		}
		if (read_named(in, name, e) < 0)
			return -1;
	}
	if (more < 0)
		return -1;
	twice = extras_sort(&in->record->others);
	return twice.at ? stands_twice(in, twice, e) : 0;
}

static bool
says_nothing(const struct record *was)
{
	unsigned i;

	for (i = 0; i < schema_types[was->type].member_count; i++)
		if (was->values[i].kind != VALUE_ABSENT)
			return false;
	return !was->attrs.count && !was->attrs_null && !was->others.count;
}

/* The old values: a record in which only changed members are mentioned. */
static int
read_was(struct recin *in, struct change *c, struct err *e)
{
	struct recin was = {.record = arena_alloc(in->arena, sizeof(*c->was)),
	    .type = in->type, .arena = in->arena, .was = true};
	struct json_value got;
	unsigned i;

	if (json_value(&in->json, &got, e) < 0)
		return -1;
	if (got.kind == JSON_NULL)
		return 0;
	if (got.kind != JSON_OBJECT)
		return value_wrong_kind(&in->json, SLICE("was"), "an object",
		    got.kind, e);
	record_init(was.record, in->record->type);
	for (i = 0; i < in->type->key_count; i++)
		was.record->values[i].kind = VALUE_ABSENT;
	was.json = in->json;
	if (read_members(&was, false, e) < 0)
		return -1;
	in->json = was.json;
	c->was = says_nothing(was.record) ? NULL : was.record;
	return 0;
}

static int
read_op(struct recin *in, struct change *c, struct err *e)
{
	struct json_value got;

	if (json_value(&in->json, &got, e) < 0)
		return -1;
	if (got.kind != JSON_STRING)
		return value_wrong_kind(&in->json, SLICE("op"), "a string",
		    got.kind, e);
	if (slice_is(got.text, "add"))
		c->op = CHANGE_ADD;
	else if (slice_is(got.text, "change"))
		c->op = CHANGE_CHANGE;
	else if (slice_is(got.text, "remove"))
		c->op = CHANGE_REMOVE;
	else
		return json_error(&in->json, e, "op: \"%.*s\" is unknown "
		    "(expected add, change or remove)", SLICE_ARGS(got.text));
	return 0;
}

static int
read_change_text(struct recin *in, struct slice name, struct slice *text,
    struct err *e)
{
	struct json_value got;

	if (json_value(&in->json, &got, e) < 0)
		return -1;
	if (got.kind == JSON_NULL)
		return 0;
	if (got.kind != JSON_STRING)
		return value_wrong_kind(&in->json, name, "a string", got.kind,
		    e);
	*text = got.text;
	return value_check_text(&in->json, name, got.text, e);
}

static int
read_tags(struct recin *in, struct change *c, struct err *e)
{
	struct value tags;
	struct json_value got;

	if (json_value(&in->json, &got, e) < 0)
		return -1;
	if (got.kind == JSON_NULL)
		return 0;
	if (got.kind != JSON_ARRAY)
		return value_wrong_kind(&in->json, SLICE("tags"), "an array",
		    got.kind, e);
	if (value_read_texts(&tags, &in->json, SLICE("tags"), e) < 0)
		return -1;
	c->tags = tags.set;
	c->tag_count = tags.count;
	return 0;
}

static int
read_change_member(struct recin *in, struct change *c, unsigned *seen,
    struct slice name, struct err *e)
{
	static const char *const names[] = {
	    "op", "tags", "was", "match", "group"};
	unsigned i = 0;

	while (i < COUNT_OF(names) && !slice_is(name, names[i]))
		i++;
	if (i == COUNT_OF(names))
		return json_error(&in->json, e, "change: unknown member "
		    "\"%.*s\"", SLICE_ARGS(name));
	if (*seen & 1u << i)
		return stands_twice(in, name, e);
	*seen |= 1u << i;
	switch (i) {
	case 0:
		return read_op(in, c, e);
	case 1:
		return read_tags(in, c, e);
	case 2:
		return read_was(in, c, e);
	case 3:
		return read_change_text(in, name, &c->match, e);
	}
	return read_change_text(in, name, &c->group, e);
}

static int
read_change(struct recin *in, struct err *e)
{
	struct change *c = arena_alloc(in->arena, sizeof(*c));
	struct json_value got;
	struct slice name;
	unsigned seen = 0;
	int more;

	if (in->change_seen)
		return stands_twice(in, SLICE("change"), e);
	in->change_seen = true;
	*c = (struct change){.match = {"", 0}, .group = {"", 0}};
	if (json_value(&in->json, &got, e) < 0)
		return -1;
	if (got.kind == JSON_NULL)
		return 0;
	if (got.kind != JSON_OBJECT)
		return value_wrong_kind(&in->json, SLICE("change"), "an object",
		    got.kind, e);
	while ((more = json_member(&in->json, &name, e)) > 0)
		if (read_change_member(in, c, &seen, name, e) < 0)
			return -1;
	if (more < 0)
		return -1;
	if (!(seen & 1))
		return json_error(&in->json, e, "change: op is missing");
	if (c->was && c->op == CHANGE_ADD)
		return json_error(&in->json, e,
		    "change: was: nothing was before an add");
	in->record->change = c;
	return 0;
}

/* Finds the value of `type`, wherever in the object it stands. */
static int
find_type(struct recin *in, enum record_type *type, struct err *e)
{
	struct json_value got;
	struct slice name;
	const char *nearest;
	int more;

	if (json_value(&in->json, &got, e) < 0)
		return -1;
	if (got.kind != JSON_OBJECT)
		return value_wrong_kind(&in->json, SLICE("a record"),
		    "an object", got.kind, e);
	while ((more = json_member(&in->json, &name, e)) > 0) {
		if (slice_is(name, "type"))
			break;
		if (json_skip(&in->json, e) < 0)
			return -1;
	}
	if (more < 0)
		return -1;
	if (!more)
		return json_error(&in->json, e, "type: is missing");
	if (json_value(&in->json, &got, e) < 0)
		return -1;
	if (got.kind != JSON_STRING)
		return value_wrong_kind(&in->json, SLICE("type"), "a string",
		    got.kind, e);
	if (schema_find(type, got.text))
		return 0;
	nearest = schema_nearest(got.text);
	return json_error(&in->json, e, "type: \"%.*s\" is unknown%s%s%s",
	    SLICE_ARGS(got.text), nearest ? " (did you mean " : "",
	    nearest ? nearest : "", nearest ? "?)" : "");
}

/* Bytes of the text as a canonical string. */
static size_t
encoded_length(struct slice text)
{
	size_t i, n = text.len + 2;

	for (i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c == '"' || c == '\\' || c == '\b' || c == '\t' ||
		    c == '\n' || c == '\f' || c == '\r')
			n += 1;
		else if (c < 0x20)
			n += 5;
	}
	return n;
}

/* The record's key, or with `was` the key it had before a renumbering. */
static int
check_key(struct recin *in, const struct record *was, struct err *e)
{
	size_t total = in->type->lead.len;
	unsigned i;

	for (i = 0; i < in->type->key_count; i++) {
		const struct schema_member *m = &in->type->members[i];
		bool old = was && was->values[i].kind == VALUE_TEXT;
		struct slice text = old ? was->values[i].text
					: in->record->values[i].text;

		total += m->lead.len + encoded_length(text);
		if (m->required && !text.len)
			return json_error(&in->json, e, "%.*s: is missing or "
			    "empty (a key member of %.*s)", SLICE_ARGS(m->name),
			    SLICE_ARGS(in->type->name));
	}
	if (total > KEY_MOST)
		return json_error(&in->json, e, "the %skey is longer than %zu "
		    "bytes", was ? "old " : "", KEY_MOST);
	return 0;
}

static int
check_keys(struct recin *in, struct err *e)
{
	const struct change *c = in->record->change;

	if (check_key(in, NULL, e) < 0)
		return -1;
	return c && c->was ? check_key(in, c->was, e) : 0;
}

int
recin_parse(struct record *r, struct slice line, struct json_place at,
    struct arena *a, struct err *e)
{
	struct recin in = {.record = r, .arena = a};
	struct json_value got;
	enum record_type type;

	if (cutline_record(r, line, a))
		return 0;
	json_init(&in.json, line, at.name, at.line, a);
	if (find_type(&in, &type, e) < 0)
		return -1;
	record_init(r, type);
	in.type = &schema_types[type];
	json_init(&in.json, line, at.name, at.line, a);
	if (json_value(&in.json, &got, e) < 0 ||
	    read_members(&in, true, e) < 0 || json_end(&in.json, e) < 0)
		return -1;
	return check_keys(&in, e);
}
