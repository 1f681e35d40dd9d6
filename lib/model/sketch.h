/*
 * sketch.h - records in few words, for tests.
 *
 * A header only: nothing of it is in the library.  A text for each record:
 *
 *	A/B/P1/mfg 10 P#2 4 R1,R2 uom=EA   a line of A revision B; - is none
 *	A/B 10 P > S priority=1            a substitute of that line
 *	A/B = lifecycle=released           a header
 *	{"type":"item",...}                any other record, in JSON
 */
#ifndef MODEL_SKETCH_H
#define MODEL_SKETCH_H

#include "model/recin.h"

#define SKETCH_TEXT ((size_t)64 * 1024 * 1024)

static inline void
sketch_must(int rc, const struct err *e)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "sketch: %s\n", e->text);
	abort();
}

static inline void
sketch_member(struct buf *b, const char *name, struct slice text)
{
	buf_printf(b, ",\"%s\":\"%.*s\"", name, SLICE_ARGS(text));
}

static inline void
sketch_refdes(struct buf *b, struct slice list)
{
	struct slice one;
	const char *before = ",\"refdes\":[";

	while (list.len) {
		one = slice_cut(&list, ',');
		buf_printf(b, "%s\"%.*s\"", before, SLICE_ARGS(one));
		before = ",";
	}
	buf_add_byte(b, ']');
}

static inline struct slice
sketch_word(struct slice *rest)
{
	struct slice word = slice_cut(rest, ' ');

	return slice_is(word, "-") ? SLICE("") : word;
}

/* FIND COMPONENT#OCCURRENCE, and whether it is a line or a substitute. */
static inline void
sketch_line(struct buf *b, struct slice *rest)
{
	struct slice find = sketch_word(rest), name = sketch_word(rest);
	struct slice component = slice_cut(&name, '#'), ahead = *rest;

	sketch_member(b, "find_number", find);
	sketch_member(b, "component", component);
	sketch_member(b, "occurrence", name);
	if (slice_is(sketch_word(&ahead), ">")) {
		*rest = ahead;
		sketch_member(b, "substitute", sketch_word(rest));
		return;
	}
	name = sketch_word(rest);
	if (name.len)
		sketch_member(b, "quantity", name);
	name = sketch_word(rest);
	if (name.len)
		sketch_refdes(b, name);
}

/* The record's canonical line, behind what is in `to`. */
static inline void
sketch_record(struct buf *to, const char *text)
{
	static const char *const places[] = {"parent", "parent_revision",
	    "plant", "usage", "alternative"};
	struct buf b = BUF_INIT(SKETCH_TEXT);
	struct slice rest = slice_of(text), place, one, name;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct record r;
	size_t i;

	if (text[0] == '{') {
		buf_add_text(&b, text);
	} else {
		bool header;

		place = slice_cut(&rest, ' ');
		header = rest.len && rest.at[0] == '=';
		buf_printf(&b, "{\"type\":\"%s\"", header ? "bom"
		    : strstr(text, " > ") ? "substitute" : "bom_line");
		for (i = 0; i < COUNT_OF(places); i++)
			sketch_member(&b, places[i], slice_cut(&place, '/'));
		if (header)
			slice_cut(&rest, ' ');
		else
			sketch_line(&b, &rest);
		while (rest.len) {
			one = slice_cut(&rest, ' ');
			name = slice_cut(&one, '=');
			buf_printf(&b, ",\"%.*s\":\"%.*s\"",
			    SLICE_ARGS(name), SLICE_ARGS(one));
		}
		buf_add_byte(&b, '}');
	}
	sketch_must(recin_parse(&r, buf_slice(&b), JSON_AT(text, 1), &a, &e),
	    &e);
	record_add_line(to, &r);
	arena_release(&a);
	buf_release(&b);
}

#endif
