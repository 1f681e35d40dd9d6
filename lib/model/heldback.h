/*
 * heldback.h - what an old line may have become that the new side withholds.
 *
 * A line that was renumbered and then held back is absent under its old
 * number and withheld under the new one.  Whoever looks at keys only would
 * call the old one removed, and take it away where nothing takes its place.
 * So a withheld line that the old side does not have keeps the old lines of
 * its BOM with its component or find number, and a withheld BOM keeps those
 * of another revision, where they found no partner.  Memory is that of the
 * withheld lines' names.
 */
#ifndef MODEL_HELDBACK_H
#define MODEL_HELDBACK_H

#include "model/ladder.h"
#include "model/withheld.h"

struct heldback {
	const struct withheld *new, *old; /* of both sides */
	struct map names;  /* to 1 + the last withheld key of that name */
	uint32_t *earlier; /* of each key and kind: 1 + the one before it */
};

/*
 * Both are complete and outlive it.  Keys that the old side has are marked in
 * `new`, see withheld_mark, before they are asked for.
 */
void heldback_init(struct heldback *h, const struct withheld *new,
    const struct withheld *old);
void heldback_release(struct heldback *h);

/* True if an old line may be what is withheld in the (new) BOM. */
bool heldback_line(const struct heldback *h, const struct key *bom,
    const struct ladder_line *line);
/* True if another revision of the BOM is withheld that the old side lacks. */
bool heldback_revision(const struct heldback *h, const struct key *bom);

#endif
