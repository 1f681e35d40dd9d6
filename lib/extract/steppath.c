/* steppath.c - paths read, and walked along. */
#include "extract/steppath.h"

static struct slice
in_capitals(struct slice s, struct arena *a)
{
	char *copy = arena_copy(a, s.at, s.len);
	size_t i;

	for (i = 0; i < s.len; i++)
		if (copy[i] >= 'a' && copy[i] <= 'z')
			copy[i] = (char)(copy[i] - 'a' + 'A');
	return slice_from(copy, s.len);
}

/* --- reading --- */

static int
bad_path(const struct ydoc_node *n, struct err *e)
{
	return ydoc_error(n, e, "is no path into an instance (id, entity, "
	    "stem, or as 3, 3/1, 3/*, NAME/3)");
}

static int
step_read(struct steppath *p, struct slice step, const struct ydoc_node *n,
    struct err *e)
{
	uint64_t number = 0;

	if (p->count == STEPPATH_STEPS_MOST)
		return ydoc_error(n, e, "has more than %d steps",
		    STEPPATH_STEPS_MOST);
	if (slice_is(step, "*")) {
		/* The parameters themselves are no list of like things. */
		if (!p->count || p->star < p->count)
			return bad_path(n, e);
	} else if (!text_to_number(step, 1000000, &number) || !number) {
		return bad_path(n, e);
	}
	p->steps[p->count] = (unsigned)number;
	if (number && p->star == p->count)
		p->star++;
	p->count++;
	return 0;
}

static int
path_read(struct steppath *p, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	static const char *const words[] = {"id", "entity", "stem"};
	struct slice text = SLICE_INIT(""), step;
	size_t i;

	memset(p, 0, sizeof(*p));
	p->kind = STEPPATH_VALUE;
	p->part = SLICE("");
	if (ydoc_text(n, &text, e) < 0)
		return -1;
	for (i = 0; i < COUNT_OF(words); i++)
		if (slice_is(text, words[i])) {
			p->kind = (enum steppath_kind)i;
			return 0;
		}
	step = slice_cut(&text, '/');
	if (text.at && step.len && (*step.at < '0' || *step.at > '9') &&
	    !slice_is(step, "*")) {
		p->part = in_capitals(step, a);
		step = slice_cut(&text, '/');
	}
	for (;; step = slice_cut(&text, '/')) {
		if (step_read(p, step, n, e) < 0)
			return -1;
		if (!text.at)
			return 0;
	}
}

static bool
same_list(const struct steppath *a, const struct steppath *b)
{
	return slice_equal(a->part, b->part) && a->star == b->star &&
	    memcmp(a->steps, b->steps, a->star * sizeof(*a->steps)) == 0;
}

/* A path, or a list of them. */
static int
paths_read(struct steppath_plan *p, struct steppath_column *c,
    const struct ydoc_node *n, struct arena *a, struct err *e)
{
	const struct ydoc_node *child = n->kind == YDOC_LIST ? n->first : n;
	struct steppath *path;

	if (!child)
		return ydoc_error(n, e, "is an empty list");
	c->paths = arena_alloc(a, (n->count + 1) * sizeof(*c->paths));
	for (; child; child = n->kind == YDOC_LIST ? child->next : NULL) {
		path = &c->paths[c->count++];
		if (path_read(path, child, a, e) < 0)
			return -1;
		if (path->star == path->count)
			continue;
		if (p->each && !same_list(p->each, path))
			return ydoc_error(child, e, "has its star in another "
			    "list than an earlier path: rows are made of one");
		p->each = path;
	}
	return 0;
}

static int
column_read(struct steppath_plan *p, const struct ydoc_node *n,
    struct arena *a, struct err *e)
{
	static const char *const keys[] = {"unique", NULL};
	struct steppath_column *c = &p->columns[p->column_count++];
	const struct ydoc_node *paths = n;

	*c = (struct steppath_column){NULL, 0, n->kind == YDOC_MAP};
	if (c->unique) {
		if (ydoc_check_keys(n, keys, e) < 0)
			return -1;
		paths = ydoc_need(n, "unique", e);
		if (!paths)
			return -1;
	}
	return paths_read(p, c, paths, a, e);
}

static int
entities_read(struct steppath_plan *p, const struct ydoc_node *n,
    struct arena *a, struct err *e)
{
	struct ydoc_texts names = {NULL, 0};
	size_t i;

	if (ydoc_texts(n, &names, e) < 0)
		return -1;
	if (!names.count)
		return ydoc_error(n, e, "is an empty list");
	p->entities = arena_alloc(a, names.count * sizeof(*p->entities));
	p->entity_count = names.count;
	for (i = 0; i < names.count; i++)
		p->entities[i] = in_capitals(names.at[i], a);
	return 0;
}

int
steppath_read(struct steppath_plan *p, const struct ydoc_node *source,
    struct arena *a, struct err *e)
{
	const struct ydoc_node *columns, *n;

	memset(p, 0, sizeof(*p));
	if (entities_read(p, ydoc_need(source, "rows", e), a, e) < 0)
		return -1;
	columns = ydoc_need(source, "columns", e);
	if (!columns || ydoc_check_map(columns, e) < 0)
		return -1;
	p->columns = arena_alloc(a, (columns->count + 1) *
	    sizeof(*p->columns));
	for (n = columns->first; n; n = n->next)
		if (column_read(p, n, a, e) < 0)
			return -1;
	return 0;
}

/* --- walking --- */

static const struct p21_value *
look_through(const struct p21_value *v)
{
	while (v && v->kind == P21_TYPED)
		v = v->first;
	return v;
}

/* Along the first `count` steps. */
static const struct p21_value *
walk(const struct steppath *path, size_t count,
    const struct p21_instance *instance, const struct p21_part *part,
    size_t element)
{
	const struct p21_value *v;
	size_t i, k;

	if (path->part.len)
		part = p21_part(instance, path->part);
	v = part ? &part->parameters : NULL;
	for (i = 0; i < count && v; i++) {
		v = look_through(v);
		if (!v || v->kind != P21_LIST)
			return NULL;
		k = path->steps[i] ? path->steps[i] - 1 : element;
		for (v = v->first; v && k; k--)
			v = v->next;
	}
	return look_through(v);
}

const struct p21_value *
steppath_find(const struct steppath *path,
    const struct p21_instance *instance, const struct p21_part *part,
    size_t element)
{
	return walk(path, path->count, instance, part, element);
}

size_t
steppath_rows(const struct steppath_plan *p,
    const struct p21_instance *instance, const struct p21_part *part)
{
	const struct p21_value *list;

	if (!p->each)
		return 1;
	list = walk(p->each, p->each->star, instance, part, 0);
	return list && list->kind == P21_LIST ? list->count : 0;
}
