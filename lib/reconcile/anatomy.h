/*
 * anatomy.h - the structure of one side, gathered line by line.
 *
 * Only a policy with `structure: yes` asks for it, since all lines of both
 * sides have to be looked at.  BOMs that are superseded, obsolete or canceled
 * are left aside.  A part is a part whatever plant, usage and revision name
 * it.  Memory is 28 bytes a line, and the names of parts and BOMs.
 */
#ifndef RECONCILE_ANATOMY_H
#define RECONCILE_ANATOMY_H

#include "model/pairing.h"
#include "model/record.h"
#include "model/structure.h"
#include "reconcile/finding.h"

/* Of a part. */
enum { ANATOMY_PARENT = 1, ANATOMY_COMPONENT = 2, ANATOMY_ITEM = 4,
	ANATOMY_OBSOLETE = 8 };

#define ANATOMY_TEXT_MOST ((size_t)64 * 1024 * 1024)

struct anatomy_bom {
	struct slice revision;
	uint64_t earlier; /* 1 + the index of another one of the BOM */
	bool released;
};

/* A place in a BOM: its lines follow each other. */
struct anatomy_line {
	struct slice key, component, refdes, operation, from, to;
};

struct anatomy {
	bool on;
	struct structure structure;
	uint8_t *flags; /* of each node */
	size_t flag_size;
	struct map inactive; /* BOMs, by prefix */
	struct map boms;     /* without revision: 1 + the last in the list */
	struct anatomy_bom *list;
	size_t count, size;
	struct map sequences; /* item, NUL, revision: 1 + its rank */
	struct map noted;     /* keys of lines, to what is wrong with them */
	struct slice *notes;
	size_t note_count, note_size;
	struct anatomy_line *lines; /* of the place at hand */
	size_t line_count, line_size;
	struct buf place, text;
	struct arena line_texts, texts;
	uint32_t *seen; /* by node: the number of the last walk */
	uint32_t walk;
};

void anatomy_init(struct anatomy *a, bool on);
void anatomy_release(struct anatomy *a);

/* True for the types that are looked at. */
bool anatomy_wants(const struct anatomy *a, enum record_type type);
/* The next record of the side, in key order. */
void anatomy_put(struct anatomy *a, const struct record *r);
void anatomy_end(struct anatomy *a);

/*
 * The top assemblies that an item gets into: how many there are (as far as
 * ANATOMY_STEPS go), and the names of the first ones.
 */
#define ANATOMY_STEPS 20000
uint64_t anatomy_reach(struct anatomy *a, struct slice item,
    struct buf *names);

#endif
