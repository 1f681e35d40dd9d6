/* restructure_words.c - texts with single blanks, lists with bars. */
#include "transform/restructure_words.h"

static void
add_words(struct buf *b, const struct ydoc_node *n)
{
	const struct ydoc_node *child;
	bool blank = false;
	size_t i;

	for (child = n->first; child; child = child->next) {
		if (child != n->first)
			buf_add_byte(b, '|');
		add_words(b, child);
	}
	if (n->kind == YDOC_SCALAR && !n->text.len)
		buf_add_text(b, "\"\"");
	for (i = 0; i < n->text.len; i++) {
		char c = n->text.at[i];
		bool white = c == ' ' || c == '\t' || c == '\n';

		if (!white || !blank)
			buf_add_byte(b, white ? ' ' : c);
		blank = white;
	}
}

struct slice
restructure_words(const char *what, const struct ydoc_node *map,
    struct arena *a)
{
	const struct ydoc_node *where = map ? ydoc_get(map, "where") : NULL;
	const struct ydoc_node *when = map ? ydoc_get(map, "when") : NULL;
	const struct ydoc_node *child;
	struct buf b = BUF_INIT((size_t)64 * 1024);
	struct slice text;

	if (!where && !when)
		return SLICE("");
	buf_add_text(&b, what);
	for (child = where ? where->first : NULL; child;
	    child = child->next) {
		buf_add_text(&b, child == where->first ? " where " : ",");
		buf_add_slice(&b, child->key);
		buf_add_byte(&b, '=');
		add_words(&b, child);
	}
	if (when) {
		buf_add_text(&b, " when ");
		add_words(&b, when);
	}
	text = slice_copy(slice_trim(buf_slice(&b)), a);
	buf_release(&b);
	return text;
}
