/*
 * heldback.c - withheld keys by what an old line would share with them.
 *
 * A name is its kind and the parts that are shared, each behind a 0.  Keys of
 * one name are a chain, as in a hash table.
 */
#include "model/heldback.h"

enum kind { BY_COMPONENT, BY_FIND_NUMBER, BY_BOM, KINDS };

/* The BOM's parts, its revision only where `revision`, and one more. */
static void
make_name(struct buf *b, enum kind kind, const struct key *k,
    struct slice last)
{
	unsigned i;

	buf_clear(b);
	buf_add_byte(b, (char)('0' + (int)kind)); /* a handful of values */
	for (i = 0; i <= BOM_ALTERNATIVE; i++) {
		buf_add_byte(b, '\0');
		if (kind != BY_BOM || i != BOM_PARENT_REVISION)
			buf_add_slice(b, k->parts[i]);
	}
	buf_add_byte(b, '\0');
	buf_add_slice(b, last);
}

static void
add(struct heldback *h, size_t index, enum kind kind, const struct buf *name)
{
	uint64_t *last = map_put(&h->names, buf_slice(name), NULL);

	h->earlier[index * KINDS + kind] = (uint32_t)*last;
	*last = index + 1;
}

void
heldback_init(struct heldback *h, const struct withheld *new,
    const struct withheld *old)
{
	struct buf name = BUF_INIT(KEY_MOST * 2);
	struct arena a = ARENA_INIT;
	struct key k;
	size_t i;

	memset(h, 0, sizeof(*h));
	h->new = new;
	h->old = old;
	h->earlier = mem_zero((new->keys.count + 1) * KINDS *
	    sizeof(*h->earlier));
	for (i = 0; i < new->keys.count; i++) {
		arena_reset(&a);
		if (!key_parse_prefix(&k, new->keys.entries[i].key, &a))
			BUG("a withheld key that is none");
		if (k.type == TYPE_BOM) {
			make_name(&name, BY_BOM, &k, SLICE(""));
			add(h, i, BY_BOM, &name);
		}
		if (k.type != TYPE_BOM_LINE)
			continue;
		make_name(&name, BY_COMPONENT, &k,
		    k.parts[BOM_LINE_COMPONENT]);
		add(h, i, BY_COMPONENT, &name);
		make_name(&name, BY_FIND_NUMBER, &k,
		    k.parts[BOM_LINE_FIND_NUMBER]);
		if (k.parts[BOM_LINE_FIND_NUMBER].len)
			add(h, i, BY_FIND_NUMBER, &name);
	}
	arena_release(&a);
	buf_release(&name);
}

void
heldback_release(struct heldback *h)
{
	map_release(&h->names);
	mem_free(h->earlier);
	memset(h, 0, sizeof(*h));
}

/* True if the old side has no word of one of that name. */
static bool
any_new(const struct heldback *h, enum kind kind, const struct buf *name)
{
	const uint64_t *last = map_find(&h->names, buf_slice(name));
	uint64_t at = last ? *last : 0;
	const struct map_entry *entry;

	for (; at; at = h->earlier[(at - 1) * KINDS + kind]) {
		entry = &h->new->keys.entries[at - 1];
		if (!entry->value && !map_find(&h->old->keys, entry->key))
			return true;
	}
	return false;
}

bool
heldback_line(const struct heldback *h, const struct key *bom,
    const struct ladder_line *line)
{
	struct buf name = BUF_INIT(KEY_MOST * 2);
	bool found;

	if (!h->names.count)
		return false;
	make_name(&name, BY_COMPONENT, bom, line->component);
	found = any_new(h, BY_COMPONENT, &name);
	if (!found && line->find_number.len) {
		make_name(&name, BY_FIND_NUMBER, bom, line->find_number);
		found = any_new(h, BY_FIND_NUMBER, &name);
	}
	buf_release(&name);
	return found;
}

bool
heldback_revision(const struct heldback *h, const struct key *bom)
{
	struct buf name = BUF_INIT(KEY_MOST * 2);
	bool found;

	if (!h->names.count)
		return false;
	make_name(&name, BY_BOM, bom, SLICE(""));
	found = any_new(h, BY_BOM, &name);
	buf_release(&name);
	return found;
}
