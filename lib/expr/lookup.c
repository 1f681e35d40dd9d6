/* lookup.c - a map from encoded keys to rows in one array of cells. */
#include "expr/lookup.h"

/* More than SQLite hands over: 127 arguments of 16 MiB. */
#define KEY_MOST ((size_t)1 << 32)

/* Each part behind its length, so that ("a", "bc") is not ("ab", "c"). */
static struct slice
encode(struct lookup *l, const struct slice *keys)
{
	unsigned i;

	if (l->key_count == 1)
		return keys[0];
	buf_clear(&l->key);
	for (i = 0; i < l->key_count; i++) {
		buf_add(&l->key, (const char *)&keys[i].len,
		    sizeof(keys[i].len));
		buf_add_slice(&l->key, keys[i]);
	}
	return buf_slice(&l->key);
}

int
lookup_init(struct lookup *l, const char *name, const char *const *columns,
    unsigned key_count, struct err *e)
{
	unsigned i;

	memset(l, 0, sizeof(*l));
	buf_init(&l->key, KEY_MOST);
	l->name = mem_text(name);
	l->key_count = key_count;
	while (columns[l->column_count])
		l->column_count++;
	l->columns = mem_zero((l->column_count + 1) * sizeof(*l->columns));
	for (i = 0; i < l->column_count; i++) {
		if (lookup_column(l, slice_of(columns[i])) >= 0) {
			err_set(e, ERR_USAGE, "table \"%s\": column \"%s\" "
			    "stands twice", name, columns[i]);
			goto fail;
		}
		l->columns[i] = mem_text(columns[i]);
	}
	if (key_count && key_count <= l->column_count)
		return 0;
	err_set(e, ERR_USAGE, "table \"%s\": the key must have 1 to %u "
	    "columns, has %u", name, l->column_count, key_count);
fail:
	lookup_release(l);
	return -1;
}

void
lookup_release(struct lookup *l)
{
	unsigned i;

	for (i = 0; l->columns && l->columns[i]; i++)
		mem_free(l->columns[i]);
	mem_free(l->columns);
	mem_free(l->name);
	mem_free(l->cells);
	map_release(&l->keys);
	buf_release(&l->key);
	memset(l, 0, sizeof(*l));
}

int
lookup_column(const struct lookup *l, struct slice name)
{
	int i;

	for (i = 0; l->columns[i]; i++)
		if (slice_is(name, l->columns[i]))
			return i;
	return -1;
}

int
lookup_add(struct lookup *l, const struct slice *texts, struct err *e)
{
	size_t need = l->cell_count + l->column_count;
	unsigned i;
	bool added;
	uint64_t *row;

	for (i = 0; i < l->key_count; i++)
		if (!texts[i].at)
			return err_set(e, ERR_USAGE, "table \"%s\": key column"
			    " \"%s\" is absent", l->name, l->columns[i]);
	row = map_put(&l->keys, encode(l, texts), &added);
	if (!added)
		return err_set(e, ERR_USAGE, "table \"%s\": two rows have the "
		    "key \"%.*s\"%s", l->name, SLICE_ARGS(texts[0]),
		    l->key_count > 1 ? ", ..." : "");
	*row = l->cell_count;
	if (need > l->cell_size) {
		l->cell_size = mem_next_size(l->cell_size, need);
		l->cells = mem_grow(l->cells, l->cell_size, sizeof(*l->cells));
	}
	for (i = 0; i < l->column_count; i++)
		l->cells[l->cell_count++] = texts[i].at
		    ? slice_copy(texts[i], &l->keys.keys)
		    : slice_from(NULL, 0);
	return 0;
}

const struct slice *
lookup_find(struct lookup *l, const struct slice *keys)
{
	const uint64_t *row = map_find(&l->keys, encode(l, keys));

	return row ? &l->cells[*row] : NULL;
}
