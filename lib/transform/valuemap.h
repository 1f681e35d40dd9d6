/*
 * valuemap.h - texts for texts: the table of a value map.
 *
 * Looked up in memory, without an expression.  What is to be done with a text
 * that is not in the map is said with the map: by default the record is
 * rejected, so that a new unit or plant does not pass unseen.
 */
#ifndef TRANSFORM_VALUEMAP_H
#define TRANSFORM_VALUEMAP_H

#include "base/map.h"
#include "base/text.h"

enum valuemap_unmapped {
	VALUEMAP_REJECT,
	VALUEMAP_KEEP,
	VALUEMAP_ABSENT,
	VALUEMAP_HOLD, /* as reject, but the record waits */
};

struct valuemap {
	struct map texts;    /* text -> index into `to` */
	struct slice *to;    /* copies */
	size_t count;
	enum valuemap_unmapped unmapped;
	/*
	 * Asked for what is not in it, if set: true and *to, borrowed until
	 * the next question.  Who sets it sees to threads.
	 */
	bool (*ask)(void *ctx, struct slice from, struct slice *to);
	void *ctx;
	void (*free)(void *ctx); /* at the release, if set */
	struct arena arena;
};

void valuemap_init(struct valuemap *m, enum valuemap_unmapped unmapped);
void valuemap_release(struct valuemap *m);

/* Adds a pair, copied.  False when the text is there already. */
bool valuemap_add(struct valuemap *m, struct slice from, struct slice to);

/*
 * True and *to, borrowed from the map or the text itself.  False: it is to be
 * rejected.  An empty text that is not in the map stays empty.
 */
bool valuemap_find(struct slice *to, const struct valuemap *m,
    struct slice from);

#endif
