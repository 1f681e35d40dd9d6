/* value.c - values: comparing, ordering, reading from JSON and text. */
#include "model/value.h"

#include "base/clock.h"
#include "format/json_add.h"

struct value
value_of_text(struct slice text)
{
	struct value v = {VALUE_ABSENT, text, NULL, 0};

	if (text.len)
		v.kind = VALUE_TEXT;
	return v;
}

struct value
value_of_number(struct decimal d, struct arena *a)
{
	char text[DECIMAL_TEXT_SIZE];
	size_t n = decimal_print(text, d);

	return (struct value){VALUE_NUMBER,
	    slice_from(arena_copy(a, text, n), n), NULL, 0};
}

bool
value_equal(const struct value *a, const struct value *b)
{
	size_t i;

	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case VALUE_ABSENT:
	case VALUE_FLAG:
	case VALUE_NULL:
		return true;
	case VALUE_TEXT:
	case VALUE_NUMBER:
	case VALUE_RAW:
		return slice_equal(a->text, b->text);
	case VALUE_SET:
		break;
	}
	if (a->count != b->count)
		return false;
	for (i = 0; i < a->count; i++)
		if (!slice_equal(a->set[i], b->set[i]))
			return false;
	return true;
}

static int
compare_natural(const void *a, const void *b)
{
	const struct slice *left = a, *right = b;

	return slice_compare_natural(*left, *right);
}

void
value_set_sort(struct value *v)
{
	size_t i, n = 0;

	if (v->kind != VALUE_SET || !v->count)
		return;
	qsort(v->set, v->count, sizeof(*v->set), compare_natural);
	for (i = 0; i < v->count; i++)
		if (!n || !slice_equal(v->set[n - 1], v->set[i]))
			v->set[n++] = v->set[i];
	v->count = n;
}

bool
value_set_has(const struct value *set, struct slice text)
{
	size_t i;

	for (i = 0; i < set->count; i++)
		if (slice_equal(set->set[i], text))
			return true;
	return false;
}

/*
 * Into a list of its own: records may share the old one.  Its room is that
 * of extras_append, which may follow.
 */
void
extras_put(struct extras *x, struct slice name, struct value v,
    struct arena *a)
{
	struct extra *list;
	size_t at = 0, here, n, left, room = 1;

	while (at < x->count && slice_compare(x->list[at].name, name) < 0)
		at++;
	here = at < x->count && slice_equal(x->list[at].name, name);
	if (!here && v.kind == VALUE_ABSENT)
		return;
	while (room < x->count + 1)
		room *= 2;
	list = arena_alloc(a, room * sizeof(*list));
	if (at)
		memcpy(list, x->list, at * sizeof(*list));
	n = at;
	if (v.kind != VALUE_ABSENT)
		list[n++] = (struct extra){name, v};
	left = x->count - at - here;
	if (left)
		memcpy(list + n, x->list + at + here, left * sizeof(*list));
	x->list = list;
	x->count = n + left;
}

bool
extras_equal(const struct extras *a, const struct extras *b)
{
	size_t i;

	if (a->count != b->count)
		return false;
	for (i = 0; i < a->count; i++)
		if (!slice_equal(a->list[i].name, b->list[i].name) ||
		    !value_equal(&a->list[i].value, &b->list[i].value))
			return false;
	return true;
}

/* Over 15 digits a number is a string, or doubles would round it. */
static void
add_number(struct buf *b, struct slice text)
{
	unsigned digits = 0;

	if (text.len > DECIMAL_DIGITS_PLAIN &&
	    decimal_canonical(text, &digits) &&
	    digits > DECIMAL_DIGITS_PLAIN) {
		buf_add_byte(b, '"');
		buf_add_slice(b, text);
		buf_add_byte(b, '"');
		return;
	}
	buf_add_slice(b, text);
}

void
value_add_texts(struct buf *b, const struct slice *texts, size_t count)
{
	size_t i;

	buf_add_byte(b, '[');
	for (i = 0; i < count; i++) {
		if (i)
			buf_add_byte(b, ',');
		json_add_string(b, texts[i]);
	}
	buf_add_byte(b, ']');
}

void
value_add(struct buf *b, const struct value *v)
{
	switch (v->kind) {
	case VALUE_ABSENT:
	case VALUE_NULL:
		buf_add_text(b, "null");
		return;
	case VALUE_TEXT:
		json_add_string(b, v->text);
		return;
	case VALUE_NUMBER:
		add_number(b, v->text);
		return;
	case VALUE_FLAG:
		buf_add_text(b, "true");
		return;
	case VALUE_SET:
		value_add_texts(b, v->set, v->count);
		return;
	case VALUE_RAW:
		buf_add_slice(b, v->text);
		return;
	}
}

