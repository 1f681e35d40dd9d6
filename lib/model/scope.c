/* scope.c - reading, printing and asking scopes. */
#include "model/scope.h"

#include "format/json_add.h"

void
scope_init(struct scope *s)
{
	memset(s, 0, sizeof(*s));
	s->filter = SLICE("");
}

static int
stands_twice(struct json *j, struct slice name, struct err *e)
{
	return json_error(j, e, "scope: %.*s: stands twice", SLICE_ARGS(name));
}

static int
unknown_type(struct json *j, struct slice name, struct err *e)
{
	const char *nearest = schema_nearest(name);

	return json_error(j, e, "scope: unknown type \"%.*s\"%s%s%s",
	    SLICE_ARGS(name), nearest ? " (did you mean " : "",
	    nearest ? nearest : "", nearest ? "?)" : "");
}

static int
set_types(struct scope *s, struct json *j, const struct value *names,
    struct err *e)
{
	size_t i;

	s->limits_types = names->kind == VALUE_SET;
	for (i = 0; i < names->count; i++) {
		enum record_type type;

		if (!schema_find(&type, names->set[i]))
			return unknown_type(j, names->set[i], e);
		s->types[type] = true;
	}
	return 0;
}

/* An empty list is one: the source supplies keys only. */
static int
set_members(struct scope *s, struct json *j, enum record_type type,
    const struct json_value *got, struct err *e)
{
	struct value names;
	size_t i;

	if (got->kind != JSON_ARRAY)
		return value_wrong_kind(j, SLICE("members"), "an array",
		    got->kind, e);
	if (value_read_texts(&names, j, SLICE("members"), e) < 0)
		return -1;
	s->limits_members[type] = true;
	for (i = 0; i < names.count; i++) {
		int index = schema_member_find(type, names.set[i]);

		if (slice_is(names.set[i], "attrs"))
			index = SCHEMA_MEMBERS_MOST;
		if (index < 0)
			return json_error(j, e, "scope: members: %.*s has no "
			    "member \"%.*s\"",
			    SLICE_ARGS(schema_types[type].name),
			    SLICE_ARGS(names.set[i]));
		s->members[type][index] = true;
	}
	return 0;
}

static int
set_removals(struct scope *s, struct json *j, enum record_type type,
    const struct json_value *got, struct err *e)
{
	if (got->kind != JSON_FALSE && got->kind != JSON_TRUE)
		return value_wrong_kind(j, SLICE("removals"), "true or false",
		    got->kind, e);
	s->no_removals[type] = got->kind == JSON_FALSE;
	return 0;
}

/* An object whose members are type names: `members` or `removals`. */
static int
read_by_type(struct scope *s, struct json *j, bool members, struct err *e)
{
	bool seen[TYPE_COUNT] = {false};
	struct json_value got;
	struct slice name;
	int more;

	if (json_value(j, &got, e) < 0)
		return -1;
	if (got.kind == JSON_NULL)
		return 0;
	if (got.kind != JSON_OBJECT)
		return value_wrong_kind(j, SLICE("scope"), "an object by type",
		    got.kind, e);
	while ((more = json_member(j, &name, e)) > 0) {
		enum record_type type;

		if (!schema_find(&type, name))
			return unknown_type(j, name, e);
		if (seen[type])
			return stands_twice(j, name, e);
		seen[type] = true;
		if (json_value(j, &got, e) < 0)
			return -1;
		if (got.kind == JSON_NULL)
			continue;
		if (members ? set_members(s, j, type, &got, e) < 0
			    : set_removals(s, j, type, &got, e) < 0)
			return -1;
	}
	return more;
}

/*
 * An array of strings of which the start has been read.  Not value_read_texts:
 * "" is a text here, it stands for records without a plant or usage.
 */
static int
read_texts(struct value *v, struct json *j, struct slice name, struct err *e)
{
	struct json_value item;
	struct slice *grown;
	size_t room = 0;
	int more;

	while ((more = json_element(j, e)) > 0) {
		if (json_value(j, &item, e) < 0)
			return -1;
		if (item.kind != JSON_STRING)
			return value_wrong_kind(j, name,
			    "an array of strings", item.kind, e);
		if (value_check_text(j, name, item.text, e) < 0)
			return -1;
		if (v->count == room) {
			room = mem_next_size(room, v->count + 1);
			grown = arena_alloc(j->arena, room * sizeof(*grown));
			if (v->count)
				memcpy(grown, v->set,
				    v->count * sizeof(*grown));
			v->set = grown;
		}
		v->set[v->count++] = item.text;
	}
	v->kind = v->count ? VALUE_SET : VALUE_ABSENT;
	value_set_sort(v);
	return more;
}

