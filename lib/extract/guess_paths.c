/* guess_paths.c - paths and the names of columns made of them. */
#include "extract/guess_paths.h"

#include "extract/guess_yaml.h"

#define PATH_MOST ((size_t)64 * 1024)
#define COLUMNS_MOST 500

struct guess_place *
guess_paths_place(struct guess_paths *p, struct slice path)
{
	bool added;
	uint64_t *at = map_put(&p->names, path, &added);

	if (added) {
		*at = p->names.count - 1;
		p->list = mem_grow(p->list, p->names.count,
		    sizeof(*p->list));
		p->list[*at] = (struct guess_place){0, false, false, false, 0};
	}
	return &p->list[*at];
}

void
guess_paths_release(struct guess_paths *p)
{
	map_release(&p->names);
	mem_free(p->list);
}

void
guess_paths_put(struct guess_paths *p, struct slice path, uint64_t row)
{
	struct guess_place *c;

	if (p->names.count >= COLUMNS_MOST || !path.len)
		return;
	c = guess_paths_place(p, path);
	c->several |= c->row == row;
	c->row = row;
	c->text = true;
}

/*
 * Of records of Salesforce a relation has the name of what it leads to:
 * "Item__r/Name" is what people call the item.
 */
static struct slice
without_relation(struct slice path)
{
	static const struct slice end = SLICE_INIT("__r/Name");
	const char *slash;

	if (path.len <= end.len || memcmp(path.at + path.len - end.len,
	    end.at, end.len) != 0)
		return path;
	path.len -= end.len;
	slash = memrchr(path.at, '/', path.len);
	return slash ? slice_from(slash + 1, (size_t)(path.at + path.len -
	    slash - 1)) : path;
}

/* "fields/part" is called fields_part, "@id" id. */
static void
add_column_name(struct buf *b, struct slice path, struct map *names)
{
	struct buf name = BUF_INIT(PATH_MOST + 32);
	uint64_t *times;
	size_t i;

	path = without_relation(path);
	for (i = 0; i < path.len; i++)
		if (path.at[i] == '/' && name.len)
			buf_add_byte(&name, '_');
		else if (path.at[i] != '/' && path.at[i] != '@')
			buf_add_byte(&name, path.at[i]);
	times = map_put(names, buf_slice(&name), NULL);
	if ((*times)++)
		buf_printf(&name, "_%" PRIu64, *times);
	guess_yaml_text(b, buf_slice(&name));
	buf_release(&name);
}

int
guess_paths_write(struct buf *b, const struct guess_paths *p, const char *path,
    struct err *e)
{
	struct map names = MAP_INIT;
	size_t i, count = 0;

	buf_add_text(b, "    columns:\n");
	for (i = 0; i < p->names.count; i++) {
		if (!p->list[i].text || p->list[i].several)
			continue;
		count++;
		buf_add_text(b, "      ");
		add_column_name(b, p->names.entries[i].key, &names);
		buf_add_text(b, ": ");
		guess_yaml_text(b, p->names.entries[i].key);
		buf_add_byte(b, '\n');
	}
	for (i = 0; i < p->names.count; i++)
		if (p->list[i].several)
			guess_yaml_comment(b, 6, slice_of("more below, several "
			    "a row (see Paths in bom-profile):")),
			guess_yaml_comment(b, 6, p->names.entries[i].key);
	map_release(&names);
	return count ? 0 : err_set(e, ERR_INPUT, "%s: nothing in it repeats "
	    "and has texts", path);
}
