/*
 * contain.c - both sides as trees, walked side by side.
 *
 * Elements of a list are looked for behind the one that was found last, so
 * that lists in the same order cost one comparison an element.
 */
#include "load/contain.h"

#include "base/decimal.h"
#include "format/json.h"

struct node {
	enum json_kind kind;
	struct slice name, text;
	struct node *first, *next;
	size_t count;
	bool used; /* an element that has its partner */
};

/* --- trees --- */

static int
grow(struct json *j, struct node *n, struct err *e)
{
	struct node **at = &n->first;
	struct json_value v;
	int got;

	if (json_value(j, &v, e) < 0)
		return -1;
	n->kind = v.kind;
	n->text = v.text;
	if (v.kind != JSON_OBJECT && v.kind != JSON_ARRAY)
		return 0;
	for (;;) {
		struct slice name = SLICE_INIT("");

		got = v.kind == JSON_OBJECT ? json_member(j, &name, e)
		    : json_element(j, e);
		if (got <= 0)
			return got;
		*at = arena_alloc(j->arena, sizeof(**at));
		memset(*at, 0, sizeof(**at));
		(*at)->name = name;
		if (grow(j, *at, e) < 0)
			return -1;
		at = &(*at)->next;
		n->count++;
	}
}

static int
plant(struct node *n, struct slice text, struct arena *a, struct err *e)
{
	struct json j;

	memset(n, 0, sizeof(*n));
	json_init(&j, text, "answer", 1, a);
	if (grow(&j, n, e) < 0)
		return -1;
	return json_end(&j, e);
}

/* --- comparing --- */

static bool
nothing(const struct node *n)
{
	if (!n)
		return true;
	switch (n->kind) {
	case JSON_NULL:
	case JSON_FALSE:
		return true;
	case JSON_STRING:
		return !n->text.len;
	case JSON_OBJECT:
	case JSON_ARRAY:
		return !n->count;
	case JSON_TRUE:
	case JSON_NUMBER:
		break;
	}
	return false;
}

static bool
same_number(struct slice a, struct slice b)
{
	struct decimal x, y;

	if (!decimal_parse(&x, a) || !decimal_parse(&y, b))
		return slice_equal(a, b);
	return decimal_compare(x, y) == 0;
}

static bool holds(struct node *has, const struct node *wanted,
    struct buf *where);

static struct node *
member(const struct node *n, struct slice name)
{
	struct node *m;

	for (m = n->first; m; m = m->next)
		if (slice_equal(m->name, name))
			return m;
	return NULL;
}

static bool
holds_object(struct node *has, const struct node *wanted, struct buf *where)
{
	const struct node *w;

	for (w = wanted->first; w; w = w->next) {
		size_t from = where ? where->len : 0;

		if (where) {
			buf_add_byte(where, '/');
			buf_add_slice(where, w->name);
		}
		if (!holds(member(has, w->name), w, where))
			return false;
		if (where)
			where->len = from;
	}
	return true;
}

/* The first free element that holds it, from `from` on and round. */
static struct node *
partner(struct node *list, struct node *from, const struct node *wanted)
{
	struct node *n;

	for (n = from; n; n = n->next)
		if (!n->used && holds(n, wanted, NULL))
			return n;
	for (n = list->first; n && n != from; n = n->next)
		if (!n->used && holds(n, wanted, NULL))
			return n;
	return NULL;
}

static bool
holds_list(struct node *has, const struct node *wanted)
{
	const struct node *w;
	struct node *n, *from = has->first;
	bool all = has->count == wanted->count;

	for (n = has->first; n; n = n->next)
		n->used = false;
	for (w = wanted->first; w && all; w = w->next) {
		n = partner(has, from, w);
		all = n != NULL;
		if (!n)
			break;
		n->used = true;
		from = n->next;
	}
	return all;
}

static bool
holds(struct node *has, const struct node *wanted, struct buf *where)
{
	if (nothing(wanted))
		return nothing(has);
	if (!has)
		return false;
	switch (wanted->kind) {
	case JSON_TRUE:
		return has->kind == JSON_TRUE;
	case JSON_NUMBER:
		return (has->kind == JSON_NUMBER ||
		    has->kind == JSON_STRING) &&
		    same_number(has->text, wanted->text);
	case JSON_STRING:
		return has->kind == JSON_STRING &&
		    slice_equal(has->text, wanted->text);
	case JSON_OBJECT:
		return has->kind == JSON_OBJECT &&
		    holds_object(has, wanted, where);
	case JSON_ARRAY:
		return has->kind == JSON_ARRAY && holds_list(has, wanted);
	case JSON_NULL:
	case JSON_FALSE:
		break;
	}
	return false;
}

int
contain_check(struct slice answer, struct slice wanted, struct buf *where,
    struct err *e)
{
	struct arena a = ARENA_INIT;
	struct node has, want;
	int rc = -1;

	if (plant(&has, answer, &a, e) == 0 && plant(&want, wanted, &a, e) == 0)
		rc = holds(&has, &want, where);
	arena_release(&a);
	return rc;
}
