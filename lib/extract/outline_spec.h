/*
 * outline_spec.h - what a profile says about the structure of a source.
 *
 * The description only: extract/outline follows it.  Everything borrows from
 * the YAML document and from the arena of the profile.
 */
#ifndef EXTRACT_OUTLINE_SPEC_H
#define EXTRACT_OUTLINE_SPEC_H

#include "format/ydoc.h"

enum outline_style {
	OUTLINE_LEVEL,   /* a number */
	OUTLINE_DOTTED,  /* the path of positions: 1.2.1 */
	OUTLINE_DOTS,    /* as many marks as levels: ..2, - - */
	OUTLINE_INDENT,  /* blanks in front */
	OUTLINE_COLUMNS, /* the first column that has a text */
	OUTLINE_FLAT,    /* all rows stand below the root */
};

/* Derived columns of a source with a structure, in this order. */
enum outline_derived {
	OUTLINE_AT_LEVEL,    /* @level: 0 for the rows on top */
	OUTLINE_AT_POSITION, /* @position: 1, 2, 3 below one parent */
	OUTLINE_AT_LABEL,    /* @label: the level's text without its marks */
	OUTLINE_AT_PARENT    /* here the @parent.COLUMN begin */
};

/* What stands for one column of the parent above the rows on top. */
struct outline_root {
	const struct ydoc_node *node; /* NULL: not said */
	struct slice text;   /* a constant, or the name of a column */
	bool column;         /* @file or @stem */
	struct slice pattern; /* "": none */
};

struct outline_spec {
	const struct ydoc_node *node;
	enum outline_style style;
	struct ydoc_texts levels; /* columns; one, but for "columns" */
	struct slice pattern;     /* on the level's text; "": none */
	struct ydoc_texts parents; /* columns that are wanted of the parent */
	struct outline_root *roots; /* by parents */
	bool rooted;               /* some root is said */
	const char *marks;         /* bytes that count as marks, or as blanks */
	bool recursive;            /* a row may stand below its like */
	long first;                /* of the rows on top, or -1: as found */
	long step;                 /* of indentation; 0: as found, -1: any */
	size_t derived_at;         /* in the derived columns of the source */
};

/* The keys of `structure` and of a level or root with a pattern. */
extern const char *const outline_spec_keys[];
extern const char *const outline_spec_pick_keys[];

/*
 * Reads `structure` of a source; *out lives in the arena.  Whether the source
 * has the columns is not looked at.
 */
int outline_spec_read(struct outline_spec **out, const struct ydoc_node *n,
    struct arena *a, struct err *e) MUST_USE;

/* How many derived columns it makes. */
size_t outline_spec_derived(const struct outline_spec *s);
/* Puts their names, in order. */
void outline_spec_name(const struct outline_spec *s, struct slice *names,
    struct arena *a);

/*
 * The text of one column of the root, below which the rows of a file stand;
 * borrowed.  False where its pattern does not match the name of the file.
 */
bool outline_spec_root(const struct outline_root *root, struct slice file,
    struct slice stem, struct slice *text);

/*
 * What --root says: the texts, between '/' (%XX stands for any byte), that
 * the parent of the rows on top has in the columns of `parent`, in order.
 */
int outline_spec_set_root(struct outline_spec *s, const char *text,
    struct arena *a, struct err *e) MUST_USE;

#endif
