/*
 * sketch_change.h - lines of a delta in few words, for tests.
 *
 * A header only.  A change is its sign, the record's key, FIELD:OLD>NEW for
 * what changed, [its tags but add and remove], "by" its match and "in" its
 * group:
 *
 *	~ A/C 20 P find_number:10>20 [find_number] by refdes
 */
#ifndef DIFF_SKETCH_CHANGE_H
#define DIFF_SKETCH_CHANGE_H

#include "diff/facts.h"
#include "model/sketch.h"

static inline void
sketch_name(struct buf *b, const struct record *r)
{
	struct key k;
	size_t i, shown = 1;
	unsigned places = BOM_ALTERNATIVE + 1;

	record_key(&k, r);
	if (r->type != TYPE_BOM && r->type != TYPE_BOM_LINE &&
	    r->type != TYPE_SUBSTITUTE) {
		key_add_text(b, &k);
		return;
	}
	for (i = 1; i < places; i++)
		if (k.parts[i].len)
			shown = i + 1;
	for (i = 0; i < shown; i++)
		buf_printf(b, "%s%.*s", i ? "/" : "", SLICE_ARGS(k.parts[i]));
	if (r->type == TYPE_BOM) {
		buf_add_text(b, " =");
		return;
	}
	buf_printf(b, " %.*s %.*s", SLICE_ARGS(k.parts[BOM_LINE_FIND_NUMBER]),
	    SLICE_ARGS(k.parts[BOM_LINE_COMPONENT]));
	if (k.parts[BOM_LINE_OCCURRENCE].len)
		buf_printf(b, "#%.*s",
		    SLICE_ARGS(k.parts[BOM_LINE_OCCURRENCE]));
	if (r->type == TYPE_SUBSTITUTE)
		buf_printf(b, " > %.*s",
		    SLICE_ARGS(k.parts[SUBSTITUTE_SUBSTITUTE]));
}

static inline void
sketch_tags(struct buf *b, const struct change *c)
{
	const char *before = " [";
	size_t i;

	for (i = 0; i < c->tag_count; i++) {
		if (slice_is(c->tags[i], "add") ||
		    slice_is(c->tags[i], "remove"))
			continue;
		buf_printf(b, "%s%.*s", before, SLICE_ARGS(c->tags[i]));
		before = " ";
	}
	if (*before == ' ' && before[1] == '\0')
		buf_add_byte(b, ']');
}

/* A line of a delta in few words, with a newline, behind what is in `b`. */
static inline void
sketch_change(struct buf *b, struct slice line)
{
	static const char signs[] = {'+', '~', '-'};
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct record r;
	struct facts f;
	size_t i;

	sketch_must(recin_parse(&r, line, JSON_AT("delta", 1), &a, &e), &e);
	buf_printf(b, "%c ", signs[r.change->op]);
	sketch_name(b, &r);
	facts_of(&f, &r, &a);
	for (i = 0; i < f.count; i++) {
		buf_printf(b, " %.*s:", SLICE_ARGS(f.list[i].field));
		facts_add_value(b, f.list[i].old, SKETCH_TEXT);
		buf_add_byte(b, '>');
		facts_add_value(b, f.list[i].new, SKETCH_TEXT);
	}
	sketch_tags(b, r.change);
	if (r.change->match.len)
		buf_printf(b, " by %.*s", SLICE_ARGS(r.change->match));
	if (r.change->group.len)
		buf_printf(b, " in %.*s", SLICE_ARGS(r.change->group));
	buf_add_byte(b, '\n');
	arena_release(&a);
}

#endif
