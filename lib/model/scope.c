/* scope.c - reading, printing and asking scopes. */
#include "model/scope.h"

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

/* One scope of which json_value has read the start. */
static int
read_object(struct scope *s, struct json *j, struct err *e)
{
	struct slice name;
	enum part part = TYPES;
	unsigned seen = 0;
	int more;

	while ((more = json_member(j, &name, e)) > 0)
		if (find_part(&part, j, name, &seen, e) < 0 ||
		    read_part(s, j, name, part, e) < 0)
			return -1;
	return more;
}

/* Several scopes, of which the stream holds the union. */
static int
read_array(struct scope *s, struct json *j, struct err *e)
{
	struct scope *last = NULL;
	struct json_value got;
	int more;

	while ((more = json_element(j, e)) > 0) {
		struct scope *here = last
		    ? arena_alloc(j->arena, sizeof(*here)) : s;

		scope_init(here);
		if (json_value(j, &got, e) < 0)
			return -1;
		if (got.kind != JSON_OBJECT)
			return value_wrong_kind(j, SLICE("scope"),
			    "an array of objects", got.kind, e);
		if (read_object(here, j, e) < 0)
			return -1;
		if (last)
			last->more = here;
		last = here;
	}
	if (more == 0 && !last)
		return json_error(j, e, "scope: is empty (leave it out where "
		    "there is no limit)");
	return more;
}

int
scope_read(struct scope *s, struct json *j, struct err *e)
{
	struct json_value got;

	scope_init(s);
	if (json_value(j, &got, e) < 0)
		return -1;
	if (got.kind == JSON_NULL)
		return 0;
	if (got.kind == JSON_ARRAY)
		return read_array(s, j, e);
	if (got.kind != JSON_OBJECT)
		return value_wrong_kind(j, SLICE("scope"), "an object",
		    got.kind, e);
	return read_object(s, j, e);
}

static bool
holds_one(const struct scope *s, const struct key *k)
{
	int at;

	if (s->limits_types && !s->types[k->type])
		return false;
	at = s->limits_plants ? schema_plant(k->type) : -1;
	if (at >= 0 && !value_set_has(&s->plants, k->parts[at]))
		return false;
	at = s->limits_usages ? schema_usage(k->type) : -1;
	return at < 0 || value_set_has(&s->usages, k->parts[at]);
}

bool
scope_holds(const struct scope *s, const struct key *k)
{
	while (s && !holds_one(s, k))
		s = s->more;
	return s != NULL;
}

bool
scope_removes(const struct scope *s, const struct key *k)
{
	while (s && (s->no_removals[k->type] || !holds_one(s, k)))
		s = s->more;
	return s != NULL;
}

bool
scope_supplies(const struct scope *s, enum record_type type, unsigned member)
{
	if (member < schema_types[type].key_count)
		return true;
	for (; s; s = s->more)
		if (s->limits_members[type] && !s->members[type][member])
			return false;
	return true;
}

bool
scope_names_members(const struct scope *s, enum record_type type)
{
	while (s && !s->limits_members[type])
		s = s->more;
	return s != NULL;
}

void
scope_copy(struct scope *to, const struct scope *from, struct arena *a)
{
	*to = *from;
	for (; to->more; to = to->more) {
		struct scope *copy = arena_alloc(a, sizeof(*copy));

		*copy = *to->more;
		to->more = copy;
	}
}
