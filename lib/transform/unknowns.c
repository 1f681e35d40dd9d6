/* unknowns.c - the withheld keys, taken apart once. */
#include "transform/unknowns.h"

static int
by_bytes(const void *a, const void *b)
{
	const struct slice *x = a, *y = b;

	return slice_compare(*x, *y);
}

static struct slice *
sorted_keys(const struct map *m)
{
	struct slice *list = mem_grow(NULL, m->count + 1, sizeof(*list));
	size_t i;

	for (i = 0; i < m->count; i++)
		list[i] = m->entries[i].key;
	qsort(list, m->count, sizeof(*list), by_bytes);
	return list;
}

static void
take_bom(struct unknowns *u, enum record_type type, struct slice prefix,
    struct slice usage)
{
	struct slice keys = rawline_keys(type, prefix, RAWLINE_BOM_KEYS);
	struct slice upto = rawline_keys(type, prefix, BOM_USAGE + 1);

	if (upto.len > usage.len && memcmp(upto.at + upto.len - usage.len,
	    usage.at, usage.len) == 0)
		map_put(&u->boms, keys, NULL);
}

static void
take_plant_item(struct unknowns *u, struct slice prefix)
{
	struct buf b = BUF_INIT(KEY_MOST * 2);
	struct slice both = rawline_keys(TYPE_PLANT_ITEM, prefix, 2);
	struct slice item = rawline_first(TYPE_PLANT_ITEM, prefix);
	struct slice lead =
	    schema_types[TYPE_PLANT_ITEM].members[PLANT_ITEM_PLANT].lead;
	const char *plant = item.at + item.len + lead.len;

	buf_add_slice(&b, item);
	buf_add(&b, plant, (size_t)(both.at + both.len - plant));
	map_put(&u->plant_items, buf_slice(&b), NULL);
	buf_release(&b);
}

void
unknowns_load(struct unknowns *u, const struct spool *in, struct slice usage)
{
	const struct map *keys = &in->withheld.keys;
	size_t i;

	*u = (struct unknowns)UNKNOWNS_INIT;
	for (i = 0; i < keys->count; i++) {
		struct slice prefix = keys->entries[i].key;
		struct scan found;

		if (!scan_key(&found, prefix))
			continue; /* of no record that can be */
		if (found.type == TYPE_BOM || found.type == TYPE_BOM_LINE ||
		    found.type == TYPE_SUBSTITUTE)
			take_bom(u, found.type, prefix, usage);
		else if (found.type == TYPE_ITEM)
			map_put(&u->items, rawline_first(TYPE_ITEM, prefix),
			    NULL);
		else if (found.type == TYPE_PLANT_ITEM)
			take_plant_item(u, prefix);
	}
	u->sorted = sorted_keys(&u->boms);
	u->plants = sorted_keys(&u->plant_items);
}

void
unknowns_release(struct unknowns *u)
{
	map_release(&u->boms);
	map_release(&u->items);
	map_release(&u->plant_items);
	mem_free(u->sorted);
	mem_free(u->plants);
	*u = (struct unknowns)UNKNOWNS_INIT;
}

const struct slice *
unknowns_plants(const struct unknowns *u, struct slice item, size_t *count)
{
	size_t low = 0, high = u->plant_items.count, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (slice_compare(u->plants[middle], item) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < u->plant_items.count &&
	    slice_begins(u->plants[end], item); end++)
		;
	*count = end - low;
	return u->plants + low;
}
