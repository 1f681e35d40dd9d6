/*
 * sapling.h - structures in few words, for tests.
 *
 * A header only: nothing of it is in the library.  A text for each line,
 * PARENT[/REVISION] COMPONENT QUANTITY [UNIT].
 */
#ifndef DIFF_SAPLING_H
#define DIFF_SAPLING_H

#include "diff/forest.h"

static inline void
sapling_put(struct forest *f, const char *words)
{
	struct buf b = BUF_INIT(10000);
	struct slice rest = slice_of(words), parent, item, part;
	struct stream_line line = {.type = TYPE_BOM_LINE};
	struct err e = ERR_INIT;

	parent = slice_cut(&rest, ' ');
	item = slice_cut(&parent, '/');
	buf_printf(&b, "{\"type\":\"bom_line\",\"parent\":\"%.*s\","
	    "\"parent_revision\":\"%.*s\"", SLICE_ARGS(item),
	    (int)parent.len, parent.len ? parent.at : "");
	part = slice_cut(&rest, ' ');
	buf_printf(&b, ",\"component\":\"%.*s\"", SLICE_ARGS(part));
	part = slice_cut(&rest, ' ');
	buf_printf(&b, ",\"quantity\":\"%.*s\"", SLICE_ARGS(part));
	if (rest.at)
		buf_printf(&b, ",\"uom\":\"%.*s\"", SLICE_ARGS(rest));
	buf_add_byte(&b, '}');
	line.text = buf_slice(&b);
	if (forest_put(f, &line, &e) < 0) {
		fprintf(stderr, "sapling: %s\n", e.text);
		abort();
	}
	buf_release(&b);
}

/* Both sides, each ended by NULL. */
static inline void
sapling_grow(struct forest forests[2], const char *const *old,
    const char *const *new)
{
	const struct unit_table none = UNIT_TABLE_INIT;
	const char *const *sides[2] = {old, new};
	int i;

	for (i = 0; i < 2; i++) {
		forest_init(&forests[i]);
		for (; *sides[i]; sides[i]++)
			sapling_put(&forests[i], *sides[i]);
		forest_end(&forests[i], &none);
	}
}

#endif
