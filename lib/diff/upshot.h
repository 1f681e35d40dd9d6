/*
 * upshot.h - what only the whole structure of the new side tells.
 *
 *	indirect       a BOM with no change of its own but something changed
 *	               below; with at most three shortest paths to the causes
 *	cycle          parts that contain each other, one for each knot
 *	orphan         a component with neither item record nor BOM, where the
 *	               stream has item records
 *	missing-plant  a component in a plant's BOM that is not there as a
 *	               plant_item, where the stream has such for the plant
 *	duplicate      a line that says all that another one of its BOM says,
 *	               and differs in its occurrence only
 *
 * They are told one by one, kind by kind, in order of the stream.
 * What is said of a line stands among the tags of its change as well.
 * Memory is that of three entries a node that is reached upwards, and of the
 * keys of duplicates.
 */
#ifndef DIFF_UPSHOT_H
#define DIFF_UPSHOT_H

#include "diff/forest.h"

enum upshot_kind {
	UPSHOT_INDIRECT,
	UPSHOT_CYCLE,
	UPSHOT_ORPHAN,
	UPSHOT_MISSING_PLANT,
	UPSHOT_DUPLICATE,
	UPSHOT_KINDS
};

/* "indirect", "cycle", ... */
extern const char *const upshot_names[UPSHOT_KINDS];

#define UPSHOT_PATHS 3

struct upshot_step;

struct upshot {
	struct forest *forest; /* of the new side */
	bool *changed;         /* by node: its BOM changed */
	uint64_t counts[UPSHOT_KINDS];
	/* --- inside --- */
	struct upshot_step *steps; /* of the search upwards */
	size_t step_count, step_size;
	uint32_t *first;       /* of each node: its last step */
	struct map plants;     /* that have plant_items */
	struct map told;       /* orphans and such, once each */
	uint32_t *knots;       /* see cycle_knots; NULL: not asked yet */
	struct map duplicates; /* their key prefixes */
	struct buf place;      /* of the lines at hand: all but occurrence */
	struct buf only;       /* what the first of them says */
	struct map others;     /* what they say, where there are several */
	struct buf text;
};

/* One of them; texts are borrowed until the function returns. */
struct upshot_one {
	enum upshot_kind kind;
	struct slice item;  /* that it is about */
	const struct forest_bom *bom; /* or NULL */
	struct slice words; /* the path, the plant */
};

typedef int (*upshot_tell)(void *ctx, const struct upshot_one *f,
    struct err *e);

/* The forest may still be empty; it is complete before upshot_all. */
void upshot_init(struct upshot *f, struct forest *forest);
void upshot_release(struct upshot *f);

/* Another side, or the same anew: what was noted of lines is forgotten. */
void upshot_again(struct upshot *f);

/* A line of the new side, in key order. */
void upshot_line(struct upshot *f, const struct stream_line *line);

/*
 * What is wrong with a bom_line of the new side: so many tags, in `list`, of
 * UPSHOT_KINDS at most.  The forest is complete.
 */
size_t upshot_tags(struct upshot *f, const struct record *line,
    struct slice *list);

/* A record of this key changed; all of them before upshot_all. */
void upshot_changed(struct upshot *f, const struct key *k);

/*
 * Tells all of them and counts them; `tell` may be NULL.  0, or -1 when
 * `tell` said so.
 */
int upshot_all(struct upshot *f, upshot_tell tell, void *ctx,
    struct err *e) MUST_USE;

#endif
