/*
 * sent.c - columns as their values; else the canonical line of what is left
 * when members that are not sent are taken out.
 */
#include "load/sent.h"

static struct hash128
hash_members(const bool *sends, const struct record *r, struct buf *scratch)
{
	const struct schema_type *t = &schema_types[r->type];
	struct record left = *r;
	unsigned i;

	left.change = NULL;
	for (i = t->key_count; i < t->member_count; i++)
		if (!sends[i])
			left.values[i].kind = VALUE_ABSENT;
	if (!sends[SCHEMA_MEMBERS_MOST]) {
		left.attrs.count = 0;
		left.others.count = 0;
	}
	buf_clear(scratch);
	record_add_line(scratch, &left);
	return hash_128(scratch->at, scratch->len);
}

int
sent_root(struct hash128 *out, const struct target_section *s,
    const struct record *r, const struct sent_room *room, struct err *e)
{
	if (!s->columns) {
		*out = hash_members(s->sends, r, room->scratch);
		return 0;
	}
	if (column_values(s, r, room->values, room->arena, e) < 0)
		return -1;
	*out = column_digest(room->values, s->count, room->scratch);
	return 0;
}

struct hash128
sent_part(const struct target_part *p, const struct record *r,
    const struct sent_room *room)
{
	return hash_members(p->sends, r, room->scratch);
}

const struct target_part *
sent_part_of(const struct target_section *s, enum record_type type)
{
	size_t i;

	for (i = 0; i < s->part_count; i++)
		if (s->parts[i].type == type)
			return &s->parts[i];
	BUG("sent: a part of a type that does not go along");
}
