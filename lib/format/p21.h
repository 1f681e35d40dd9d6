/*
 * p21.h - one instance of a STEP file (ISO 10303-21) taken apart.
 *
 *	#12=NAME('text',#7,$,(1.,2.),LENGTH_MEASURE(25.4),.T.)
 *	#13=(FIRST_PART('x')SECOND_PART(#12))
 */
#ifndef FORMAT_P21_H
#define FORMAT_P21_H

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"

/* The ceiling of lists within lists: over it is ERR_INPUT. */
#define P21_DEPTH_MOST 64

enum p21_kind {
	P21_NOTHING,   /* $ */
	P21_DERIVED,   /* * */
	P21_NUMBER,    /* as it stands: 1.E-02 */
	P21_STRING,    /* what is between the quotes, see p21text.h */
	P21_ENUM,      /* without the dots */
	P21_BINARY,    /* what is between the quotes */
	P21_REFERENCE, /* #12: "12", without zeros in front */
	P21_WORD,      /* @12, <...> and other names, as they stand */
	P21_LIST,
	P21_TYPED,     /* LENGTH_MEASURE(25.4): text is the name */
};

struct p21_value {
	enum p21_kind kind;
	struct slice text;
	struct p21_value *first; /* of a list, and what a type holds */
	struct p21_value *next;  /* in the same list */
	size_t count;            /* of the list */
};

/* One of the parts of a complex instance, the only one of a simple one. */
struct p21_part {
	struct slice name;           /* in capitals */
	struct p21_value parameters; /* a list */
	struct p21_part *next;
};

struct p21_instance {
	/* Digits without zeros in front; empty: it stands in the header. */
	struct slice id;
	unsigned long line; /* the caller's */
	struct p21_part *first;
};

/*
 * The name in front of a statement (of which more may follow), as it stands;
 * empty for a complex instance, and where there is none.
 */
struct slice p21_name(struct slice statement);

/*
 * Takes a statement, without its semicolon, apart: into the arena, and
 * borrowing from the statement.  out->line is the line of its beginning,
 * `name` that of the file: ERR_INPUT, "name:line: what".
 */
int p21_parse(struct p21_instance *out, struct arena *a,
    struct slice statement, const char *name, struct err *e) MUST_USE;

/* The part of this name (in capitals), or NULL. */
const struct p21_part *p21_part(const struct p21_instance *instance,
    struct slice name);

#endif
