/*
 * residue.h - lines that are not equal on both sides, in key order.
 *
 * What sifting and cancelling leave over: lines of one side or of both, and
 * notes that both sides know a BOM.  Lines of some types are wanted even where
 * they are equal, since they say something about others: revisions (which
 * came first), conversions, and what is withheld.
 *
 * A residue is filled by one thread and read, with others, by another one.
 */
#ifndef MODEL_RESIDUE_H
#define MODEL_RESIDUE_H

#include "io/sort.h"
#include "model/scan.h"

struct residue {
	struct sort *sort;
	struct buf line;  /* as it is put in */
	struct buf ahead; /* the next one; empty: there is none */
};

void residue_init(struct residue *r, size_t memory);
void residue_release(struct residue *r);

/* True if lines of the type are in the residue even where they are equal. */
static inline bool
residue_wants(enum record_type type)
{
	return type == TYPE_REVISION || type == TYPE_UOM_CONVERSION ||
	    type == TYPE_WITHHELD;
}

/* A line of one side, `side` 0 the old one; in key order where possible. */
int residue_put(struct residue *r, struct slice line, int side,
    struct err *e) MUST_USE;
/* Both sides have lines in the BOM with this prefix, up to `alternative`. */
int residue_put_shared(struct residue *r, struct slice prefix,
    struct err *e) MUST_USE;

/* No more lines: before residue_next. */
int residue_finish(struct residue *r, struct err *e) MUST_USE;

struct residue_item {
	enum record_type type;
	size_t key_length;
	struct slice lines[2]; /* old, new; a NULL pointer: none */
	bool shared; /* no line: lines[0] is the prefix of a BOM */
};

/* The next line of several residues at hand. */
struct residue_cursor {
	struct residue *from;
	size_t count;
	struct buf lines[2];
};

void residue_cursor_init(struct residue_cursor *c, struct residue *from,
    size_t count);
void residue_cursor_release(struct residue_cursor *c);
/* 1 and the next key's lines, borrowed until next; 0; -1. */
int residue_next(struct residue_cursor *c, struct residue_item *item,
    struct err *e) MUST_USE;

#endif