/* null is no limit; [] would hold nothing, and is surely a mistake. */
static int
read_list(struct value *v, struct json *j, struct slice name, struct err *e)
{
	struct json_value got;

	*v = (struct value)VALUE_INIT;
	if (json_value(j, &got, e) < 0)
		return -1;
	if (got.kind == JSON_NULL)
		return 0;
	if (got.kind != JSON_ARRAY)
		return value_wrong_kind(j, name, "an array", got.kind, e);
	if (read_texts(v, j, name, e) < 0)
		return -1;
	if (!v->count)
		return json_error(j, e, "scope: %.*s: is empty (leave it out "
		    "where there is no limit)", SLICE_ARGS(name));
	return 0;
}

static int
read_filter(struct scope *s, struct json *j, struct slice name, struct err *e)
{
	struct json_value got;

	if (json_value(j, &got, e) < 0)
		return -1;
	if (got.kind == JSON_NULL)
		return 0;
	if (got.kind != JSON_STRING)
		return value_wrong_kind(j, name, "a string", got.kind, e);
	s->filter = got.text;
	return value_check_text(j, name, got.text, e);
}

enum part { TYPES, PLANTS, USAGES, FILTER, MEMBERS, REMOVALS, PART_COUNT };

static int
read_part(struct scope *s, struct json *j, struct slice name, enum part part,
    struct err *e)
{
	struct value v;

	if (part == MEMBERS || part == REMOVALS)
		return read_by_type(s, j, part == MEMBERS, e);
	if (part == FILTER)
		return read_filter(s, j, name, e);
	if (read_list(&v, j, name, e) < 0)
		return -1;
	if (part == TYPES)
		return set_types(s, j, &v, e);
	if (part == PLANTS) {
		s->plants = v;
		s->limits_plants = v.kind == VALUE_SET;
	} else {
		s->usages = v;
		s->limits_usages = v.kind == VALUE_SET;
	}
	return 0;
}

/* A part that is not known is refused: it may limit what may be removed. */
static int
find_part(enum part *part, struct json *j, struct slice name, unsigned *seen,
    struct err *e)
{
	static const char *const names[PART_COUNT] = {"types", "plants",
	    "usages", "filter", "members", "removals"};
	unsigned i = 0;

	while (i < PART_COUNT && !slice_is(name, names[i]))
		i++;
	if (i == PART_COUNT)
		return json_error(j, e, "scope: unknown part \"%.*s\" "
		    "(expected types, plants, usages, filter, members or "
		    "removals)", SLICE_ARGS(name));
	if (*seen & 1u << i)
		return stands_twice(j, name, e);
	*seen |= 1u << i;
	*part = (enum part)i;
	return 0;
}

int
scope_read(struct scope *s, struct json *j, struct err *e)
{
	struct json_value got;
	struct slice name;
	enum part part = TYPES;
	unsigned seen = 0;
	int more;

	scope_init(s);
	if (json_value(j, &got, e) < 0)
		return -1;
	if (got.kind == JSON_NULL)
		return 0;
	if (got.kind != JSON_OBJECT)
		return value_wrong_kind(j, SLICE("scope"), "an object",
		    got.kind, e);
	while ((more = json_member(j, &name, e)) > 0)
		if (find_part(&part, j, name, &seen, e) < 0 ||
		    read_part(s, j, name, part, e) < 0)
			return -1;
	return more;
}

/* Opens a part: a comma behind what stands already, then its name. */
static void
add_name(struct buf *b, size_t start, const char *name)
{
	if (b->len > start)
		buf_add_byte(b, ',');
	json_add_string(b, slice_of(name));
	buf_add_byte(b, ':');
}

static void
add_types(struct buf *b, const struct scope *s)
{
	bool comma = false;
	unsigned i;

	buf_add_byte(b, '[');
	for (i = 0; i < TYPE_COUNT; i++) {
		if (!s->types[i])
			continue;
		if (comma)
			buf_add_byte(b, ',');
		comma = true;
		json_add_string(b, schema_types[i].name);
	}
	buf_add_byte(b, ']');
}

static int
compare_bytes(const void *a, const void *b)
{
	const struct slice *left = a, *right = b;

	return slice_compare(*left, *right);
}

/* In byte order, and the scope stays as it is. */
static void
add_usages(struct buf *b, const struct value *usages)
{
	struct slice *sorted = mem_grow(NULL, usages->count, sizeof(*sorted));

	if (usages->count)
		memcpy(sorted, usages->set, usages->count * sizeof(*sorted));
	qsort(sorted, usages->count, sizeof(*sorted), compare_bytes);
	value_add_texts(b, sorted, usages->count);
	mem_free(sorted);
}

static void
add_members(struct buf *b, const struct scope *s, enum record_type type)
{
	const struct schema_type *t = &schema_types[type];
	struct slice names[SCHEMA_MEMBERS_MOST + 1];
	size_t n = 0;
	unsigned i;

	for (i = 0; i < t->member_count; i++)
		if (s->members[type][i])
			names[n++] = t->members[i].name;
	if (s->members[type][SCHEMA_MEMBERS_MOST])
		names[n++] = SLICE("attrs");
	qsort(names, n, sizeof(*names), compare_bytes);
	value_add_texts(b, names, n);
}