void
extras_add(struct buf *b, const struct extras *x, bool comma)
{
	size_t i;

	for (i = 0; i < x->count; i++) {
		if (comma || i)
			buf_add_byte(b, ',');
		json_add_string(b, x->list[i].name);
		buf_add_byte(b, ':');
		value_add(b, &x->list[i].value);
	}
}

static const char *
kind_name(enum json_kind kind)
{
	switch (kind) {
	case JSON_NULL:
		return "null";
	case JSON_FALSE:
		return "false";
	case JSON_TRUE:
		return "true";
	case JSON_NUMBER:
		return "a number";
	case JSON_STRING:
		return "a string";
	case JSON_OBJECT:
		return "an object";
	case JSON_ARRAY:
		return "an array";
	}
	BUG("kind_name: no such kind");
}

int
value_wrong_kind(struct json *j, struct slice name, const char *wanted,
    enum json_kind got, struct err *e)
{
	return json_error(j, e, "%.*s: must be %s, is %s", SLICE_ARGS(name),
	    wanted, kind_name(got));
}

int
value_check_text(struct json *j, struct slice name, struct slice text,
    struct err *e)
{
	if (text.len && memchr(text.at, '\0', text.len))
		return json_error(j, e, "%.*s: U+0000 is not allowed",
		    SLICE_ARGS(name));
	return 0;
}

static bool
number_value(struct value *v, struct slice text, struct arena *a,
    const char **why)
{
	struct decimal d;

	if (decimal_canonical(text, NULL)) {
		*v = (struct value){VALUE_NUMBER, text, NULL, 0};
		return true;
	}
	if (!decimal_parse(&d, text)) {
		*why = decimal_why(text);
		return false;
	}
	*v = value_of_number(d, a);
	return true;
}

static bool
date_value(struct value *v, struct slice text, const char **why)
{
	if (!clock_date_valid(text)) {
		*why = "is not a date (expected YYYY-MM-DD)";
		return false;
	}
	/* the trade's "for ever" is the absence of an end */
	if (!slice_is(text, "9999-12-31"))
		*v = value_of_text(text);
	return true;
}

static bool
time_value(struct value *v, struct slice text, struct arena *a,
    const char **why)
{
	struct clock_time t;
	char canonical[CLOCK_TEXT_SIZE];

	if (!clock_parse(&t, text)) {
		*why = "is not a time (expected RFC 3339, as "
		       "2026-11-22T01:00:00Z)";
		return false;
	}
	clock_print(canonical, t);
	*v = value_of_text(slice_copy(slice_of(canonical), a));
	return true;
}

bool
value_parse(struct value *v, const struct schema_member *m,
    struct slice text, struct arena *a, const char **why)
{
	*v = (struct value)VALUE_INIT;
	if (!text.len)
		return true;
	switch (m->kind) {
	case MEMBER_TEXT:
		*v = value_of_text(text);
		return true;
	case MEMBER_NUMBER:
		return number_value(v, text, a, why);
	case MEMBER_FLAG:
		if (slice_is(text, "true"))
			v->kind = VALUE_FLAG;
		else if (!slice_is(text, "false")) {
			*why = "is not true or false";
			return false;
		}
		return true;
	case MEMBER_SET:
		v->kind = VALUE_SET;
		v->set = arena_alloc(a, sizeof(*v->set));
		v->set[0] = text;
		v->count = 1;
		return true;
	case MEMBER_DATE:
		return date_value(v, text, why);
	case MEMBER_TIME:
		return time_value(v, text, a, why);
	}
	BUG("value_parse: no such kind");
}

/* Appends to a set, whose room doubles at powers of two. */
static void
set_append(struct value *v, struct slice text, struct arena *a)
{
	if (!(v->count & (v->count - 1))) {
		size_t room = v->count ? v->count * 2 : 1;
		struct slice *grown = arena_alloc(a, room * sizeof(*grown));

		if (v->count)
			memcpy(grown, v->set, v->count * sizeof(*grown));
		v->set = grown;
	}
	v->set[v->count++] = text;
}

int
value_read_texts(struct value *v, struct json *j, struct slice name,
    struct err *e)
{
	int more;

