/*
 * assembly.h - the BOMs of one parent, gathered from the stream.
 *
 * Parents come one after the other in key order, each with all its BOMs, its
 * item and its plant views.  Memory holds one parent at a time.
 */
#ifndef TRANSFORM_ASSEMBLY_H
#define TRANSFORM_ASSEMBLY_H

#include "transform/rawline.h"
#include "transform/unknowns.h"

/* What became of a record so far; the greatest counts in the end. */
enum assembly_fate { FATE_DROPPED, FATE_FOLDED, FATE_PASSED };

struct assembly_record {
	struct slice line;
	uint16_t part; /* what left it out, if it is dropped */
	uint8_t fate;
};

/* A BOM as it came in: its header, lines and substitutes. */
struct assembly_bom {
	struct slice keys;                  /* as they stand in lines */
	struct slice raw[RAWLINE_BOM_KEYS]; /* each, in quotes */
	struct slice header;                /* empty: there is none */
	struct assembly_record *records; /* header, lines, substitutes */
	size_t header_count, line_count, sub_count;
	bool unknown; /* a part of it is withheld */
	bool rejected;
	const char *rule; /* by which it was rejected, and why */
	const char *why;
	size_t starts[3], ends[3]; /* inside: bytes of texts, by type */
};

/* A cursor that has read one line ahead. */
struct assembly_feed {
	enum record_type type;
	struct spool_cursor cursor;
	struct slice line;
	struct slice first; /* its first key member, in quotes */
	bool has;
};

struct assembly {
	const struct unknowns *unknowns;
	struct slice parent; /* in quotes */
	struct assembly_bom *boms; /* in key order */
	size_t bom_count, bom_size;
	struct slice item;         /* the parent's line, or empty */
	struct slice *plant_items; /* its lines */
	size_t plant_item_count;
	struct arena arena; /* what belongs to the parent */
	/* --- inside --- */
	struct assembly_feed feeds[3]; /* bom, bom_line, substitute */
	struct assembly_feed items, views;
	size_t unknown_at;
	struct buf texts[3];
	struct buf name;
	size_t last; /* the BOM that was found last */
};

/* `views`: items and plant views are wanted too. */
int assembly_open(struct assembly *a, const struct spool *in,
    const struct unknowns *u, bool views, struct err *e) MUST_USE;
/* 1 and the next parent, borrowed until next; 0; -1. */
int assembly_next(struct assembly *a, struct err *e) MUST_USE;
void assembly_close(struct assembly *a);

#endif
