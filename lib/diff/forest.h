/*
 * forest.h - what is built into what on one side of a diff.
 *
 * A node is a BOM (parent, revision, plant, usage, alternative) or a use: a
 * component as lines name it (component, its revision, and the plant, usage
 * and alternative of the BOM it stands in, and unit).  BOMs have edges to
 * uses with the quantity for one of the BOM's base; a use has one edge to the
 * BOM that is meant:
 *
 *	of the same usage; of the same plant, else of none;
 *	of the revision that the line names, if it names one;
 *	of the same alternative, else "", else the first;
 *	of the newest revision: by the sequence in the revision records, then
 *	by effective_from, then in natural order.
 *
 * Lines that are needed once an order, as required, or are no material count
 * as uses of quantity 0.  Scrap is left aside.
 *
 * Memory is proportional to the lines: 28 bytes each, some 400 for each BOM,
 * and 100 for each use that differs from others in what it says.
 */
#ifndef DIFF_FOREST_H
#define DIFF_FOREST_H

#include "model/record.h"
#include "model/stream_in.h"
#include "model/structure.h"
#include "model/unit.h"

/* In the tag of an edge that leads from a use to its BOM. */
#define FOREST_LINK UINT64_MAX

struct forest_bom {
	const char *name; /* the node's; forest_part and forest_key read it */
	struct slice uom, effective_from, sequence;
	struct decimal base;
	uint32_t node;
	uint32_t next;  /* the next BOM of the item; FOREST_NONE */
	bool has_base;
};

#define FOREST_NONE UINT32_MAX

struct forest {
	struct structure structure;
	struct forest_bom *boms;
	size_t count, size;
	uint32_t *bom_of;    /* of each node: its BOM's index; FOREST_NONE */
	size_t bom_of_size;
	struct map by_item;  /* an item to its first BOM */
	struct map items;    /* that have an item record */
	struct map plant_items; /* item, 0, plant */
	struct map uses;     /* an item to its first use */
	uint32_t *next_use;  /* of each node */
	uint64_t rounded;    /* quantities for one that have no end */
	uint64_t apart;      /* uses in a unit that the BOM's own cannot give */
	struct arena texts, arena;
	struct buf name;
};

void forest_init(struct forest *f);
void forest_release(struct forest *f);

/* A line of the stream, in key order; what is of no use is passed over. */
int forest_put(struct forest *f, const struct stream_line *line,
    struct err *e) MUST_USE;

/* No more lines: leads uses to their BOMs. */
void forest_end(struct forest *f, const struct unit_table *units);

/* The BOM of that key (a bom's, a line's or a substitute's), or NULL. */
const struct forest_bom *forest_find(struct forest *f, const struct key *k);
/* The first BOM of an item, NULL; the next ones by forest_next. */
const struct forest_bom *forest_first(const struct forest *f,
    struct slice item);
const struct forest_bom *forest_next(const struct forest *f,
    const struct forest_bom *b);
/* A member of the key of a BOM, and all of them; borrowed from the forest. */
struct slice forest_part(const struct forest_bom *b, unsigned part);
void forest_key(struct key *k, const struct forest_bom *b);
/* True if `a` is newer than `b`, both of one item. */
bool forest_newer(const struct forest_bom *a, const struct forest_bom *b);

/* The uses of an item, node by node; FOREST_NONE: no more. */
uint32_t forest_first_use(const struct forest *f, struct slice item);
uint32_t forest_next_use(const struct forest *f, uint32_t node);

/* The node of the use that a bom_line is; FOREST_NONE: there is none. */
uint32_t forest_use_of(struct forest *f, const struct record *line);

/* What a node is about: the item, of a use the unit (else ""), the plant. */
struct slice forest_item(const struct forest *f, uint32_t node);
struct slice forest_unit(const struct forest *f, uint32_t node);
struct slice forest_plant(const struct forest *f, uint32_t node);
bool forest_is_bom(const struct forest *f, uint32_t node);
/* The BOM of such a node, or NULL. */
const struct forest_bom *forest_bom_of(const struct forest *f, uint32_t node);

#endif
