/* people.c - groups and grants, as they stand in the file. */
#include "transform/people.h"

const char *const people_keys[] = {"approve", "groups", "override", NULL};
const char *const people_grant_keys[] = {"class", "who", NULL};

static const char *const deeds[] = {"override", "approve"};

const char *
people_deed_name(enum people_deed deed)
{
	return deeds[deed];
}

static int
read_groups(struct people *p, const struct ydoc_node *n, struct arena *a,
    struct err *e)
{
	const struct ydoc_node *child;
	struct people_group *g;

	if (!n)
		return 0;
	if (ydoc_check_map(n, e) < 0)
		return -1;
	p->groups = arena_alloc(a, (n->count + 1) * sizeof(*p->groups));
	for (child = n->first; child; child = child->next) {
		g = &p->groups[p->group_count++];
		*g = (struct people_group){.name = child->key};
		if (ydoc_texts(child, &g->members, e) < 0)
			return -1;
	}
	return 0;
}

static int
check_class(const struct ydoc_node *n, const char *const *classes,
    struct err *e)
{
	const struct ydoc_node *child;
	int index;

	if (!n)
		return 0;
	if (n->kind == YDOC_SCALAR)
		return ydoc_choice(n, classes, &index, e);
	for (child = n->first; child; child = child->next)
		if (ydoc_choice(child, classes, &index, e) < 0)
			return -1;
	return 0;
}

/* One list of grants on its way in. */
struct reading {
	struct people *people;
	const char *const *classes;
	struct arena *arena;
};

static int
read_grants(struct reading *r, enum people_deed deed,
    const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;
	struct people_grant *list;
	size_t count = 0;

	if (!n)
		return 0;
	if (ydoc_check_list(n, e) < 0)
		return -1;
	list = arena_alloc(r->arena, (n->count + 1) * sizeof(*list));
	for (child = n->first; child; child = child->next) {
		const struct ydoc_node *class;
		struct people_grant *g = &list[count++];

		*g = (struct people_grant){{NULL, 0}, {NULL, 0}};
		if (ydoc_check_keys(child, people_grant_keys, e) < 0)
			return -1;
		class = ydoc_get(child, "class");
		if (ydoc_texts(class, &g->classes, e) < 0 ||
		    check_class(class, r->classes, e) < 0 ||
		    ydoc_texts(ydoc_need(child, "who", e), &g->who, e) < 0)
			return -1;
	}
	r->people->grants[deed] = list;
	r->people->grant_count[deed] = count;
	return 0;
}

int
people_read(struct people *p, const struct ydoc_node *n,
    const char *const *classes, struct arena *a, struct err *e)
{
	struct reading r = {p, classes, a};

	memset(p, 0, sizeof(*p));
	if (!n)
		return 0;
	p->said = true;
	if (ydoc_check_keys(n, people_keys, e) < 0 ||
	    read_groups(p, ydoc_get(n, "groups"), a, e) < 0 ||
	    read_grants(&r, PEOPLE_OVERRIDE, ydoc_get(n, "override"), e) < 0)
		return -1;
	return read_grants(&r, PEOPLE_APPROVE, ydoc_get(n, "approve"), e);
}

static bool
in_texts(const struct ydoc_texts *t, struct slice text)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		if (slice_equal(t->at[i], text))
			return true;
	return false;
}

/* By name, or as a member of a group that is named. */
static bool
names(const struct people *p, const struct people_grant *g, struct slice who)
{
	size_t i;

	if (in_texts(&g->who, who))
		return true;
	for (i = 0; i < p->group_count; i++)
		if (in_texts(&g->who, p->groups[i].name) &&
		    in_texts(&p->groups[i].members, who))
			return true;
	return false;
}

bool
people_may(const struct people *p, enum people_deed deed, struct slice class,
    struct slice who)
{
	size_t i;

	for (i = 0; i < p->grant_count[deed]; i++) {
		const struct people_grant *g = &p->grants[deed][i];

		if ((!g->classes.count || in_texts(&g->classes, class)) &&
		    names(p, g, who))
			return true;
	}
	return !p->said;
}
