/*
 * gather.h - records on their way through the first sort, with where each
 * came from; and what was rejected.
 *
 * Lines of the sort, in which no byte of the record's own is below 0x20:
 *
 *	PREFIX 0x01 EFFECTIVE_FROM 0x01 REST ORIGIN	a record
 *	PREFIX 0x00 ORIGIN				a rejected one
 *	ABOVE 0x02 ORIGIN				all below a BOM are
 *
 * PREFIX and REST are the canonical line in two parts, packed (packing.h);
 * ABOVE is the part of a PREFIX that a BOM's lines share.  No prefix is the
 * prefix of another, so lines with one key come together: first the rejected
 * ones, then the others in the order in which occurrences are counted.  And
 * keys come in the order of the stream.
 *
 * Outlines repeat the lines of a BOM at each use; theirs go through a sort of
 * their own first, see expansion.h.
 */
#ifndef EXTRACT_GATHER_H
#define EXTRACT_GATHER_H

#include "extract/damage.h"
#include "extract/packing.h"
#include "extract/profile.h"
#include "io/sort.h"
#include "model/record.h"

/* Where a record came from. */
struct origin {
	unsigned source;
	unsigned entry;
	uint64_t ordinal;   /* of the row in its source */
	unsigned long line; /* for people */
	/* Of an outline only, and not printed: */
	bool expands;              /* the row stands below another, or a root */
	bool misplaced;            /* nobody knows below which */
	uint64_t parent;           /* the ordinal of that; 0: the root */
	unsigned long parent_line;
};

/* source 2 bytes, ordinal 6, entry 2, line 6: big-endian, so sortable. */
#define ORIGIN_SIZE 16

void origin_print(char bytes[ORIGIN_SIZE], const struct origin *o);
struct origin origin_parse(const char *bytes);

/* What became of the records of an entry of the profile. */
struct resolve_count {
	uint64_t made;     /* put into the first sort */
	uint64_t passed;   /* out of it */
	uint64_t folded;   /* identical to one that passed, or one of a sum */
	uint64_t rejected; /* here or before */
};

struct gather {
	struct sort *records;  /* lines as above */
	struct sort *withheld; /* canonical lines, repeated at will */
	struct sort *rejects;  /* ORIGIN COLUMN 0x01 REASON */
	struct packing packing;
	struct scope *scope;   /* of the head: removals it must not conclude */
	bool numbered;         /* lines of BOMs get their occurrence here */
	struct sort *expansions; /* of outlines; NULL: there are none */
	const struct profile *profile; /* NULL: every answer is the default */
	struct damage_log *damage;     /* or NULL */
	/* The name of the file of an origin; or NULL. */
	const char *(*file)(const struct origin *o, void *ctx);
	void *ctx;
	struct buf line;
	struct buf other;
	struct arena arena;
};

/* Each of the sorts holds a part of `memory`. */
void gather_init(struct gather *g, size_t memory, struct scope *scope);
/* Before any record: some source is an outline. */
void gather_expect_outlines(struct gather *g, size_t memory);
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

/* "FILE:LINE" of a row, or "line LINE". */
void gather_place(const struct gather *g, const struct origin *o,
    struct buf *b);

/* Withholds the record of a key. */
int gather_withheld(struct gather *g, const struct key *k, struct err *e)
    MUST_USE;

#endif
