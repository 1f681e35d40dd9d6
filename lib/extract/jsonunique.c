/*
 * jsonunique.c - the names of all open objects on one stack.
 *
 * An object's names are looked at when it is closed: a few are compared with
 * one another as they come, many are sorted.  Only names are decoded, into an
 * arena that is emptied with each text.
 */
#include "extract/jsonunique.h"

#include "base/mem.h"

#define FEW 16

struct member {
	struct slice name;
	const char *at, *line_start; /* where the reader stood behind it */
	unsigned long line;
};

struct stack {
	struct member *members;
	size_t count, size;
};

static void
push(struct stack *s, struct slice name, const struct json *j)
{
	if (s->count == s->size) {
		s->size = s->size ? s->size * 2 : 64;
		s->members = mem_grow(s->members, s->size,
		    sizeof(*s->members));
	}
	s->members[s->count++] = (struct member){name, j->at, j->line_start,
	    j->line};
}

/* By name; of one name the one that stands first in the text. */
static int
compare(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int c = slice_compare(x->name, y->name);

	return c ? c : (x->at > y->at) - (x->at < y->at);
}

static const struct member *
few_twice(const struct member *list, size_t count)
{
	size_t i, k;

	for (i = 1; i < count; i++)
		for (k = 0; k < i; k++)
			if (slice_equal(list[i].name, list[k].name))
				return &list[i];
	return NULL;
}

/* The members from `from` on are those of one object: takes them off. */
static int
object_check(struct stack *s, size_t from, struct json *j, struct err *e)
{
	struct member *list = s->members + from;
	size_t i, count = s->count - from;
	const struct member *twice = NULL;

	s->count = from;
	if (count < 2)
		return 0;
	if (count <= FEW)
		twice = few_twice(list, count);
	else
		qsort(list, count, sizeof(*list), compare);
	for (i = 1; i < count && count > FEW; i++)
		if (slice_equal(list[i - 1].name, list[i].name) &&
		    (!twice || list[i].at < twice->at))
			twice = &list[i];
	if (!twice)
		return 0;
	j->at = twice->at;
	j->line_start = twice->line_start;
	j->line = twice->line;
	return json_error(j, e, "member \"%.*s\" stands twice in an object",
	    SLICE_ARGS(twice->name));
}

/* Whether the next value is a container; else it need not be decoded. */
static bool
before_container(const struct json *j)
{
	const char *p = j->at;

	while (p < j->end && (*p == ' ' || *p == '\t' || *p == '\n' ||
	    *p == '\r'))
		p++;
	return p < j->end && (*p == '{' || *p == '[');
}

static int
value_check(struct stack *s, struct json *j, struct err *e)
{
	struct json_value v;
	struct slice name;
	size_t from = s->count;
	int got;

	if (!before_container(j))
		return json_skip(j, e);
	if (json_value(j, &v, e) < 0)
		return -1;
	if (v.kind == JSON_ARRAY) {
		while ((got = json_element(j, e)) > 0)
			if (value_check(s, j, e) < 0)
				return -1;
		return got;
	}
	while ((got = json_member(j, &name, e)) > 0) {
		push(s, name, j);
		if (value_check(s, j, e) < 0)
			return -1;
	}
	return got < 0 ? -1 : object_check(s, from, j, e);
}

int
jsonunique_check(struct slice text, struct json_place place, struct err *e)
{
	struct stack s = {NULL, 0, 0};
	struct arena a = ARENA_INIT;
	struct json j;
	int rc;

	json_init(&j, text, place.name, place.line, &a);
	rc = value_check(&s, &j, e);
	if (rc == 0)
		rc = json_end(&j, e);
	mem_free(s.members);
	arena_release(&a);
	return rc;
}
