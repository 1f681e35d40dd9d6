/*
 * skeleton.h - a body as YAML, compiled; load/body writes it as JSON.
 *
 * Maps, lists and texts become what they are in JSON; scalars without quotes
 * that are numbers, true, false or null are that.  Texts are templates
 * (template.h).  Two maps are not what they seem:
 *
 *	{for: TYPE, each: S}              S for each part of the type; in a list
 *	                                  its elements are spliced in.  TYPE is
 *	                                  `record`: for each unit of a request
 *	{for: TYPE, elements: [S, ...]}   the same with several elements each
 *	  by: EXPRESSION                  parts of which this is the same are
 *	                                  taken together, in order of the first
 *	  when: EXPRESSION                only parts for which it holds
 *	  only: [new, changed, gone, same]  only parts in these states; without
 *	                                  it all that are not gone
 *	{when: EXPRESSION, then: S, else: S}  one of the two, or nothing
 */
#ifndef LOAD_SKELETON_H
#define LOAD_SKELETON_H

#include "load/template.h"

enum skeleton_kind {
	SKELETON_MAP, SKELETON_LIST, SKELETON_TEXT, SKELETON_PLAIN,
	SKELETON_FOR, SKELETON_WHEN
};

struct skeleton {
	enum skeleton_kind kind;
	struct slice lead;  /* in a map: the name and colon, as JSON */
	struct skeleton *first, *next;
	struct template text;
	struct slice plain; /* as JSON */
	/* --- for, when --- */
	bool records;
	enum record_type type;
	bool only[4]; /* by index of skeleton_states */
	struct expr *by, *when;
};

/* Record types that may stand behind `for`. */
struct skeleton_parts {
	bool has[TYPE_COUNT];
	bool records; /* `record`, too */
};

/*
 * Compiles a node; NULL and ERR_USAGE with the place.  Lies in the maker's
 * arena; release with skeleton_release, which accepts NULL.
 */
struct skeleton *skeleton_compile(const struct ydoc_node *n,
    const struct skeleton_parts *parts, struct template_maker *m,
    struct err *e) MUST_USE;
void skeleton_release(struct skeleton *k);

/* The keys of the two maps, ended by NULL. */
extern const char *const skeleton_for_keys[];
extern const char *const skeleton_when_keys[];
/* Of parts, beside what was acknowledged; the same. */
extern const char *const skeleton_states[];

#endif
