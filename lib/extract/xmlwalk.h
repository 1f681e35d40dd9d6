/*
 * xmlwalk.h - an XML file's events, and which of its elements a path names.
 */
#ifndef EXTRACT_XMLWALK_H
#define EXTRACT_XMLWALK_H

#include "extract/xmltree.h"

/* An open element. */
struct xmlwalk_frame {
	uint64_t number;  /* of the element in its file, from 1 */
	uint32_t pending; /* the steps that its children may be */
	struct xmltree_node *start;
	struct arena arena; /* of `start` */
};

struct xmlwalk {
	struct xmlin *in;
	const struct treepath *path;
	struct xmlwalk_frame *frames;
	unsigned depth;
	uint64_t numbers;
	bool ended; /* the innermost frame's element */
	bool row;   /* the event starts an element that the path names */
};

void xmlwalk_init(struct xmlwalk *w);
void xmlwalk_release(struct xmlwalk *w);

/*
 * From the start of a file, called `name` in messages.  The path is one that
 * treepath_rows has checked; it and the name must outlive the walk.
 */
int xmlwalk_open(struct xmlwalk *w, const struct treepath *path,
    const char *file, const char *name, struct err *e) MUST_USE;

/*
 * 1 and the next event, with w->row; 0 at the end; -1, also when the path
 * names a root element and the file has another.  Conditions of the last step
 * that look into the element are left to the caller.
 */
int xmlwalk_next(struct xmlwalk *w, struct xmlin_event *event, struct err *e)
    MUST_USE;

/*
 * The open element `up` levels above the innermost (0 is that one), or NULL.
 */
const struct xmlwalk_frame *xmlwalk_above(const struct xmlwalk *w,
    unsigned up);

/* The nearest around the innermost that has this name, or NULL. */
const struct xmlwalk_frame *xmlwalk_named(const struct xmlwalk *w,
    struct slice name);

/* Whether an element may be `up` levels above one that the path names. */
bool xmlwalk_may_be_above(const struct xmlwalk *w,
    const struct xmlwalk_frame *f, unsigned up);

#endif
