/*
 * phantoms.h - which components are phantoms, and what is in them.
 *
 * A phantom is built into its parent at once and never stocked.  Whether a
 * component is one is said by the line that calls for it, else by its plant
 * view, else by the item itself.  Memory holds the phantoms' names and where
 * the lines of their BOMs lie in the stream; those are read when a parent
 * calls for them.
 */
#ifndef TRANSFORM_PHANTOMS_H
#define TRANSFORM_PHANTOMS_H

#include "model/unit.h"
#include "transform/restructure_rules.h"
#include "transform/unknowns.h"

/* One BOM that a phantom has. */
struct phantoms_bom {
	struct slice keys; /* its key members as they stand in lines */
	struct slice revision, plant, alternative; /* in quotes */
	struct slice header; /* its line; empty: it has only lines */
	uint64_t lines_at, lines_size; /* where they are in the stream */
	uint64_t subs_at, subs_size;
	bool unknown; /* part of it is withheld */
	uint32_t next; /* of the same item; 0: none, else its number + 1 */
	uint64_t stamp; /* of phantoms_read: the texts were read then */
	struct slice lines, subs;
};

struct phantoms_revision {
	struct slice line;
	uint32_t next;
};

struct phantoms_item {
	bool by_item;            /* it says so itself */
	uint32_t first_bom;      /* number + 1; 0: none */
	uint32_t first_revision; /* the same */
};

struct phantoms {
	const struct restructure_rules *rules;
	const struct spool *in;
	const struct unknowns *unknowns;
	struct spool_cursor cursor; /* for lines that are read again */
	struct map items;  /* in quotes -> index into list */
	struct map plants; /* item and plant in quotes -> it is one, or not */
	struct phantoms_item *list;
	size_t count, size;
	struct phantoms_bom *boms;
	size_t bom_count, bom_size;
	struct phantoms_revision *revisions;
	size_t revision_count, revision_size;
	struct unit_table units;
	struct arena arena;
	struct buf key;
	struct buf parent; /* of the line that was looked at last */
	struct phantoms_item *parent_item;
};

/* Reads who is a phantom and where its BOMs are.  0 or -1. */
int phantoms_load(struct phantoms *p, const struct restructure_rules *r,
    const struct spool *in, const struct unknowns *u,
    struct err *e) MUST_USE;
void phantoms_release(struct phantoms *p);

enum phantoms_answer { PHANTOMS_NO, PHANTOMS_YES, PHANTOMS_UNKNOWN };

/* Is the component of this line a phantom in this plant (in quotes)? */
enum phantoms_answer phantoms_ask(struct phantoms *p,
    const struct rawline *line, struct slice plant);
/* The same for an item by itself, as for the parent of a BOM. */
enum phantoms_answer phantoms_ask_item(struct phantoms *p, struct slice item,
    struct slice plant);

/* What is known of an item that is, or may be, a phantom; NULL: nothing. */
struct phantoms_item *phantoms_find(const struct phantoms *p,
    struct slice item);

/*
 * Its lines and substitutes, each ended by a newline, in `b`; they live in
 * the arena.  A second time with the same stamp costs nothing.
 */
int phantoms_read(struct phantoms *p, struct phantoms_bom *b, uint64_t stamp,
    struct arena *a, struct err *e) MUST_USE;

#endif
