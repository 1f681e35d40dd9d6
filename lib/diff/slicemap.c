/* slicemap.c - a map to indexes, and the values in a row. */
#include "diff/slicemap.h"

#include "base/mem.h"

void
slicemap_release(struct slicemap *m)
{
	map_release(&m->keys);
	mem_free(m->values);
	arena_release(&m->arena);
	memset(m, 0, sizeof(*m));
}

bool
slicemap_put(struct slicemap *m, struct slice key, struct slice value)
{
	bool added;
	uint64_t *at = map_put(&m->keys, key, &added);

	if (!added)
		return false;
	*at = m->keys.count - 1;
	if (*at >= m->size) {
		m->size = mem_next_size(m->size, *at + 1);
		m->values = mem_grow(m->values, m->size, sizeof(*m->values));
	}
	m->values[*at] = slice_copy(value, &m->arena);
	return true;
}

struct slice
slicemap_get(const struct slicemap *m, struct slice key)
{
	const uint64_t *at = map_find(&m->keys, key);

	return at ? m->values[*at] : slice_from(NULL, 0);
}
