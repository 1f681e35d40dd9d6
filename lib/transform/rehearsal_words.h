/*
 * rehearsal_words.h - streams of BOMs in few words, for tests.
 *
 * A header only: nothing of it is in the library.  A text for each record:
 *
 *	A/B/1000/eng/2 10 P#2 4 uom=EA refdes=R1,R2   a line; eng is usual
 *	A/B 10 P > S ratio=1                          its substitute
 *	A/B = base_quantity=3                         a header
 *	{"type":"item",...}                           any other, in JSON
 */
#ifndef TRANSFORM_REHEARSAL_WORDS_H
#define TRANSFORM_REHEARSAL_WORDS_H

#include "model/canon.h"
#include "model/spool.h"

#define REHEARSAL_TEXT ((size_t)256 * 1024 * 1024)

static inline void
rehearsal_must(int rc, const struct err *e)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "rehearsal: %s\n", e->text);
	abort();
}

static inline void
rehearsal_member(struct buf *b, struct slice name, struct slice text)
{
	struct slice one;
	const char *before = "[";

	buf_printf(b, ",\"%.*s\":", SLICE_ARGS(name));
	if (slice_is(name, "phantom") || slice_is(name, "optional") ||
	    slice_is(name, "as_required")) {
		buf_add_slice(b, text);
		return;
	}
	if (!slice_is(name, "refdes")) {
		buf_printf(b, "\"%.*s\"", SLICE_ARGS(text));
		return;
	}
	while (text.len) {
		one = slice_cut(&text, ',');
		buf_printf(b, "%s\"%.*s\"", before, SLICE_ARGS(one));
		before = ",";
	}
	buf_add_byte(b, ']');
}

static inline void
rehearsal_keys(struct buf *b, struct slice keys)
{
	static const char *const names[] = {
	    "parent", "parent_revision", "plant", "usage", "alternative"};
	size_t i;

	for (i = 0; i < COUNT_OF(names); i++) {
		struct slice text = slice_cut(&keys, '/');

		if (i == 3 && !text.len)
			text = SLICE("eng");
		rehearsal_member(b, slice_of(names[i]), text.at ? text
		    : SLICE(""));
	}
}

/* The JSON of a record in words. */
static inline void
rehearsal_json(struct buf *b, const char *words)
{
	struct slice rest = slice_of(words), keys, word, component;

	keys = slice_cut(&rest, ' ');
	word = slice_cut(&rest, ' ');
	if (slice_is(word, "=")) {
		buf_add_text(b, "{\"type\":\"bom\"");
		rehearsal_keys(b, keys);
	} else {
		struct slice c = slice_cut(&rest, ' '), next;

		component = slice_cut(&c, '#');
		next = slice_cut(&rest, ' ');
		buf_printf(b, "{\"type\":\"%s\"", slice_is(next, ">")
		    ? "substitute" : "bom_line");
		rehearsal_keys(b, keys);
		rehearsal_member(b, SLICE("find_number"), word);
		rehearsal_member(b, SLICE("component"), component);
		rehearsal_member(b, SLICE("occurrence"), c.at ? c
		    : SLICE(""));
		if (slice_is(next, ">"))
			rehearsal_member(b, SLICE("substitute"),
			    slice_cut(&rest, ' '));
		else if (next.len && !slice_is(next, "-"))
			rehearsal_member(b, SLICE("quantity"), next);
	}
	while (rest.len) {
		struct slice value = slice_cut(&rest, ' ');
		struct slice name = slice_cut(&value, '=');

		rehearsal_member(b, name, value);
	}
	buf_add_byte(b, '}');
}

/* The records (ended by NULL), sorted, as a stream that was verified. */
static inline void
rehearsal_spool(struct spool *s, const char *const *records)
{
	struct sort *sort = sort_new(SORT_MEMORY_LEAST);
	struct canon_line made;
	struct canon canon;
	struct err e = ERR_INIT;
	struct head h;

	canon_init(&canon, "in");
	for (; *records; records++) {
		struct buf b = BUF_INIT(REHEARSAL_TEXT);

		if ((*records)[0] == '{')
			buf_add_text(&b, *records);
		else
			rehearsal_json(&b, *records);
		rehearsal_must(canon_make(&canon, &made, buf_slice(&b), 1,
		    &e), &e);
		rehearsal_must(sort_put(sort, made.text, &e), &e);
		buf_release(&b);
	}
	head_init(&h, HEAD_SNAPSHOT);
	rehearsal_must(spool_build(s, sort, &h, "in", &e), &e);
	sort_free(sort);
	canon_release(&canon);
}

#endif
