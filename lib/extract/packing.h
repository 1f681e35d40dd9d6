/*
 * packing.h - a record as a short line that sorts as its canonical line does.
 *
 * More than half of a canonical line are the names of members, which all lines
 * of its type share.  Packed, a type and a member are a byte each, and values
 * stand as they do in the canonical line:
 *
 *	PREFIX	TYPE, then each key member's text and closing quote
 *	REST	LEAD VALUE, again and again, then '}'
 *
 * In the order of bytes packed prefixes stand as canonical ones do, and so do
 * packed rests behind one prefix: TYPE and LEAD are numbered in the byte order
 * of what they stand for, and LEAD, which is below 0x20, is to what a value
 * can go on with as the comma is.  No prefix is the prefix of another.
 *
 * A PREFIX has no byte below 0x20, a REST none below PACKING_LEAST, so that
 * others can stand between.
 */
#ifndef EXTRACT_PACKING_H
#define EXTRACT_PACKING_H

#include "model/record.h"

#define PACKING_LEAST 4
#define PACKING_LEADS 32

/* The leads of each type: of its members, and behind these of attrs. */
struct packing {
	unsigned char codes[TYPE_COUNT][SCHEMA_MEMBERS_MOST + 1];
	unsigned char members[TYPE_COUNT][PACKING_LEADS]; /* by code */
};

void packing_init(struct packing *p);

/* Appends the PREFIX of a key; its beginning, where the key lacks parts. */
void packing_add_key(struct buf *b, const struct key *k);

/* Appends the REST of a record, which has no unknown members and no change. */
void packing_add_rest(const struct packing *p, struct buf *b,
    const struct record *r);

/* The type of a PREFIX. */
enum record_type packing_type(struct slice prefix);

/* Appends the canonical text of a PREFIX (or the beginning of one). */
void packing_print_key(struct buf *b, struct slice prefix);

/* Appends the canonical text of a REST, with the closing brace. */
void packing_print_rest(const struct packing *p, struct buf *b,
    enum record_type type, struct slice rest);

/* How long the canonical text of a PREFIX is. */
size_t packing_key_length(struct slice prefix);

/* How long the canonical line is that a PREFIX and a REST are printed as. */
size_t packing_length(const struct packing *p, struct slice prefix,
    struct slice rest);

#endif
