/* map.c - open addressing over an array in order of insertion. */
#include "base/map.h"

#include "base/hash.h"

void
map_release(struct map *m)
{
	mem_free(m->entries);
	mem_free(m->slots);
	arena_release(&m->keys);
	*m = (struct map)MAP_INIT;
}

/*
 * A slot is 32 bits of hash above 32 of index + 1.  Great maps are slow by
 * the memory they touch: with the hash in the slot an entry is looked at
 * for the key that is sought, and hardly ever for another.
 */
static uint64_t
slot_make(uint32_t hash, size_t index)
{
	return (uint64_t)hash << 32 | (index + 1);
}

static uint32_t
slot_hash(uint64_t slot)
{
	return (uint32_t)(slot >> 32);
}

static struct map_entry *
slot_entry(const struct map *m, uint64_t slot)
{
	return &m->entries[(slot & UINT32_MAX) - 1];
}

/* The slot that holds the key, or the free one where it belongs. */
static size_t
slot_of(const struct map *m, struct slice key, uint32_t hash)
{
	size_t mask = m->slot_count - 1;
	size_t i = hash & mask;

	while (m->slots[i]) {
		if (slot_hash(m->slots[i]) == hash &&
		    slice_equal(slot_entry(m, m->slots[i])->key, key))
			break;
		i = (i + 1) & mask;
	}
	return i;
}

static void
grow_slots(struct map *m)
{
	size_t i, count = m->slot_count ? m->slot_count * 2 : 64;
	uint64_t *slots = mem_zero(count * sizeof(*slots));

	for (i = 0; i < m->slot_count; i++) {
		size_t at = slot_hash(m->slots[i]) & (count - 1);

		if (!m->slots[i])
			continue;
		while (slots[at])
			at = (at + 1) & (count - 1);
		slots[at] = m->slots[i];
	}
	mem_free(m->slots);
	m->slots = slots;
	m->slot_count = count;
}

static uint32_t
hash_of(struct slice key)
{
	return (uint32_t)(hash_64(key.at, key.len) >> 32);
}

uint64_t *
map_put(struct map *m, struct slice key, bool *added)
{
	uint32_t hash = hash_of(key);
	struct map_entry *entry;
	size_t at;

	if ((m->count + 1) * 4 > m->slot_count * 3)
		grow_slots(m);
	at = slot_of(m, key, hash);
	if (added)
		*added = !m->slots[at];
	if (m->slots[at])
		return &slot_entry(m, m->slots[at])->value;
	if (m->count >= UINT32_MAX - 1)
		BUG("map: more than 4 billion keys");
	if (m->count == m->size) {
		m->size = mem_next_size(m->size, m->count + 1);
		m->entries = mem_grow(m->entries, m->size,
		    sizeof(*m->entries));
	}
	m->slots[at] = slot_make(hash, m->count);
	entry = &m->entries[m->count++];
	entry->key = slice_copy(key, &m->keys);
	entry->value = 0;
	return &entry->value;
}

uint64_t *
map_find(const struct map *m, struct slice key)
{
	size_t at;

	if (!m->count)
		return NULL;
	at = slot_of(m, key, hash_of(key));
	return m->slots[at] ? &slot_entry(m, m->slots[at])->value : NULL;
}
