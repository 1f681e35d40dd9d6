/*
 * gather.h - records on their way through the first sort, with where each
 * came from; and what was rejected.
 *
 * Lines of the sort, in which no byte of the record's own is below 0x20:
 *
 *	PREFIX 0x01 EFFECTIVE_FROM 0x01 REST ORIGIN	a record
 *	PREFIX 0x00 ORIGIN				a rejected one
 *
 * PREFIX and REST are the canonical line in two parts.  No prefix is the
 * prefix of another, so lines with one key come together: first the rejected
 * ones, then the others in the order in which occurrences are counted.
 */
#ifndef EXTRACT_GATHER_H
#define EXTRACT_GATHER_H

#include "io/sort.h"
#include "model/record.h"
#include "model/scope.h"

/* Where a record came from. */
struct origin {
	unsigned source;
	unsigned entry;
	uint64_t ordinal;   /* of the row in its source */
	unsigned long line; /* for people */
};

/* source 2 bytes, ordinal 6, entry 2, line 6: big-endian, so sortable. */
#define ORIGIN_SIZE 16

void origin_print(char bytes[ORIGIN_SIZE], const struct origin *o);
struct origin origin_parse(const char *bytes);

struct gather {
	struct sort *records;  /* lines as above */
	struct sort *resolved; /* canonical lines: what goes out */
	struct sort *rejects;  /* ORIGIN COLUMN 0x01 REASON */
	struct scope *scope;   /* of the head: removals it must not conclude */
	bool numbered;         /* lines of BOMs get their occurrence here */
	struct buf line;
	struct arena arena;
};

/* Each of the sorts holds a part of `memory`. */
void gather_init(struct gather *g, size_t memory, struct scope *scope);
void gather_release(struct gather *g);

/*
 * A record.  1, or 0 with *why (a constant) if it cannot stand in a stream;
 * then it is to be rejected.
 */
int gather_record(struct gather *g, const struct record *r,
    const struct origin *o, const char **why, struct err *e) MUST_USE;

/* The row is rejected; the column may be empty. */
int gather_reject(struct gather *g, const struct origin *o,
    struct slice column, struct slice reason, struct err *e) MUST_USE;

/*
 * What the reject takes with it: with its whole key the record; with the
 * first `keys_known` key members the BOM, line or routing above; else any
 * removal of its type.
 */
int gather_withhold(struct gather *g, const struct record *r,
    unsigned keys_known, const struct origin *o, struct err *e) MUST_USE;

/* Puts the withheld record of a key among the resolved lines. */
int gather_withheld(struct gather *g, const struct key *k, struct err *e)
    MUST_USE;

#endif
