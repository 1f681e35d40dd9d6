/* bundle.c - union-find; the lowest index of a union stands for it. */
#include "transform/bundle.h"

/* What leads a record's bundle, and how many members its key has. */
static enum record_type
leader(enum record_type type, unsigned *count)
{
	*count = 1;
	switch (type) {
	case TYPE_BOM:
	case TYPE_BOM_LINE:
	case TYPE_SUBSTITUTE:
		*count = schema_types[TYPE_BOM].key_count;
		return TYPE_BOM;
	case TYPE_ROUTING:
	case TYPE_OPERATION:
		*count = schema_types[TYPE_ROUTING].key_count;
		return TYPE_ROUTING;
	case TYPE_CHANGE_ITEM:
	case TYPE_CHANGE_ORDER:
		return TYPE_CHANGE_ORDER;
	case TYPE_ALTERNATE:
	case TYPE_APPROVED_MANUFACTURER:
	case TYPE_APPROVED_SUPPLIER:
	case TYPE_DOCUMENT_LINK:
	case TYPE_INSPECTION:
	case TYPE_ITEM:
	case TYPE_PLANT_ITEM:
	case TYPE_QUALITY_HOLD:
	case TYPE_REVISION:
	case TYPE_UOM_CONVERSION:
		return TYPE_ITEM;
	case TYPE_ACKNOWLEDGMENT:
	case TYPE_DOCUMENT:
	case TYPE_EXCEPTION:
	case TYPE_MANUFACTURER:
	case TYPE_PRODUCTION_VERSION:
	case TYPE_SUPPLIER:
	case TYPE_WITHHELD:
	case TYPE_WORK_CENTER:
		break;
	}
	*count = schema_types[type].key_count;
	return type;
}

void
bundle_key(struct key *of, const struct key *k)
{
	unsigned count;
	enum record_type type = leader(k->type, &count);

	*of = *k;
	/* a conversion for all items belongs to none */
	if (type == TYPE_ITEM && !k->parts[0].len)
		return;
	of->type = type;
	of->count = count;
}

void
bundles_release(struct bundles *b)
{
	map_release(&b->names);
	map_release(&b->revisions);
	mem_free(b->list);
	*b = (struct bundles)BUNDLES_INIT;
}

/* --- names --- */

static void
add_name(struct buf *b, const struct key *k)
{
	struct key of;

	bundle_key(&of, k);
	key_add_text(b, &of);
}

uint32_t
bundles_find(const struct bundles *b, const struct key *k)
{
	struct buf name = BUF_INIT(KEY_MOST * 4);
	uint64_t *place;

	add_name(&name, k);
	place = map_find(&b->names, buf_slice(&name));
	buf_release(&name);
	return place ? (uint32_t)*place : BUNDLE_NONE; /* fits: list index */
}

static void
add_revision_key(struct buf *b, struct slice item, struct slice revision)
{
	buf_add_slice(b, item);
	buf_add_byte(b, '\0');
	buf_add_slice(b, revision);
}

/* BOMs and routings begin their keys with item and revision. */
static void
link_revision(struct bundles *b, uint32_t index, const struct key *k)
{
	struct buf key = BUF_INIT(KEY_MOST * 4);
	uint64_t *first;
	bool added;

	add_revision_key(&key, k->parts[0], k->parts[1]);
	first = map_put(&b->revisions, buf_slice(&key), &added);
	buf_release(&key);
	b->list[index].next = added ? BUNDLE_NONE : (uint32_t)*first;
	*first = index;
}

uint32_t
bundles_put(struct bundles *b, const struct key *k)
{
	struct buf name = BUF_INIT(KEY_MOST * 4);
	struct key of;
	uint64_t *place;
	bool added;

	bundle_key(&of, k);
	key_add_text(&name, &of);
	place = map_put(&b->names, buf_slice(&name), &added);
	buf_release(&name);
	if (!added)
		return (uint32_t)*place; /* fits: an index of the list */
	if (b->count == BUNDLE_NONE)
		BUG("more bundles than have numbers");
	*place = b->count;
	if (b->count == b->size) {
		b->size = mem_next_size(b->size, b->size + 1);
		b->list = mem_grow(b->list, b->size, sizeof(*b->list));
	}
	b->list[b->count] = (struct bundle){b->count, b->count, BUNDLE_NONE,
	    of.type, false};
	if (of.type == TYPE_BOM || of.type == TYPE_ROUTING)
		link_revision(b, b->count, &of);
	return b->count++;
}

struct slice
bundles_name(const struct bundles *b, uint32_t index)
{
	return b->names.entries[index].key;
}

uint32_t
bundles_of_revision(const struct bundles *b, struct slice item,
    struct slice revision)
{
	struct buf key = BUF_INIT(KEY_MOST * 4);
	uint64_t *first;

	add_revision_key(&key, item, revision);
	first = map_find(&b->revisions, buf_slice(&key));
	buf_release(&key);
	return first ? (uint32_t)*first : BUNDLE_NONE;
}

/* --- unions --- */

uint32_t
bundles_root(const struct bundles *b, uint32_t index)
{
	while (b->list[index].up != index) {
		uint32_t up = b->list[index].up;

		/* the list is only borrowed as const: ways get shorter */
		b->list[index].up = b->list[up].up;
		index = up;
	}
	return index;
}

void
bundles_join(struct bundles *b, uint32_t one, uint32_t other)
{
	struct bundle *low, *high;

	one = bundles_root(b, one);
	other = bundles_root(b, other);
	if (one == other)
		return;
	low = &b->list[one < other ? one : other];
	high = &b->list[one < other ? other : one];
	high->up = low->up;
	low->changes = low->changes || high->changes;
	if (b->list[low->lead].type != TYPE_CHANGE_ORDER &&
	    (b->list[high->lead].type == TYPE_CHANGE_ORDER ||
	    high->lead < low->lead))
		low->lead = high->lead;
}

bool
bundles_change(const struct bundles *b, uint32_t index)
{
	return b->list[bundles_root(b, index)].changes;
}
