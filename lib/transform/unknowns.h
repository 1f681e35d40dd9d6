/*
 * unknowns.h - what a stream withholds of BOMs and of what decides on them.
 *
 * A BOM of which the header, a line or a substitute is withheld is unknown as
 * a whole; so is whether a withheld item is a phantom, and whether a plant
 * builds what its withheld plant view is about.  Memory is proportional to
 * what is withheld.
 */
#ifndef TRANSFORM_UNKNOWNS_H
#define TRANSFORM_UNKNOWNS_H

#include "base/map.h"
#include "model/spool.h"
#include "model/scan.h"
#include "transform/rawline.h"

struct unknowns {
	struct map boms; /* by their key members as they stand in lines */
	struct map items;       /* by the item in quotes */
	struct map plant_items; /* by item and plant in quotes */
	struct slice *sorted;   /* the keys of boms, in byte order */
	struct slice *plants;   /* those of plant_items, in byte order */
};

#define UNKNOWNS_INIT {MAP_INIT, MAP_INIT, MAP_INIT, NULL, NULL}

/* Of the BOMs only those of the usage (in quotes). */
void unknowns_load(struct unknowns *u, const struct spool *in,
    struct slice usage);
void unknowns_release(struct unknowns *u);

/*
 * The withheld plant views of an item (in quotes): *count of them, from the
 * answer on; each is item and plant in quotes, one behind the other.
 */
const struct slice *unknowns_plants(const struct unknowns *u,
    struct slice item, size_t *count);

#endif
