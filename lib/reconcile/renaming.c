/* renaming.c - a file of items, and two maps. */
#include "reconcile/renaming.h"

#include "io/path.h"

const char *const renaming_keys[] = {"items", "plants", "usages", NULL};

void
renaming_release(struct renaming *r)
{
	keymap_release(&r->map);
	mem_free(r->file);
	r->file = NULL;
}

/* Evidence keeps the file under its name, so it may have no folder. */
static int
read_items(struct renaming *r, const struct ydoc_node *n, const char *policy,
    struct err *e)
{
	struct buf path = BUF_INIT((size_t)64 * 1024);
	struct slice name;
	char *folder;
	int rc;

	if (!n)
		return 0;
	if (ydoc_text(n, &name, e) < 0)
		return -1;
	if (!name.len || memchr(name.at, '/', name.len))
		return ydoc_error(n, e, "must be the name of a file beside "
		    "the policy");
	folder = path_folder(path_standard(policy) ? "" : policy);
	buf_printf(&path, "%s%.*s", folder, SLICE_ARGS(name));
	mem_free(folder);
	r->file = mem_text(buf_text(&path));
	buf_release(&path);
	rc = keymap_add_items(&r->map, r->file, e);
	return rc < 0 ? -1 : 0;
}

static int
read_names(struct renaming *r, enum keymap_kind kind,
    const struct ydoc_node *map, struct err *e)
{
	const struct ydoc_node *n;
	struct slice name;

	if (!map)
		return 0;
	if (ydoc_check_map(map, e) < 0)
		return -1;
	for (n = map->first; n; n = n->next)
		if (ydoc_text(n, &name, e) < 0 ||
		    keymap_put(&r->map, kind, n->key, name, e) < 0)
			return -1;
	return 0;
}

int
renaming_read(struct renaming *r, const struct ydoc_node *map,
    const char *policy, struct err *e)
{
	memset(r, 0, sizeof(*r));
	r->map.said_by = "keys";
	if (!map)
		return 0;
	if (ydoc_check_keys(map, renaming_keys, e) < 0 ||
	    read_items(r, ydoc_get(map, "items"), policy, e) < 0 ||
	    read_names(r, KEYMAP_PLANT, ydoc_get(map, "plants"), e) < 0)
		return -1;
	return read_names(r, KEYMAP_USAGE, ydoc_get(map, "usages"), e);
}
