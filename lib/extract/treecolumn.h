/*
 * treecolumn.h - a column of an XML or JSON source: a path, and what is done
 * with what it finds.
 *
 * Several texts never become one, and never the first of them, without the
 * profile saying so: else the row is rejected.
 */
#ifndef EXTRACT_TREECOLUMN_H
#define EXTRACT_TREECOLUMN_H

#include "extract/treefound.h"
#include "format/ydoc.h"

enum treecolumn_several {
	TREECOLUMN_REJECT,
	TREECOLUMN_SAME, /* they must be equal */
	TREECOLUMN_FIRST,
	TREECOLUMN_LAST,
	TREECOLUMN_COUNT, /* how many there are */
	TREECOLUMN_JOIN,
};

struct treecolumn {
	struct treepath path;
	enum treecolumn_several several;
	struct slice join; /* what stands between them */
	struct slice prefix; /* taken off where a text begins with it */
	bool words;          /* each text is several, between blanks */
	bool word;           /* it is the word that is the row */
};

/* The keys of a column that is a map, ended by NULL. */
extern const char *const treecolumn_keys[];

/* Reads a column's value, a path or a map: 0, or ERR_USAGE at its place. */
int treecolumn_read(struct treecolumn *c, const struct ydoc_node *n,
    enum treepath_dialect dialect, struct arena *a, struct err *e) MUST_USE;

/* For rows that are words of an attribute, which have only `.` and `..`. */
int treecolumn_of_word(struct treecolumn *c, const struct ydoc_node *n,
    struct err *e) MUST_USE;

/*
 * The column's text out of what its path found; nothing is a NULL pointer.
 * NULL, or why the row is rejected ("CODE: words", in the arena); *out then
 * has the texts for people to choose from.
 */
const char *treecolumn_text(const struct treecolumn *c,
    const struct treefound *found, struct slice name, struct slice *out,
    struct arena *a);

#endif
