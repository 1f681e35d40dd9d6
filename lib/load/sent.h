/*
 * sent.h - what of a record its section sends, as one hash.
 *
 * Whether a record has changed for a target is asked of these hashes, not of
 * its line: a member that the profile does not send makes no difference.
 */
#ifndef LOAD_SENT_H
#define LOAD_SENT_H

#include "load/column.h"

/* Rooms to work in: texts live in the arena, the rest is overwritten. */
struct sent_room {
	struct arena *arena;
	struct buf *scratch;
	struct column_value *values; /* for sent_root: TARGET_COLUMNS_MOST */
};

/*
 * Of the section's own record; with columns, the room's values are filled,
 * too.  ERR_USAGE where an expression fails.
 */
int sent_root(struct hash128 *out, const struct target_section *s,
    const struct record *r, const struct sent_room *room, struct err *e)
    MUST_USE;

/* Of a record that goes along. */
struct hash128 sent_part(const struct target_part *p, const struct record *r,
    const struct sent_room *room);

/* The part of the section that has this type; there is one. */
const struct target_part *sent_part_of(const struct target_section *s,
    enum record_type type);

#endif
