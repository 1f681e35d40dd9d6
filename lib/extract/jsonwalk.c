/*
 * jsonwalk.c - the path as a set of steps that are pending in each container.
 *
 * Steps are bits.  A child takes from its container's pending steps those
 * that name it; what follows them is pending in the child, and what may stand
 * at any depth goes on to be pending.  The value at hand is given when the
 * step behind the last is reached; only then, or for a condition, is its text
 * read ahead of the walk.
 */
#include "extract/jsonwalk.h"

void
jsonwalk_init(struct jsonwalk *w)
{
	memset(w, 0, sizeof(*w));
	w->frames = mem_zero(JSON_DEPTH_MOST * sizeof(*w->frames));
}

void
jsonwalk_release(struct jsonwalk *w)
{
	unsigned i;

	for (i = 0; w->frames && i < JSON_DEPTH_MOST; i++)
		arena_release(&w->frames[i].names);
	arena_release(&w->names);
	mem_free(w->frames);
	memset(w, 0, sizeof(*w));
}

void
jsonwalk_begin(struct jsonwalk *w, const struct treepath *path,
    struct json_place place, struct slice text, struct arena *a)
{
	w->path = path;
	w->text = text;
	w->place = place;
	w->depth = 0;
	w->numbers = 0;
	w->begun = false;
	json_init(&w->json, text, place.name, place.line, a);
}

/* What a value has come to. */
struct state {
	struct json start;
	struct slice name;
	uint32_t pending;
	bool row;
	bool array;
};

/* The value that `j` reads next; the reader stands behind it then. */
static int
value_take(struct json *j, struct slice name, struct treejson_value *v,
    struct err *e)
{
	const char *p;

	if (json_raw(j, &v->raw, e) < 0)
		return -1;
	v->name = name;
	v->place = JSON_AT(j->name, j->line);
	for (p = v->raw.at; p < v->raw.at + v->raw.len; p++)
		v->place.line -= *p == '\n';
	return 0;
}

static int
value_of(const struct json *start, struct slice name,
    struct treejson_value *v, struct err *e)
{
	struct json j = *start;

	return value_take(&j, name, v, e);
}

static int
meets(const struct treepath_step *s, const struct state *state,
    struct treejson_seen *seen, struct err *e)
{
	struct treejson_value v;

	if (!s->tests)
		return 1;
	if (value_of(&state->start, state->name, &v, e) < 0)
		return -1;
	return treejson_meets(s->tests, &v, seen, e);
}

/* The value has all steps before `step` behind it. */
static int
advance(const struct jsonwalk *w, struct state *state, size_t step,
    struct err *e)
{
	const struct treepath_step *s;
	int got = 1;

	for (; step < w->path->count; step++) {
		struct treejson_seen seen = {{0}};

		s = &w->path->steps[step];
		if (s->kind != TREEPATH_PICK || state->array) {
			state->pending |= UINT32_C(1) << step;
			return 0;
		}
		got = meets(s, state, &seen, e);
		if (got <= 0)
			return got;
	}
	state->row = true;
	return 0;
}

/* A child of the innermost frame. */
static int
enter(struct jsonwalk *w, struct state *state, struct err *e)
{
	struct jsonwalk_frame *f = &w->frames[w->depth - 1];
	const struct treepath_step *s;
	size_t i;
	int got;

	for (i = 0; i < w->path->count; i++) {
		if (!(f->pending & UINT32_C(1) << i))
			continue;
		s = &w->path->steps[i];
		if (s->deep)
			state->pending |= UINT32_C(1) << i;
		if (s->kind != TREEPATH_PICK && !treepath_names(s,
		    state->name))
			continue;
		got = meets(s, state, &f->seen[i], e);
		if (got < 0 || (got > 0 && advance(w, state, i + 1, e) < 0))
			return -1;
	}
	return 0;
}

/*
 * The reader stands before the value: goes into it, if something may be found
 * there, else past it.
 */
static int
pass(struct jsonwalk *w, const struct state *state, struct err *e)
{
	struct jsonwalk_frame *f;
	struct json_value v;

	if (!state->pending)
		return json_skip(&w->json, e);
	if (json_value(&w->json, &v, e) < 0)
		return -1;
	if (v.kind != JSON_OBJECT && v.kind != JSON_ARRAY)
		return 0;
	f = &w->frames[w->depth++];
	arena_reset(&f->names);
	f->start = state->start;
	f->name = slice_copy(state->name, &f->names);
	f->pending = state->pending;
	f->object = v.kind == JSON_OBJECT;
	f->index = 0;
	f->number = ++w->numbers;
	memset(f->seen, 0, w->path->count * sizeof(*f->seen));
	return 0;
}

/* The next value of the walk, whether or not it is one to give. */
static int
step(struct jsonwalk *w, struct state *state, struct err *e)
{
	struct jsonwalk_frame *f = &w->frames[w->depth - 1];
	char digits[24];
	int got;

	if (f->object) {
		got = json_member(&w->json, &state->name, e);
	} else {
		got = json_element(&w->json, e);
		snprintf(digits, sizeof(digits), "%lu", f->index++);
		state->name = slice_copy(slice_of(digits), &w->names);
	}
	if (got <= 0) {
		w->depth -= got == 0;
		return got;
	}
	return 1;
}

static bool
before_array(const struct json *j)
{
	const char *p = j->at;

	while (p < j->end && (*p == ' ' || *p == '\t' || *p == '\n' ||
	    *p == '\r'))
		p++;
	return p < j->end && *p == '[';
}

int
jsonwalk_next(struct jsonwalk *w, struct treejson_value *v, struct err *e)
{
	struct state state;
	int got;

	do {
		arena_reset(&w->names);
		state = (struct state){.name = {"", 0}};
		if (w->begun && !w->depth)
			return json_end(&w->json, e);
		got = w->begun ? step(w, &state, e) : 1;
		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		state.start = w->json;
		state.array = before_array(&w->json);
		if (w->begun ? enter(w, &state, e) < 0
		    : advance(w, &state, 0, e) < 0)
			return -1;
		w->begun = true;
		w->around = w->depth;
		if (state.row && !state.pending)
			got = value_take(&w->json, state.name, v, e);
		else if (state.row && value_of(&state.start, state.name, v,
		    e) < 0)
			return -1;
		else
			got = pass(w, &state, e);
		if (got < 0)
			return -1;
	} while (!state.row);
	return 1;
}

const struct jsonwalk_frame *
jsonwalk_above(struct jsonwalk *w, unsigned up)
{
	return up && up <= w->around ? &w->frames[w->around - up] : NULL;
}

const struct jsonwalk_frame *
jsonwalk_named(struct jsonwalk *w, struct slice name)
{
	unsigned i;

	for (i = w->around; i-- > 0;)
		if (slice_equal(w->frames[i].name, name))
			return &w->frames[i];
	return NULL;
}

int
jsonwalk_value(const struct jsonwalk_frame *f, struct treejson_value *v,
    struct err *e)
{
	return value_of(&f->start, f->name, v, e);
}

struct treejson_value
jsonwalk_root(const struct jsonwalk *w)
{
	return (struct treejson_value){w->text, {"", 0}, w->place};
}
