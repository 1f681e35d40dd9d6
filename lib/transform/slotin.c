/* slotin.c - slots by name, with errors that stand at the name. */
#include "transform/slotin.h"

static int
wrong(const struct ydoc_node *n, bool at_key, struct err *e, const char *text)
{
	return at_key ? ydoc_error_key(n, e, "%s", text)
		      : ydoc_error(n, e, "%s", text);
}

int
slotin_read(struct slot *slot, enum record_type type,
    const struct ydoc_node *n, bool at_key, struct err *e)
{
	const struct schema_type *t = &schema_types[type];
	struct slice name = {"", 0};
	const char *nearest;

	if (at_key)
		name = n->key;
	else if (ydoc_text(n, &name, e) < 0)
		return -1;
	if (slot_find(slot, type, name))
		return 0;
	nearest = schema_member_nearest(type, name);
	return (at_key ? ydoc_error_key : ydoc_error)(n, e, "%.*s has no "
	    "member \"%.*s\"%s%s%s", SLICE_ARGS(t->name), SLICE_ARGS(name),
	    nearest ? " (did you mean \"" : "", nearest ? nearest : "",
	    nearest ? "\"?)" : "");
}

int
slotin_one(struct slot *slot, enum record_type type,
    const struct ydoc_node *n, bool at_key, struct err *e)
{
	if (slotin_read(slot, type, n, at_key, e) < 0)
		return -1;
	if (slot->member == SLOT_ATTRS && !slot->attr.len)
		return wrong(n, at_key, e, "attrs: one site field is meant "
		    "here (expected attrs.NAME)");
	return 0;
}

int
slotin_all(struct slotin_list *list, enum record_type type,
    const struct ydoc_node *n, struct arena *a, struct err *e)
{
	const struct ydoc_node *child;

	*list = (struct slotin_list){NULL, 0};
	if (!n)
		return -1; /* ydoc_need has said it */
	list->at = arena_alloc(a, (n->count + 1) * sizeof(*list->at));
	if (n->kind == YDOC_SCALAR) {
		list->count = 1;
		return slotin_one(&list->at[0], type, n, false, e);
	}
	if (ydoc_check_list(n, e) < 0)
		return -1;
	for (child = n->first; child; child = child->next)
		if (slotin_one(&list->at[list->count++], type, child, false,
		    e) < 0)
			return -1;
	return list->count ? 0 : ydoc_error(n, e, "is empty");
}
