/* valuemap.c - a hash map with a policy for what is not in it. */
#include "transform/valuemap.h"

void
valuemap_init(struct valuemap *m, enum valuemap_unmapped unmapped)
{
	*m = (struct valuemap){.texts = MAP_INIT, .unmapped = unmapped,
	    .arena = ARENA_INIT};
}

void
valuemap_release(struct valuemap *m)
{
	if (m->free)
		m->free(m->ctx);
	map_release(&m->texts);
	mem_free(m->to);
	arena_release(&m->arena);
	valuemap_init(m, m->unmapped);
}

bool
valuemap_add(struct valuemap *m, struct slice from, struct slice to)
{
	uint64_t *index;
	bool added;

	index = map_put(&m->texts, from, &added);
	if (!added)
		return false;
	if (!(m->count & (m->count - 1)))
		m->to = mem_grow(m->to, m->count ? m->count * 2 : 1,
		    sizeof(*m->to));
	*index = m->count;
	m->to[m->count++] = slice_copy(to, &m->arena);
	return true;
}

bool
valuemap_find(struct slice *to, const struct valuemap *m, struct slice from)
{
	const uint64_t *index = map_find(&m->texts, from);

	if (index) {
		*to = m->to[*index];
		return true;
	}
	if (from.len && m->ask && m->ask(m->ctx, from, to))
		return true;
	*to = from;
	if (!from.len || m->unmapped == VALUEMAP_KEEP)
		return true;
	*to = SLICE("");
	return m->unmapped == VALUEMAP_ABSENT;
}
