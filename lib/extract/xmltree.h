/*
 * xmltree.h - the part of an XML element that some paths need, as a tree.
 *
 * What the paths do not name is passed over, so the memory is that of what is
 * asked for, not that of the element.
 */
#ifndef EXTRACT_XMLTREE_H
#define EXTRACT_XMLTREE_H

#include "extract/treefound.h"
#include "format/xmlin.h"

struct xmltree_attribute {
	struct slice name, value;
};

/* An element, or, without a name, a text. */
struct xmltree_node {
	struct slice name;
	struct slice text;
	struct xmltree_attribute *attributes;
	size_t count; /* of them */
	struct xmltree_node *parent, *first, *last, *next;
	unsigned long line;
	bool apart; /* elements between it and `parent` are not kept */
	void *mark; /* the caller's; NULL at first */
};

/* What is wanted: elements below one another by name. */
struct xmltree_want {
	struct slice name; /* empty: any */
	bool deep;
	bool whole; /* with all that is in it */
	struct xmltree_want *below, *next;
};

#define XMLTREE_WANT_INIT {{"", 0}, false, false, NULL, NULL}

/* Adds what a path (from below its `..` on) and its conditions need. */
void xmltree_want(struct xmltree_want *root, const struct treepath *p,
    struct arena *a);
/* The same for conditions on the element itself. */
void xmltree_want_tests(struct xmltree_want *root,
    const struct treepath_test *t, struct arena *a);

/*
 * Growing one tree out of events.  The pending wants of an open element lie
 * in the arena with the nodes.
 */
struct xmltree {
	struct arena *arena;
	struct xmltree_node *root; /* NULL: nothing is being built */
	struct xmltree_node *open; /* the innermost that is kept */
	unsigned skipped;          /* elements open below it that are not */
	struct xmltree_pending *pending; /* of the element `open` */
};

/* Begins with an element and what is wanted of it. */
void xmltree_begin(struct xmltree *t, const struct xmltree_want *want,
    const struct xmlin_event *start, struct arena *a);

/*
 * Takes an event within that element.  An element that begins comes back, if
 * `want` is not NULL (it is then kept, and this wanted of it); else NULL.
 * A document is begun with NULL as its start, and its elements taken.
 */
struct xmltree_node *xmltree_take(struct xmltree *t,
    const struct xmlin_event *event, const struct xmltree_want *want);

/*
 * Adds what the path finds from the node downward; the `..` of the path are
 * the caller's.  An element's text is all text in it.
 */
void xmltree_find(const struct treepath *p, const struct xmltree_node *n,
    struct treefound *found, struct arena *a);

/* All conditions (none by position) hold for the node. */
bool xmltree_meets(const struct treepath_test *t,
    const struct xmltree_node *n);

/* A copy of the element's start, without children. */
struct xmltree_node *xmltree_start(const struct xmlin_event *start,
    struct arena *a);

/* The node behind this one in the order of the file, or NULL at the end. */
struct xmltree_node *xmltree_next(struct xmltree_node *n);

#endif