	*v = (struct value)VALUE_INIT;
	while ((more = json_element(j, e)) > 0) {
		struct json_value item;

		if (json_value(j, &item, e) < 0)
			return -1;
		if (item.kind != JSON_STRING)
			return value_wrong_kind(j, name,
			    "an array of strings", item.kind, e);
		if (value_check_text(j, name, item.text, e) < 0)
			return -1;
		if (!item.text.len)
			return json_error(j, e, "%.*s: a text in it is empty",
			    SLICE_ARGS(name));
		set_append(v, item.text, j->arena);
	}
	if (more < 0)
		return -1;
	v->kind = v->count ? VALUE_SET : VALUE_ABSENT;
	value_set_sort(v);
	return 0;
}

/* What was read is a scalar; the member is no set. */
static int
scalar_read(struct value *v, struct json *j, const struct schema_member *m,
    const struct json_value *got, struct err *e)
{
	const char *why = "";
	bool number = m->kind == MEMBER_NUMBER && got->kind == JSON_NUMBER;

	if (m->kind == MEMBER_FLAG) {
		if (got->kind == JSON_TRUE)
			v->kind = VALUE_FLAG;
		else if (got->kind != JSON_FALSE)
			return value_wrong_kind(j, m->name, "true or false",
			    got->kind, e);
		return 0;
	}
	if (got->kind != JSON_STRING && !number)
		return value_wrong_kind(j, m->name,
		    m->kind == MEMBER_NUMBER ? "a number" : "a string",
		    got->kind, e);
	if (value_check_text(j, m->name, got->text, e) < 0)
		return -1;
	if (!value_parse(v, m, got->text, j->arena, &why))
		return json_error(j, e, "%.*s: \"%.*s\" %s",
		    SLICE_ARGS(m->name), SLICE_ARGS(got->text), why);
	return 0;
}

int
value_read(struct value *v, struct json *j, const struct schema_member *m,
    struct err *e)
{
	struct json_value got;

	*v = (struct value)VALUE_INIT;
	if (json_value(j, &got, e) < 0)
		return -1;
	if (got.kind == JSON_NULL)
		return 0;
	if (m->kind != MEMBER_SET)
		return scalar_read(v, j, m, &got, e);
	if (got.kind != JSON_ARRAY)
		return value_wrong_kind(j, m->name, "an array", got.kind, e);
	return value_read_texts(v, j, m->name, e);
}

int
value_read_scalar(struct value *v, struct json *j, struct slice name,
    struct err *e)
{
	struct json_value got;
	const char *why = "";

	*v = (struct value)VALUE_INIT;
	if (json_value(j, &got, e) < 0)
		return -1;
	switch (got.kind) {
	case JSON_NULL:
	case JSON_FALSE:
		return 0;
	case JSON_TRUE:
		v->kind = VALUE_FLAG;
		return 0;
	case JSON_STRING:
		*v = value_of_text(got.text);
		return value_check_text(j, name, got.text, e);
	case JSON_NUMBER:
		if (!number_value(v, got.text, j->arena, &why))
			return json_error(j, e, "%.*s: \"%.*s\" %s",
			    SLICE_ARGS(name), SLICE_ARGS(got.text), why);
		return 0;
	case JSON_OBJECT:
	case JSON_ARRAY:
		break;
	}
	return value_wrong_kind(j, name, "a scalar", got.kind, e);
}

void
extras_append(struct extras *x, struct slice name, struct value v,
    struct arena *a)
{
	/* room doubles at powers of two, so that no size need be kept */
	if (!(x->count & (x->count - 1))) {
		size_t room = x->count ? x->count * 2 : 1;
		struct extra *grown = arena_alloc(a, room * sizeof(*grown));

		if (x->count)
			memcpy(grown, x->list, x->count * sizeof(*grown));
		x->list = grown;
	}
	x->list[x->count++] = (struct extra){name, v};
}

static int
compare_extras(const void *a, const void *b)
{
	const struct extra *left = a, *right = b;

	return slice_compare(left->name, right->name);
}

struct slice
extras_sort(struct extras *x)
{
	struct slice twice = {NULL, 0};
	size_t i, n = 0;

	if (x->count > 1)
		qsort(x->list, x->count, sizeof(*x->list), compare_extras);
	/* a name twice counts even where a value is dropped as absent */
	for (i = 1; i < x->count && !twice.at; i++)
		if (slice_equal(x->list[i - 1].name, x->list[i].name))
			twice = x->list[i].name;
	for (i = 0; i < x->count; i++)
		if (x->list[i].value.kind != VALUE_ABSENT)
			x->list[n++] = x->list[i];
	x->count = n;
	return twice;
}

const struct value *
extras_find(const struct extras *x, struct slice name)
{
	size_t i;

	for (i = 0; i < x->count; i++)
		if (slice_equal(x->list[i].name, name))
			return &x->list[i].value;
	return NULL;
}
