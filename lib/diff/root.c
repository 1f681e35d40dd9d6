/* root.c - what is reached below a root. */
#include "diff/root.h"

static const char *const levels[] = {"multi", "single", "flat", NULL};

static int
read_name(struct root *r, struct root_name *n, struct slice text,
    struct err *e)
{
	bool revised = text.len && memchr(text.at, '/', text.len);
	struct key k;

	if (key_parse_record_key(&k, revised ? TYPE_REVISION : TYPE_ITEM,
	    text, &r->arena, e) < 0)
		return err_in(e, "--root");
	n->item = k.parts[0];
	n->revision = revised ? k.parts[1] : slice_from(NULL, 0);
	return 0;
}

int
root_read(struct root *r, const char *text, const char *level, struct err *e)
{
	struct slice new = slice_of(text), old = slice_cut(&new, '=');
	const char *near;
	int i;

	memset(r, 0, sizeof(*r));
	if (level) {
		for (i = 0; levels[i] && strcmp(levels[i], level) != 0; i++)
			;
		near = slice_nearest(slice_of(level), levels);
		if (!levels[i])
			return err_set(e, ERR_USAGE, "--level: \"%s\" is "
			    "none (expected single, multi or flat%s%s)",
			    level, near ? "; nearest: " : "",
			    near ? near : "");
		r->level = (enum root_level)i;
	}
	if (!new.at)
		new = old;
	if (read_name(r, &r->names[0], old, e) < 0)
		return -1;
	return read_name(r, &r->names[1], new, e);
}

void
root_release(struct root *r)
{
	mem_free(r->reached[0]);
	mem_free(r->reached[1]);
	map_release(&r->items);
	arena_release(&r->arena);
	memset(r, 0, sizeof(*r));
}

int
root_cut(struct root *r, struct asked_cuts *cuts, struct err *e)
{
	int i;

	if (!slice_equal(r->names[0].item, r->names[1].item) &&
	    keymap_put(&cuts->map, KEYMAP_ITEM, r->names[0].item,
	    r->names[1].item, e) < 0)
		return -1;
	for (i = 0; i < 2; i++) {
		cuts->sides[i].root = r->names[1].item;
		cuts->sides[i].revision = r->names[i].revision;
	}
	return 0;
}

/* Everything below the node; a stack, since there may be many levels. */
static void
reach(struct root *r, int side, uint32_t from)
{
	struct structure *s = &r->forests[side].structure;
	const struct structure_edge *edges;
	uint32_t *stack = NULL, node;
	size_t top = 0, size = 0, count, i;

	if (r->reached[side][from])
		return;
	stack = mem_grow(stack, size = 16, sizeof(*stack));
	r->reached[side][from] = true;
	stack[top++] = from;
	while (top) {
		node = stack[--top];
		map_put(&r->items, forest_item(&r->forests[side], node),
		    NULL);
		edges = structure_components(s, node, &count);
		if (r->level == ROOT_SINGLE)
			count = 0;
		if (top + count > size) {
			size = mem_next_size(size, top + count);
			stack = mem_grow(stack, size, sizeof(*stack));
		}
		for (i = 0; i < count; i++) {
			node = edges[i].component;
			if (!r->reached[side][node])
				stack[top++] = node;
			r->reached[side][node] = true;
		}
	}
	mem_free(stack);
}

int
root_reach(struct root *r, struct err *e)
{
	const struct forest_bom *b;
	bool any = false;
	int side;

	for (side = 0; side < 2; side++) {
		r->reached[side] = mem_zero(structure_node_count(
		    &r->forests[side].structure) + 1);
		b = forest_first(&r->forests[side], r->names[1].item);
		for (; b; b = forest_next(&r->forests[side], b)) {
			any = true;
			reach(r, side, b->node);
		}
	}
	if (any)
		return 0;
	return err_set(e, ERR_USAGE, "--root: neither side has a BOM of "
	    "\"%.*s%s%.*s\"", SLICE_ARGS(r->names[1].item),
	    r->names[1].revision.at ? "/" : "",
	    SLICE_ARGS(r->names[1].revision));
}

bool
root_chosen(const struct root *r, const struct key *k)
{
	const struct forest_bom *b;
	int side, item;

	if (k->type == TYPE_BOM || k->type == TYPE_BOM_LINE ||
	    k->type == TYPE_SUBSTITUTE) {
		for (side = 0; side < 2; side++) {
			b = forest_find(&r->forests[side], k);
			if (b && r->reached[side][b->node])
				return true;
		}
		return false;
	}
	item = schema_member_find(k->type, SLICE("item"));
	return item >= 0 && schema_types[k->type].members[item].key &&
	    k->parts[item].len && map_find(&r->items, k->parts[item]);
}
