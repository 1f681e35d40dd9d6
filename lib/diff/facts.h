/*
 * facts.h - a change taken apart: which field had what and has what now.
 *
 * The same for all reports, so that none of them shows another difference
 * than the others.
 */
#ifndef DIFF_FACTS_H
#define DIFF_FACTS_H

#include "model/record.h"

struct fact {
	struct slice field;    /* "quantity", "attrs.color" */
	const struct value *old; /* VALUE_NULL or VALUE_ABSENT: none */
	const struct value *new;
	bool said; /* by the title: see facts_said */
};

struct facts {
	struct fact *list; /* in schema order, site fields, unknown members */
	size_t count;
};

/* Of a changed record; lives in the arena and borrows from the record. */
void facts_of(struct facts *f, const struct record *r, struct arena *a);

/*
 * Of a record that came or went: all that it holds beside its key, on the new
 * or on the old side.
 */
void facts_of_whole(struct facts *f, const struct record *r, struct arena *a);

/*
 * True of what a place's title says already: the parent's revision, and with
 * it an occurrence, which is counted anew in each revision.
 */
bool facts_said(const struct fact *fact);
/* True if nothing but that differs. */
bool facts_all_said(const struct facts *f);

/* Of a name or a value in a line for people; the rest is cut. */
#define FACTS_SHOWN 120

/* Appends a text for people, masked and cut, behind `before`; or nothing. */
void facts_add_part(struct buf *b, const char *before, struct slice text);

/* Appends "A-100 revision B, plant P1" of a key that begins as a BOM's. */
void facts_add_bom(struct buf *b, const struct key *bom);

/*
 * Appends a value for people: texts masked, sets with blanks; nothing if there
 * is none.  Behind about `most` bytes it is cut, and says so.
 */
void facts_add_value(struct buf *b, const struct value *v, size_t most);

/*
 * Appends " -R1 +R2": what a set lost and got, which says more than both
 * lists.
 */
void facts_add_sets(struct buf *b, const struct value *old,
    const struct value *new, size_t most);

#endif
