/*
 * condition.h - `where` and `when` of a rule, for records of one type.
 *
 * Asked of a record, or of a line that is only cut, where what `where` asks
 * for can be seen in the line as it stands.
 */
#ifndef TRANSFORM_CONDITION_H
#define TRANSFORM_CONDITION_H

#include "transform/changein.h"
#include "transform/rawline.h"

struct condition_where {
	struct slot slot;
	struct ydoc_texts texts;
	const struct slice *raws; /* the texts as they stand in a line */
	bool plain; /* a member that holds one text: the raws tell */
};

struct condition {
	enum record_type type;
	const struct condition_where *where; /* all must hold */
	size_t where_count;
	struct expr *when; /* or NULL */
	uint64_t unknown;  /* how often `when` was NULL, and so false */
};

/* Reads the keys `where` and `when` of the map; without both it holds. */
int condition_read(struct condition *c, struct shared *s,
    enum record_type type, const struct ydoc_node *map,
    struct err *e) MUST_USE;

/* True if there is anything to be asked. */
bool condition_asks(const struct condition *c);

/* -1 where the expression fails. */
int condition_holds(struct condition *c, const struct record *r, bool *holds,
    struct err *e) MUST_USE;

/* The same for a line of the type that is cut; the arena is for work. */
int condition_holds_raw(struct condition *c, const struct rawline *l,
    bool *holds, struct arena *a, struct err *e) MUST_USE;

/* The record that a cut line says, as it would be printed. */
void condition_record(struct record *r, enum record_type type,
    const struct rawline *l, struct arena *a);

#endif
