/*
 * keymap.h - what is called otherwise on the old side: --map.
 *
 * Engineering's BOMs against manufacturing's, a plant that moved, items that
 * got new numbers: keys of the old side are rewritten before anything is
 * compared.  A usage, a plant or a parent's BOMs that others are mapped to are
 * left out of the old side, unless mapped themselves: their place is taken.
 */
#ifndef MODEL_KEYMAP_H
#define MODEL_KEYMAP_H

#include "base/map.h"
#include "model/scope.h"

enum keymap_kind { KEYMAP_USAGE, KEYMAP_PLANT, KEYMAP_ITEM, KEYMAP_KINDS };

struct keymap {
	struct map names[KEYMAP_KINDS]; /* old name to an index in targets */
	struct map made[KEYMAP_KINDS];  /* the new names */
	struct slice *targets;
	size_t count, size;
	struct arena texts;
	const char *said_by; /* in front of messages; NULL: --map */
};

void keymap_release(struct keymap *m);

static inline bool
keymap_empty(const struct keymap *m)
{
	return !m->count;
}

/*
 * What an option says: usage:eng=mfg, plant:P1=P2, or item:FILE, a CSV file
 * of the columns old and new.  ERR_USAGE for anything else, and where one
 * name would get two new ones.
 */
int keymap_add(struct keymap *m, const char *said, struct err *e) MUST_USE;
int keymap_put(struct keymap *m, enum keymap_kind kind, struct slice old,
    struct slice new, struct err *e) MUST_USE;

/*
 * Rewrites the key members that name a usage, a plant or an item; true if one
 * of them was.  Parts are then borrowed from the map.
 */
bool keymap_rewrite(const struct keymap *m, struct key *k);

/* True if the key's usage, plant or parent is one that others are mapped to. */
bool keymap_displaced(const struct keymap *m, const struct key *k);

/* A CSV file of items: columns old and new, or plm and erp. */
int keymap_add_items(struct keymap *m, const char *path, struct err *e)
    MUST_USE;

static inline const char *
keymap_said_by(const struct keymap *m)
{
	return m->said_by ? m->said_by : "--map";
}

/* The same for what a head says of plants and usages; sets live in `a`. */
void keymap_scope(const struct keymap *m, struct scope *s, struct arena *a);

#endif
