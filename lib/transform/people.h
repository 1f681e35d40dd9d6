/*
 * people.h - who may override or approve what: `people:` of a rules file.
 *
 * Names are taken as they stand in an overrides file or the state; that the
 * one who wrote it there is who he says is for those to see to who may write
 * the file.
 */
#ifndef TRANSFORM_PEOPLE_H
#define TRANSFORM_PEOPLE_H

#include "format/ydoc.h"

enum people_deed { PEOPLE_OVERRIDE, PEOPLE_APPROVE, PEOPLE_DEEDS };

struct people_group {
	struct slice name;
	struct ydoc_texts members;
};

/* These may do it for these classes. */
struct people_grant {
	struct ydoc_texts classes; /* none: all */
	struct ydoc_texts who;     /* people and groups */
};

struct people {
	bool said; /* false: nobody is refused */
	struct people_group *groups;
	size_t group_count;
	struct people_grant *grants[PEOPLE_DEEDS];
	size_t grant_count[PEOPLE_DEEDS];
};

/* The known keys of `people` and of a grant, ended by NULL. */
extern const char *const people_keys[];
extern const char *const people_grant_keys[];

/*
 * Reads the node (NULL: none); `classes` (ended by NULL) are those that
 * there are.  Texts are borrowed from the document, lists live in the arena.
 */
int people_read(struct people *p, const struct ydoc_node *n,
    const char *const *classes, struct arena *a, struct err *e) MUST_USE;

/* May this person do that for the class? */
bool people_may(const struct people *p, enum people_deed deed,
    struct slice class, struct slice who);

/* "override", "approve". */
const char *people_deed_name(enum people_deed deed);

#endif
