/* restructure_entries.c - drop, change and add, entry by entry. */
#include "transform/restructure_entries.h"

const char *const restructure_entries_drop_keys[] = {
    "name", "when", "where", NULL};
const char *const restructure_entries_change_keys[] = {"compute", "copy",
    "default", "lower", "map", "name", "remove", "rename", "scale", "set",
    "trim", "upper", "when", "where", NULL};
const char *const restructure_entries_add_keys[] = {
    "compute", "name", "set", "type", "when", "where", NULL};

/* The entries of a list; *list gets room for them. */
static int
read_entries(struct restructure_entries *out, struct shared *s,
    const struct ydoc_node *n, struct err *e)
{
	if (!n)
		return 0;
	if (ydoc_check_list(n, e) < 0)
		return -1;
	out->list = arena_alloc(&s->arena, (n->count + 1) * sizeof(*out->list));
	memset(out->list, 0, (n->count + 1) * sizeof(*out->list));
	return 0;
}

int
restructure_entries_drops(struct restructure_entries *out, struct shared *s,
    const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;

	if (read_entries(out, s, n, e) < 0)
		return -1;
	for (child = n ? n->first : NULL; child; child = child->next) {
		struct restructure_entry *to = &out->list[out->count++];

		if (ydoc_check_keys(child, restructure_entries_drop_keys,
		    e) < 0 ||
		    ydoc_string(ydoc_need(child, "name", e), &to->name,
		    e) < 0 ||
		    condition_read(&to->condition, s, TYPE_BOM_LINE, child,
		    e) < 0)
			return -1;
		if (!condition_asks(&to->condition))
			return ydoc_error(child, e, "drops every line "
			    "(expected where or when)");
	}
	return 0;
}

/* The key of the BOM is made by from, plants and alternatives. */
static int
read_operations(struct restructure_entry *to, struct shared *s,
    const struct ydoc_node *n, struct err *e)
{
	size_t i;

	if (changein_read(&to->operations, s, TYPE_BOM_LINE, n, e) < 0)
		return -1;
	if (!to->operations.count)
		return ydoc_error(n, e, "changes nothing (expected set, "
		    "compute, ...)");
	for (i = 0; i < to->operations.count; i++) {
		const struct operation *o = &to->operations.list[i];

		if (o->to.member < RAWLINE_BOM_KEYS ||
		    (o->kind == OPERATION_RENAME &&
		    o->from.member < RAWLINE_BOM_KEYS))
			return ydoc_error(n, e, "writes the key of the BOM, "
			    "which its lines share");
	}
	return 0;
}

int
restructure_entries_changes(struct restructure_entries *out, struct shared *s,
    const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;

	if (read_entries(out, s, n, e) < 0)
		return -1;
	for (child = n ? n->first : NULL; child; child = child->next) {
		struct restructure_entry *to = &out->list[out->count++];

		to->name = "change";
		if (ydoc_check_keys(child, restructure_entries_change_keys,
		    e) < 0 ||
		    ydoc_string(ydoc_get(child, "name"), &to->name, e) < 0 ||
		    condition_read(&to->condition, s, TYPE_BOM_LINE, child,
		    e) < 0 || read_operations(to, s, child, e) < 0)
			return -1;
	}
	return 0;
}

static int
read_add(struct restructure_entry *to, struct shared *s,
    const struct ydoc_node *n, struct err *e)
{
	static const char *const words[] = {"bom", "item", NULL};
	bool component = false;
	int type = 0;
	size_t i;

	if (ydoc_check_keys(n, restructure_entries_add_keys, e) < 0 ||
	    ydoc_string(ydoc_need(n, "name", e), &to->name, e) < 0 ||
	    ydoc_choice(ydoc_get(n, "type"), words, &type, e) < 0 ||
	    condition_read(&to->condition, s, type ? TYPE_ITEM : TYPE_BOM, n,
	    e) < 0 ||
	    read_operations(to, s, n, e) < 0)
		return -1;
	for (i = 0; i < to->operations.count; i++)
		component = component ||
		    to->operations.list[i].to.member == BOM_LINE_COMPONENT;
	if (!component)
		return ydoc_error(n, e, "adds a line without a component "
		    "(expected set: {component: ...})");
	return 0;
}

int
restructure_entries_adds(struct restructure_entries *out, struct shared *s,
    const struct ydoc_node *n, struct err *e)
{
	const struct ydoc_node *child;

	if (read_entries(out, s, n, e) < 0)
		return -1;
	for (child = n ? n->first : NULL; child; child = child->next)
		if (read_add(&out->list[out->count++], s, child, e) < 0)
			return -1;
	return 0;
}
