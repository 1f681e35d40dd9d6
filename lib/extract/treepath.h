/*
 * treepath.h - paths to values in XML and JSON, parsed.
 *
 * One small language for both, described in bom-profile(5), "Paths".  A path
 * is steps from a place downward, and before them `..` upward (or
 * `ancestor::NAME`, to the nearest of that name):
 *
 *	/plan/items/item      from the root; `item` of `items` of `plan`
 *	//item                at any depth
 *	name, @id, ../@id     relative to the row
 *	$/title               of JSON from the root: there "/" is the row
 *	note[lang=en]/text    elements that meet a condition
 *
 * Of JSON each JSON Pointer without a mark of this language is a path with
 * the meaning that it has there.
 */
#ifndef EXTRACT_TREEPATH_H
#define EXTRACT_TREEPATH_H

#include "base/base.h"
#include "base/mem.h"
#include "base/text.h"

#define TREEPATH_STEPS_MOST 32

enum treepath_dialect { TREEPATH_XML, TREEPATH_JSON };

enum treepath_kind {
	TREEPATH_NAME,      /* a child element; a member, or an index */
	TREEPATH_ANY,       /* `*`: every child */
	TREEPATH_PICK,      /* of JSON: elements of the array at hand, or, if
			     * it is none, the value itself */
	TREEPATH_ATTRIBUTE, /* of XML, `@name`; the last step */
	TREEPATH_OWN_NAME,  /* `name()`; the last step */
};

enum treepath_test_kind {
	TREEPATH_AT,     /* [n]: the n-th, from 1, of those that came so far */
	TREEPATH_EXISTS, /* [path] */
	TREEPATH_EQUAL,  /* [path=text]; an empty text is met by nothing */
	TREEPATH_DIFFERS, /* [path!=text]: the opposite */
};

struct treepath;

struct treepath_test {
	enum treepath_test_kind kind;
	unsigned long position;
	const struct treepath *path; /* downward only */
	struct slice text;
	struct treepath_test *next;
};

struct treepath_step {
	enum treepath_kind kind;
	bool deep; /* at any depth below */
	struct slice name;
	struct treepath_test *tests; /* all must hold, in order */
};

struct treepath {
	struct slice text;
	bool root;    /* from the document: "/" of XML, "$/" of JSON */
	bool pointer;  /* a JSON Pointer without any mark */
	unsigned up;   /* how often `..` */
	struct slice above; /* `ancestor::NAME`: the nearest; or empty */
	struct slice words; /* of rows: those of this attribute's text */
	struct treepath_step *steps;
	size_t count;
};

/*
 * Parses; NULL, or why it is no path: a constant.  `text` must outlive the
 * path; the rest of it lives in the arena.
 */
const char *treepath_parse(struct treepath *p, struct slice text,
    enum treepath_dialect dialect, struct arena *a);

/*
 * For a path that is to give rows: NULL, or why it cannot.  Completes it: one
 * of JSON whose last step is a name gives the elements of the array there; one
 * of XML that ends in an attribute becomes the path of its element.
 */
const char *treepath_rows(struct treepath *p, enum treepath_dialect dialect,
    struct arena *a);

/* It looks at more than the row's own value: above it, or at its name. */
bool treepath_around(const struct treepath *p);

/* The step is for a child with this name (attributes apart). */
bool treepath_names(const struct treepath_step *s, struct slice name);

/* Whether a test of these looks at more than the attributes of its element. */
bool treepath_tests_deep(const struct treepath_test *t);

#endif
