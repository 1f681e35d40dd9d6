/*
 * viewrules.h - `publish:` of a rules file: who gets which view of a stream.
 *
 * A view is what one audience may see: types, records, members, all of them
 * named.  What is controlled is said once for all views, and so is which
 * plants stay with whom, so that a new view cannot forget it.
 */
#ifndef TRANSFORM_VIEWRULES_H
#define TRANSFORM_VIEWRULES_H

#include "transform/condition.h"

/* Clearances and audiences are bits of a number. */
#define VIEWRULES_MOST 60

/* Records that are for those who are cleared. */
struct viewrules_clearance {
	struct slice name;
	bool silent;  /* what is refused leaves no withheld record */
	bool lenient; /* what names a record that is not there is not refused */
	struct condition *types[TYPE_COUNT]; /* NULL: not of this type */
};

/* Records of these plants are for these audiences only. */
struct viewrules_residency {
	struct ydoc_texts plants;
	uint64_t audiences; /* bits, by index of the view */
};

/* What a view has of one type. */
struct viewrules_records {
	struct condition condition;
	bool by_key; /* the key alone answers the condition */
	const struct slot *slots;
	size_t slot_count;
	bool shown[SLOT_ATTRS + 1]; /* by member; keys always */
};

struct viewrules_view {
	struct slice name;
	const char *file;  /* below the folder of the views */
	uint64_t cleared;  /* bits, by index of the clearance */
	bool limits_plants;
	struct ydoc_texts plants;
	struct viewrules_records *types[TYPE_COUNT]; /* NULL: none of it */
	struct slice words; /* all that the rules say of it, for the filter */
};

struct viewrules {
	struct viewrules_clearance *clearances;
	size_t clearance_count;
	struct viewrules_residency *residencies;
	size_t residency_count;
	struct viewrules_view *views;
	const char *names[VIEWRULES_MOST + 1]; /* of the views, then NULL */
	size_t view_count;
};

/* The known keys, ended by NULL. */
extern const char *const viewrules_keys[];
extern const char *const viewrules_clearance_keys[];
extern const char *const viewrules_residency_keys[];
extern const char *const viewrules_audience_keys[];
extern const char *const viewrules_records_keys[];

/*
 * Reads the node `publish` (NULL: no views) of a file whose tables have been
 * read.  All lives as long as the shared.  ERR_USAGE with the place.
 */
int viewrules_read(struct viewrules *v, struct shared *s,
    const struct ydoc_node *n, struct err *e) MUST_USE;

/* The view of that name, or NULL. */
const struct viewrules_view *viewrules_find(const struct viewrules *v,
    struct slice name);

#endif
