/*
 * mbom.h - a BOM that is being made: its lines, and where they come from.
 *
 * Lines are kept cut, so that what no rule changes is never looked into.  A
 * quantity that was worked out is a fraction until the end.  The arena of a
 * BOM holds all that its lines borrow.
 */
#ifndef TRANSFORM_MBOM_H
#define TRANSFORM_MBOM_H

#include "transform/fraction.h"
#include "transform/restructure_rules.h"

/* More lines than this are no BOM, but structures multiplied by mistake. */
#define MBOM_LINES_MOST ((size_t)4 * 1024 * 1024)
#define MBOM_NO_SOURCE UINT32_MAX

/*
 * An input line that is in a line.  The first one is what the line was, where
 * it has a source; else the line is made of others.
 */
struct mbom_origin {
	struct slice line;
	uint32_t source; /* its number in the source BOM; or none */
	const char *rule;
	struct mbom_origin *next;
};

struct mbom_substitute {
	struct slice line;
	uint32_t source; /* its number in the source BOM; or none */
};

struct mbom_line {
	struct rawline raw;
	struct fraction quantity; /* where it is computed */
	bool computed;
	bool gone; /* in another line by now */
	struct mbom_origin *origins;
	struct mbom_origin *last; /* NULL: others may have the same ones */
	const struct mbom_substitute *subs;
	size_t sub_count;
	size_t place; /* in order of the structure */
};

struct mbom {
	const struct restructure_rules *rules;
	struct slice keys[RAWLINE_BOM_KEYS]; /* in quotes */
	struct slice header; /* the source's, or empty */
	struct mbom_line *lines;
	size_t count, size;
	struct arena arena;
	bool rejected;
	const char *rule; /* by which it was rejected, and why */
	struct buf why;
};

void mbom_init(struct mbom *m, const struct restructure_rules *r);
void mbom_release(struct mbom *m);
/* Without lines, and with these keys. */
void mbom_start(struct mbom *m, const struct slice keys[RAWLINE_BOM_KEYS],
    struct slice header);

/* One more line, empty; borrowed until the next. */
struct mbom_line *mbom_push(struct mbom *m);

/* The BOM cannot be made: the first reason stays.  Returns 1. */
int mbom_reject(struct mbom *m, const char *rule, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/* One more origin, in front of those of `next`. */
struct mbom_origin *mbom_origin(struct mbom *m, struct slice line,
    uint32_t source, const char *rule, struct mbom_origin *next);
/* `from` goes into `to`: its origins do, and it is gone. */
void mbom_fold(struct mbom *m, struct mbom_line *to, struct mbom_line *from,
    const char *rule);

/*
 * The quantity as a fraction; *some is false where the line has none.  Returns
 * 0, or 1 where the BOM is rejected.
 */
int mbom_quantity(struct mbom *m, const struct mbom_line *l,
    struct fraction *out, bool *some);
/* Writes a computed quantity into the line, rounded.  0, or 1: rejected. */
int mbom_settle(struct mbom *m, struct mbom_line *l);

/* "0010/P-200": find number and component, for messages; in the arena. */
const char *mbom_name(struct mbom *m, const struct mbom_line *l);

#endif
