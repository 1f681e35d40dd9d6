/*
 * rehearsal_tell.h - lines in the words of rehearsal_words.h, for tests.
 */
#ifndef TRANSFORM_REHEARSAL_TELL_H
#define TRANSFORM_REHEARSAL_TELL_H

#include "transform/rawline.h"

/* A line of a BOM in words; of another type its key. */
static inline void
rehearsal_tell(struct buf *b, struct slice line)
{
	struct arena a = ARENA_INIT;
	struct rawline raw;
	struct key k;
	unsigned i;

	if (!key_parse_prefix(&k, line, &a))
		BUG("no key");
	if (k.type != TYPE_BOM && k.type != TYPE_BOM_LINE &&
	    k.type != TYPE_SUBSTITUTE) {
		key_add_text(b, &k);
		buf_add_byte(b, '\n');
		arena_release(&a);
		return;
	}
	rawline_cut(&raw, k.type, line);
	for (i = 0; i < RAWLINE_BOM_KEYS; i++) {
		buf_add_slice(b, k.parts[i]);
		buf_add_text(b, i + 1 < RAWLINE_BOM_KEYS ? "/" : "");
	}
	if (k.type == TYPE_BOM)
		buf_add_text(b, " =");
	else
		buf_printf(b, " %.*s %.*s%s%.*s", SLICE_ARGS(k.parts[5]),
		    SLICE_ARGS(k.parts[6]), k.parts[7].len ? "#" : "",
		    SLICE_ARGS(k.parts[7]));
	if (k.type == TYPE_SUBSTITUTE)
		buf_printf(b, " > %.*s", SLICE_ARGS(k.parts[8]));
	for (i = schema_types[k.type].key_count;
	    i < schema_types[k.type].member_count; i++)
		if (raw.raw[i].len)
			buf_printf(b, " %.*s=%.*s", SLICE_ARGS(
			    schema_types[k.type].members[i].name),
			    SLICE_ARGS(rawline_plain(raw.raw[i])));
	buf_add_byte(b, '\n');
	arena_release(&a);
}

static inline void
rehearsal_key(struct buf *b, struct slice line)
{
	struct arena a = ARENA_INIT;
	struct key k;

	if (!key_parse_prefix(&k, line, &a))
		BUG("no key");
	key_add_text(b, &k);
	arena_release(&a);
}

#endif
