/* scope.c - reading, printing, asking and uniting scopes. */
#include "model/scope.h"

#include "format/json_add.h"

void
scope_init(struct scope *s)
{
	memset(s, 0, sizeof(*s));
	s->filter = SLICE("");
}

static const struct schema_member texts_member = {
    SLICE_INIT("scope"), SLICE_INIT(""), MEMBER_SET, false, false};

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

static int
set_members(struct scope *s, struct json *j, enum record_type type,
    const struct value *names, struct err *e)
{
	size_t i;

	s->limits_members[type] = true;
	for (i = 0; i < names->count; i++) {
		int index = schema_member_find(type, names->set[i]);

		if (slice_is(names->set[i], "attrs"))
			index = SCHEMA_MEMBERS_MOST;
		if (index < 0)
			return json_error(j, e, "scope: members: %.*s has no "
			    "member \"%.*s\"",
			    SLICE_ARGS(schema_types[type].name),
			    SLICE_ARGS(names->set[i]));
		s->members[type][index] = true;
	}
	return 0;
}

/* An object whose members are type names: `members` or `removals`. */
static int
read_by_type(struct scope *s, struct json *j, bool members, struct err *e)
{
	struct json_value got;
	struct slice name;
	int more;

	if (json_value(j, &got, e) < 0)
		return -1;
	if (got.kind != JSON_OBJECT)
		return value_wrong_kind(j, SLICE("scope"),
		    "an object by type", got.kind, e);
	while ((more = json_member(j, &name, e)) > 0) {
		enum record_type type;
		struct value v;

		if (!schema_find(&type, name))
			return unknown_type(j, name, e);
		if (!members) {
			if (json_value(j, &got, e) < 0)
				return -1;
			if (got.kind != JSON_FALSE && got.kind != JSON_TRUE)
				return value_wrong_kind(j, SLICE("removals"),
				    "true or false", got.kind, e);
			s->no_removals[type] = got.kind == JSON_FALSE;
			continue;
		}
		if (value_read(&v, j, &texts_member, e) < 0 ||
		    set_members(s, j, type, &v, e) < 0)
			return -1;
	}
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
	if (value_read_texts(v, j, name, e) < 0)
		return -1;
	if (!v->count)
		return json_error(j, e, "scope: %.*s: is empty (leave it out "
		    "where there is no limit)", SLICE_ARGS(name));
	return 0;
}

static int
read_part(struct scope *s, struct json *j, struct slice name, struct err *e)
{
	struct value v;

	if (slice_is(name, "members") || slice_is(name, "removals"))
		return read_by_type(s, j, slice_is(name, "members"), e);
	if (slice_is(name, "filter")) {
		struct json_value got;

		if (json_value(j, &got, e) < 0)
			return -1;
		if (got.kind != JSON_STRING)
			return value_wrong_kind(j, name, "a string", got.kind,
			    e);
		s->filter = got.text;
		return value_check_text(j, name, got.text, e);
	}
	if (!slice_is(name, "types") && !slice_is(name, "plants") &&
	    !slice_is(name, "usages"))
		return json_error(j, e, "scope: unknown part \"%.*s\" "
		    "(expected types, plants, usages, filter, members or "
		    "removals)", SLICE_ARGS(name));
	if (read_list(&v, j, name, e) < 0)
		return -1;
	if (slice_is(name, "types"))
		return set_types(s, j, &v, e);
	if (slice_is(name, "plants")) {
		s->plants = v;
		s->limits_plants = v.kind == VALUE_SET;
	} else {
		s->usages = v;
		s->limits_usages = v.kind == VALUE_SET;
	}
	return 0;
}

int
scope_read(struct scope *s, struct json *j, struct err *e)
{
	struct json_value got;
	struct slice name;
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
		if (read_part(s, j, name, e) < 0)
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
		struct value usages = s->usages;

		qsort(usages.set, usages.count, sizeof(*usages.set),
		    compare_bytes);
		add_name(b, start, "usages");
		value_add(b, &usages);
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

static void
unite_sets(struct value *into, const struct value *other, struct arena *a)
{
	struct value both = {VALUE_SET, {"", 0}, NULL, 0};

	both.count = into->count + other->count;
	both.set = arena_alloc(a, both.count * sizeof(*both.set));
	if (into->count)
		memcpy(both.set, into->set, into->count * sizeof(*both.set));
	if (other->count)
		memcpy(both.set + into->count, other->set,
		    other->count * sizeof(*both.set));
	value_set_sort(&both);
	*into = both;
}

void
scope_unite(struct scope *s, const struct scope *other, struct arena *a)
{
	unsigned i, m;

	s->limits_types = s->limits_types && other->limits_types;
	s->limits_plants = s->limits_plants && other->limits_plants;
	s->limits_usages = s->limits_usages && other->limits_usages;
	if (s->limits_plants)
		unite_sets(&s->plants, &other->plants, a);
	if (s->limits_usages)
		unite_sets(&s->usages, &other->usages, a);
	/* filters that differ: the union is under either, and says so */
	if (other->filter.len && s->filter.len &&
	    !slice_equal(s->filter, other->filter)) {
		struct buf both = BUF_INIT((size_t)1024 * 1024);

		buf_add_slice(&both, s->filter);
		buf_add_text(&both, "; ");
		buf_add_slice(&both, other->filter);
		s->filter = slice_copy(buf_slice(&both), a);
		buf_release(&both);
	} else if (!s->filter.len) {
		s->filter = other->filter;
	}
	for (i = 0; i < TYPE_COUNT; i++) {
		s->types[i] = s->types[i] || other->types[i];
		s->no_removals[i] = s->no_removals[i] ||
		    other->no_removals[i];
		/* a member counts as supplied only where all supply it */
		if (other->limits_members[i] && !s->limits_members[i]) {
			memcpy(s->members[i], other->members[i],
			    sizeof(s->members[i]));
			s->limits_members[i] = true;
		} else if (other->limits_members[i]) {
			for (m = 0; m <= SCHEMA_MEMBERS_MOST; m++)
				s->members[i][m] = s->members[i][m] &&
				    other->members[i][m];
		}
	}
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
