/*
 * treejson.c - a path's steps as a recursion over slices of the text.
 *
 * A value that a step may go into is read twice, once to find its end and
 * once from inside.  Rows are small against their document, and there is no
 * tree whose memory would be ten times the text's.
 */
#include "extract/treejson.h"

#include "format/json_add.h"

#define CONTAINER_MOST ((size_t)16 * 1024 * 1024)

int
treejson_text(struct json *j, struct slice *text, struct err *e)
{
	struct buf b = BUF_INIT(CONTAINER_MOST);
	struct json start = *j;
	struct json_value v;
	int rc = 1;

	if (json_value(j, &v, e) < 0)
		return -1;
	switch (v.kind) {
	case JSON_NULL:
		return 0;
	case JSON_FALSE:
		*text = SLICE("false");
		return 1;
	case JSON_TRUE:
		*text = SLICE("true");
		return 1;
	case JSON_NUMBER:
	case JSON_STRING:
		*text = v.text;
		return 1;
	case JSON_OBJECT:
	case JSON_ARRAY:
		break;
	}
	if (json_add_canonical(&b, &start, e) < 0)
		rc = -1;
	else if (b.over)
		rc = json_error(&start, e, "a value is too long");
	else
		*text = slice_copy(buf_slice(&b), j->arena);
	buf_release(&b);
	return rc;
}

struct look {
	const struct treepath *path;
	struct treefound *found;
	struct arena *arena;
};

static int follow(const struct look *k, const struct treejson_value *v,
    size_t step, struct err *e);

static int
take(const struct look *k, const struct treejson_value *v, struct err *e)
{
	struct slice text;
	struct json j;
	int got;

	json_init(&j, v->raw, v->place.name, v->place.line, k->arena);
	got = treejson_text(&j, &text, e);
	if (got > 0)
		treefound_add(k->found, text, k->arena);
	return got < 0 ? -1 : 0;
}

int
treejson_meets(const struct treepath_test *tests,
    const struct treejson_value *v, struct treejson_seen *seen,
    struct err *e)
{
	const struct treepath_test *t;
	struct arena a = ARENA_INIT;
	unsigned at = 0;
	int rc = 1;

	for (t = tests; t && rc > 0; t = t->next) {
		struct treefound found = TREEFOUND_INIT;

		if (t->kind == TREEPATH_AT) {
			if (at < TREEJSON_TESTS_MOST)
				rc = ++seen->count[at++] == t->position;
			continue;
		}
		rc = treejson_find(t->path, v, &found, &a, e);
		if (rc == 0)
			rc = treefound_meets(t, &found);
	}
	arena_release(&a);
	return rc;
}

/* Whether the children of this container are worth a look one by one. */
static bool
wanted(const struct treepath_step *s, struct slice name)
{
	return s->deep || s->kind == TREEPATH_PICK || treepath_names(s, name);
}

/* A child: it may be what the step is for, and hold such deeper down. */
static int
child(const struct look *k, const struct treejson_value *v, size_t step,
    struct treejson_seen *seen, struct err *e)
{
	const struct treepath_step *s = &k->path->steps[step];
	int got = 0;

	if (s->kind == TREEPATH_PICK || treepath_names(s, v->name))
		got = treejson_meets(s->tests, v, seen, e);
	if (got > 0 && follow(k, v, step + 1, e) < 0)
		return -1;
	if (got >= 0 && s->deep)
		got = follow(k, v, step, e);
	return got < 0 ? -1 : 0;
}

static int
members(const struct look *k, struct json *j, size_t step, struct err *e)
{
	const struct treepath_step *s = &k->path->steps[step];
	struct treejson_seen seen = {{0}};
	struct treejson_value v;
	int got;

	while ((got = json_member(j, &v.name, e)) > 0) {
		if (!wanted(s, v.name)) {
			if (json_skip(j, e) < 0)
				return -1;
			continue;
		}
		v.place = JSON_AT(j->name, j->line);
		if (json_raw(j, &v.raw, e) < 0 || child(k, &v, step, &seen,
		    e) < 0)
			return -1;
		if (s->kind == TREEPATH_NAME && !s->deep)
			return 0;
	}
	return got;
}

static int
elements(const struct look *k, struct json *j, size_t step, struct err *e)
{
	const struct treepath_step *s = &k->path->steps[step];
	struct treejson_seen seen = {{0}};
	struct treejson_value v;
	unsigned long index = 0;
	char digits[24];
	int got;

	while ((got = json_element(j, e)) > 0) {
		snprintf(digits, sizeof(digits), "%lu", index++);
		v.name = slice_of(digits);
		if (!wanted(s, v.name)) {
			if (json_skip(j, e) < 0)
				return -1;
			continue;
		}
		v.name = slice_copy(v.name, k->arena);
		v.place = JSON_AT(j->name, j->line);
		if (json_raw(j, &v.raw, e) < 0 || child(k, &v, step, &seen,
		    e) < 0)
			return -1;
		if (s->kind == TREEPATH_NAME && !s->deep)
			return 0;
	}
	return got;
}

/* The value has come as far as `step`, which is still to be done. */
static int
follow(const struct look *k, const struct treejson_value *v, size_t step,
    struct err *e)
{
	struct treejson_seen seen = {{0}};
	const struct treepath_step *s;
	struct json_value value;
	struct json j;
	int got;

	if (step == k->path->count)
		return take(k, v, e);
	s = &k->path->steps[step];
	if (s->kind == TREEPATH_OWN_NAME) {
		treefound_add(k->found, slice_copy(v->name, k->arena),
		    k->arena);
		return 0;
	}
	json_init(&j, v->raw, v->place.name, v->place.line, k->arena);
	if (json_value(&j, &value, e) < 0)
		return -1;
	if (value.kind == JSON_ARRAY)
		return elements(k, &j, step, e);
	if (s->kind == TREEPATH_PICK) {
		got = treejson_meets(s->tests, v, &seen, e);
		return got > 0 ? follow(k, v, step + 1, e) : got;
	}
	return value.kind == JSON_OBJECT ? members(k, &j, step, e) : 0;
}

int
treejson_find(const struct treepath *p, const struct treejson_value *v,
    struct treefound *found, struct arena *a, struct err *e)
{
	const struct look k = {p, found, a};

	return follow(&k, v, 0, e);
}
