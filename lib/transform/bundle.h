/*
 * bundle.h - what must move together, and is held together.
 *
 * A BOM with its lines and substitutes, a routing with its operations, an
 * item with what hangs on it, each other record by itself; and, over them, a
 * change order with all that it changes: bundles that are joined are one.
 * Only bundles of changed records are made, so memory goes by these.
 */
#ifndef TRANSFORM_BUNDLE_H
#define TRANSFORM_BUNDLE_H

#include "base/map.h"
#include "model/key.h"

#define BUNDLE_NONE UINT32_MAX

/* The key by which a record's own bundle goes: of its BOM, item, ... */
void bundle_key(struct key *of, const struct key *k);

struct bundle {
	uint32_t up;   /* towards the one that stands for all */
	uint32_t lead; /* of that one: the one that gives the name */
	uint32_t next; /* of the same item and revision; BUNDLE_NONE: last */
	enum record_type type;
	bool changes;  /* has a changed record that is no change order's */
};

struct bundles {
	struct map names;     /* key in text form -> index */
	struct map revisions; /* item and revision -> first BOM or routing */
	struct bundle *list;
	uint32_t count;
	size_t size;
};

#define BUNDLES_INIT {MAP_INIT, MAP_INIT, NULL, 0, 0}

void bundles_release(struct bundles *b);

/* The bundle of a record with this key, made if it is new. */
uint32_t bundles_put(struct bundles *b, const struct key *k);
/* The same, BUNDLE_NONE where there is none. */
uint32_t bundles_find(const struct bundles *b, const struct key *k);

/* From now on they are one; a change order gives the name, else the first. */
void bundles_join(struct bundles *b, uint32_t one, uint32_t other);
/* The one that stands for all that it is joined with. */
uint32_t bundles_root(const struct bundles *b, uint32_t index);
/* True if it, or one that it is joined with, has changes. */
bool bundles_change(const struct bundles *b, uint32_t index);

/* The name, a key in text form; borrowed until the release. */
struct slice bundles_name(const struct bundles *b, uint32_t index);

/*
 * The first BOM or routing of an item's revision, then by bundle.next;
 * BUNDLE_NONE.
 */
uint32_t bundles_of_revision(const struct bundles *b, struct slice item,
    struct slice revision);

#endif
