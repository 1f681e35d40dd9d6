/*
 * graft.c - the nodes on the way are copied, with all their children, since
 * a child knows the next one; what hangs below the children is shared.
 */
#include "extract/graft.h"

static struct ydoc_node *
copy_node(const struct ydoc_node *n, struct arena *a)
{
	struct ydoc_node *copy = arena_alloc(a, sizeof(*copy));

	*copy = *n;
	copy->next = NULL;
	return copy;
}

/* A copy of the node and of its children; *end is where the next one goes. */
static struct ydoc_node *
copy_family(const struct ydoc_node *n, struct ydoc_node ***end,
    struct arena *a)
{
	struct ydoc_node *copy = copy_node(n, a);
	const struct ydoc_node *child;

	*end = &copy->first;
	for (child = n->first; child; child = child->next) {
		**end = copy_node(child, a);
		*end = &(**end)->next;
	}
	return copy;
}

static void
append(struct ydoc_node *parent, struct ydoc_node **end,
    const struct ydoc_node *child, struct arena *a)
{
	*end = copy_node(child, a);
	parent->count++;
}

/* The place of the child that a token of a pointer names, or NULL. */
static struct ydoc_node **
find_child(struct ydoc_node *parent, struct slice token)
{
	struct ydoc_node **at = &parent->first;
	uint64_t index = 0;

	if (parent->kind == YDOC_LIST && !text_to_number(token, UINT32_MAX,
	    &index))
		return NULL;
	for (; *at; at = &(*at)->next)
		if (parent->kind == YDOC_MAP ? slice_equal((*at)->key, token)
		    : index-- == 0)
			return at;
	return NULL;
}

static struct ydoc_node *
join(const struct ydoc_node *n, const struct ydoc_node *value,
    struct arena *a)
{
	struct ydoc_node **end, **there, *copy = copy_family(n, &end, a), *rest;
	const struct ydoc_node *child;

	if (n->kind == YDOC_LIST) {
		append(copy, end, value, a);
		return copy;
	}
	for (child = value->first; child; child = child->next) {
		there = find_child(copy, child->key);
		if (there) {
			rest = (*there)->next;
			*there = copy_node(child, a);
			(*there)->next = rest;
			continue;
		}
		for (end = &copy->first; *end; end = &(*end)->next)
			;
		append(copy, end, child, a);
	}
	return copy;
}

const struct ydoc_node *
graft(const struct ydoc_node *body, struct slice pointer,
    const struct ydoc_node *value, struct arena *a, struct err *e)
{
	struct slice rest = pointer, token;
	struct ydoc_node *top, *copy, *next, **at, **end;

	/* A node above all, so that the body is a child like others. */
	top = copy_node(body, a);
	at = &top;
	if (rest.len)
		slice_cut(&rest, '/');
	else
		rest.at = NULL;
	while (rest.at) {
		token = slice_cut(&rest, '/');
		next = (*at)->next;
		copy = copy_family(*at, &end, a);
		copy->next = next;
		*at = copy;
		at = copy->kind == YDOC_SCALAR ? NULL
		    : find_child(copy, token);
		if (!at)
			goto none;
	}
	if ((*at)->kind == YDOC_SCALAR ||
	    ((*at)->kind == YDOC_MAP && value->kind != YDOC_MAP))
		goto none;
	next = (*at)->next;
	copy = join(*at, value, a);
	copy->next = next;
	*at = copy;
	return top;
none:
	ydoc_error_key(value, e, "leads to no list of the body, and to no map "
	    "for a map");
	return NULL;
}