static void
add_by_type(struct buf *b, const struct scope *s, bool members)
{
	const bool *which = members ? s->limits_members : s->no_removals;
	size_t start;
	unsigned i;

	buf_add_byte(b, '{');
	start = b->len;
	for (i = 0; i < TYPE_COUNT; i++) {
		if (!which[i])
			continue;
		add_name(b, start, schema_types[i].name.at);
		if (members)
			add_members(b, s, (enum record_type)i);
		else
			buf_add_text(b, "false");
	}
	buf_add_byte(b, '}');
}

static bool
any(const bool *flags)
{
	return memchr(flags, true, TYPE_COUNT * sizeof(*flags)) != NULL;
}

void
scope_add(struct buf *b, const struct scope *s)
{
	size_t start;

	buf_add_byte(b, '{');
	start = b->len;
	if (s->limits_types) {
		add_name(b, start, "types");
		add_types(b, s);
	}
	if (s->limits_plants) {
		add_name(b, start, "plants");
		value_add(b, &s->plants);
	}
	if (s->limits_usages) {
		add_name(b, start, "usages");
		add_usages(b, &s->usages);
	}
	if (s->filter.len) {
		add_name(b, start, "filter");
		json_add_string(b, s->filter);
	}
	if (any(s->limits_members)) {
		add_name(b, start, "members");
		add_by_type(b, s, true);
	}
	if (any(s->no_removals)) {
		add_name(b, start, "removals");
		add_by_type(b, s, false);
	}
	buf_add_byte(b, '}');
}

/* NAME=VALUE[|VALUE...], turned into the JSON that scope_read takes. */
static int
words_to_json(struct buf *b, struct slice text, struct err *e)
{
	struct slice rest = text;
	size_t start = b->len + 1;

	buf_add_byte(b, '{');
	while (rest.at) {
		struct slice values = slice_cut(&rest, ',');
		struct slice name = slice_trim(slice_cut(&values, '='));
		char comma = '[';

		if (!values.at)
			return err_set(e, ERR_USAGE, "--scope: \"%.*s\" is no "
			    "scope (expected all, a JSON object, or words as "
			    "types=item|bom,plants=1000)", SLICE_ARGS(text));
		if (b->len > start)
			buf_add_byte(b, ',');
		json_add_string(b, name);
		buf_add_byte(b, ':');
		if (slice_is(name, "filter")) {
			json_add_string(b, slice_trim(values));
			continue;
		}
		while (values.at) {
			buf_add_byte(b, comma);
			json_add_string(b, slice_trim(slice_cut(&values,
			    '|')));
			comma = ',';
		}
		buf_add_byte(b, ']');
	}
	buf_add_byte(b, '}');
	return 0;
}

int
scope_parse(struct scope *s, struct slice text, struct arena *a,
    struct err *e)
{
	struct buf words = BUF_INIT((size_t)1024 * 1024);
	struct json j;
	int rc = -1;

	scope_init(s);
	text = slice_trim(text);
	if (slice_is(text, "all"))
		return 0;
	if (text.len && text.at[0] == '{')
		buf_add_slice(&words, text);
	else if (words_to_json(&words, text, e) < 0)
		goto out;
	json_init(&j, slice_copy(buf_slice(&words), a), "--scope", 1, a);
	if (scope_read(s, &j, e) < 0 || json_end(&j, e) < 0) {
		e->kind = ERR_USAGE; /* it is the command that is wrong */
		goto out;
	}
	rc = 0;
out:
	buf_release(&words);
	return rc;
}

static bool
set_has(const struct value *set, struct slice text)
{
	size_t i;

	for (i = 0; i < set->count; i++)
		if (slice_equal(set->set[i], text))
			return true;
	return false;
}

bool
scope_holds(const struct scope *s, const struct key *k)
{
	int at;

	if (s->limits_types && !s->types[k->type])
		return false;
	at = s->limits_plants ? schema_plant(k->type) : -1;
	if (at >= 0 && !set_has(&s->plants, k->parts[at]))
		return false;
	at = s->limits_usages ? schema_usage(k->type) : -1;
	return at < 0 || set_has(&s->usages, k->parts[at]);
}

bool
scope_supplies(const struct scope *s, enum record_type type, unsigned member)
{
	return !s->limits_members[type] ||
	    member < schema_types[type].key_count || s->members[type][member];
}

bool
scope_equal(const struct scope *a, const struct scope *b)
{
	struct buf left = BUF_INIT(SIZE_MAX / 2);
	struct buf right = BUF_INIT(SIZE_MAX / 2);
	bool equal;

	scope_add(&left, a);
	scope_add(&right, b);
	equal = slice_equal(buf_slice(&left), buf_slice(&right));
	buf_release(&left);
	buf_release(&right);
	return equal;
}
