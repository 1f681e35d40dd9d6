/*
 * jsonfind.c - a path's steps as a recursion over slices of the text.
 *
 * The steps before which a value stands are bits, as in jsonwalk.c, so that a
 * value is gone into once, whatever number of ways lead to it.
 *
 * A value that a step may go into is read twice, once to find its end and
 * once from inside.  Rows are small against their document, and there is no
 * tree whose memory would be ten times the text's.
 */
#include "extract/jsonfind.h"

#include "format/json_add.h"

#define CONTAINER_MOST ((size_t)16 * 1024 * 1024)

int
jsonfind_text(struct json *j, struct slice *text, struct err *e)
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

#define STEP(i) (UINT64_C(1) << (i))

struct look {
	const struct treepath *path;
	struct treefound *found;
	struct arena *arena;
	bool positions; /* some test is by position */
};

static int walk(const struct look *k, const struct jsonfind_value *v,
    uint64_t steps, struct err *e);

static int
take(const struct look *k, const struct jsonfind_value *v, struct err *e)
{
	struct slice text;
	struct json j;
	int got;

	json_init(&j, v->raw, v->place.name, v->place.line, k->arena);
	got = jsonfind_text(&j, &text, e);
	if (got > 0)
		treefound_add(k->found, text, k->arena);
	return got < 0 ? -1 : 0;
}

int
jsonfind_meets(const struct treepath_test *tests,
    const struct jsonfind_value *v, struct jsonfind_seen *seen,
    struct err *e)
{
	const struct treepath_test *t;
	struct arena a = ARENA_INIT;
	unsigned at = 0;
	int rc = 1;

	for (t = tests; t && rc > 0; t = t->next) {
		struct treefound found = TREEFOUND_INIT;

		if (t->kind == TREEPATH_AT) {
			if (at < JSONFIND_TESTS_MOST)
				rc = ++seen->count[at++] == t->position;
			continue;
		}
		rc = jsonfind(t->path, v, &found, &a, e);
		if (rc == 0)
			rc = treefound_meets(t, &found);
	}
	arena_release(&a);
	return rc;
}

/* What the path finds of the value itself. */
static int
arrive(const struct look *k, const struct jsonfind_value *v, uint64_t steps,
    struct err *e)
{
	size_t count = k->path->count;

	if ((steps & STEP(count)) && take(k, v, e) < 0)
		return -1;
	if (count && (steps & STEP(count - 1)) &&
	    k->path->steps[count - 1].kind == TREEPATH_OWN_NAME)
		treefound_add(k->found, slice_copy(v->name, k->arena),
		    k->arena);
	return 0;
}

/* What picks from an array leaves another value as it is. */
static int
pick(const struct look *k, const struct jsonfind_value *v, uint64_t *steps,
    struct err *e)
{
	size_t i;
	int got;

	for (i = 0; i < k->path->count; i++) {
		struct jsonfind_seen seen = {{0}};
		const struct treepath_step *s = &k->path->steps[i];

		if (!(*steps & STEP(i)) || s->kind != TREEPATH_PICK)
			continue;
		*steps &= ~STEP(i);
		got = jsonfind_meets(s->tests, v, &seen, e);
		if (got < 0)
			return -1;
		if (got)
			*steps |= STEP(i + 1);
	}
	return 0;
}

/* One container: what is asked of its children. */
struct inside {
	uint64_t steps;
	struct jsonfind_seen *seen; /* of each step, or NULL: not needed */
};

static bool
wanted(const struct look *k, const struct inside *in, struct slice name)
{
	const struct treepath_step *s;
	size_t i;

	for (i = 0; i < k->path->count; i++) {
		s = &k->path->steps[i];
		if ((in->steps & STEP(i)) && (s->deep || s->kind ==
		    TREEPATH_PICK || treepath_names(s, name)))
			return true;
	}
	return false;
}

/* All that is asked is one child by its name. */
static bool
one_only(const struct look *k, const struct inside *in)
{
	size_t i;

	for (i = 0; i < k->path->count; i++)
		if (in->steps == STEP(i))
			return k->path->steps[i].kind == TREEPATH_NAME &&
			    !k->path->steps[i].deep;
	return false;
}

/* A child: it may be what a step is for, and hold such deeper down. */
static int
child(const struct look *k, const struct jsonfind_value *v,
    const struct inside *in, struct err *e)
{
	const struct treepath_step *s;
	uint64_t to = 0;
	size_t i;
	int got;

	for (i = 0; i < k->path->count; i++) {
		if (!(in->steps & STEP(i)))
			continue;
		s = &k->path->steps[i];
		if (s->deep)
			to |= STEP(i);
		if (s->kind != TREEPATH_PICK && !treepath_names(s, v->name))
			continue;
		got = jsonfind_meets(s->tests, v, in->seen ? &in->seen[i]
		    : NULL, e);
		if (got < 0)
			return -1;
		if (got)
			to |= STEP(i + 1);
	}
	return to ? walk(k, v, to, e) : 0;
}

/* The child that `j` reads next: 1 on to the next one, 0 no more, -1. */
static int
child_read(const struct look *k, struct json *j, struct slice name,
    const struct inside *in, struct err *e)
{
	struct jsonfind_value v = {.name = name};

	if (!wanted(k, in, name))
		return json_skip(j, e) < 0 ? -1 : 1;
	v.place = JSON_AT(j->name, j->line);
	if (json_raw(j, &v.raw, e) < 0 || child(k, &v, in, e) < 0)
		return -1;
	return !one_only(k, in);
}

static int
members(const struct look *k, struct json *j, const struct inside *in,
    struct err *e)
{
	struct slice name;
	int got;

	while ((got = json_member(j, &name, e)) > 0) {
		got = child_read(k, j, name, in, e);
		if (got <= 0)
			return got;
	}
	return got;
}

static int
elements(const struct look *k, struct json *j, const struct inside *in,
    struct err *e)
{
	unsigned long index = 0;
	char digits[24];
	int got;

	while ((got = json_element(j, e)) > 0) {
		snprintf(digits, sizeof(digits), "%lu", index++);
		got = child_read(k, j, slice_of(digits), in, e);
		if (got <= 0)
			return got;
	}
	return got;
}

static int
walk(const struct look *k, const struct jsonfind_value *v, uint64_t steps,
    struct err *e)
{
	const uint64_t open = STEP(k->path->count) - 1;
	struct json_value value = {JSON_NULL, {"", 0}};
	struct inside in = {steps, NULL};
	struct json j;

	json_init(&j, v->raw, v->place.name, v->place.line, k->arena);
	if ((steps & open) && json_value(&j, &value, e) < 0)
		return -1;
	if (value.kind != JSON_ARRAY && pick(k, v, &in.steps, e) < 0)
		return -1;
	if (arrive(k, v, in.steps, e) < 0)
		return -1;
	in.steps &= open;
	if (!in.steps || (value.kind != JSON_ARRAY &&
	    value.kind != JSON_OBJECT))
		return 0;
	if (k->positions) {
		in.seen = arena_alloc(k->arena, k->path->count *
		    sizeof(*in.seen));
		memset(in.seen, 0, k->path->count * sizeof(*in.seen));
	}
	return value.kind == JSON_ARRAY ? elements(k, &j, &in, e)
	    : members(k, &j, &in, e);
}

int
jsonfind(const struct treepath *p, const struct jsonfind_value *v,
    struct treefound *found, struct arena *a, struct err *e)
{
	const struct look k = {p, found, a, treefound_positions(p) > 0};

	return walk(&k, v, 1, e);
}
