/*
 * duty.h - whose a finding is, and what it means for the business.
 *
 *	team: engineering
 *	severity: major
 *	impact:
 *	  - {when: "plant = '1000'", is: line_stop}
 *	  - {is: cost}
 *
 * Of a record type, or of a member of it, which takes from the type what it
 * does not say.  `impact` is a name, or a list of which the first entry counts
 * whose condition holds for the record; one without a condition always does.
 */
#ifndef RECONCILE_DUTY_H
#define RECONCILE_DUTY_H

#include "expr/expr.h"
#include "format/ydoc.h"

/* The conditions of one policy; expressions live as long as it does. */
struct duty_words {
	struct expr_env *env; /* NULL while there are none */
	struct expr **list;
	size_t count;
	struct arena arena;
};

#define DUTY_WORDS_INIT {.arena = ARENA_INIT}

void duty_words_release(struct duty_words *w);

/* A condition over records; borrowed until the release.  NULL: *e. */
struct expr *duty_condition(struct duty_words *w, const struct ydoc_node *n,
    struct err *e);

struct duty_impact {
	struct expr *when; /* NULL: always */
	struct slice name;
};

struct duty {
	struct slice team, severity; /* empty: not said */
	const struct duty_impact *impacts;
	size_t impact_count;
};

/* The keys that it reads, and those of an entry of `impact`; NULL-ended. */
#define DUTY_KEYS "team", "severity", "impact"
extern const char *const duty_impact_keys[];

/*
 * Fills *d from a map's team, severity and impact; what they do not say stays
 * as it was.  Texts are borrowed from the document.
 */
int duty_read(struct duty *d, struct duty_words *w,
    const struct ydoc_node *map, struct err *e) MUST_USE;

/* What `own` says takes the place of what *d had. */
void duty_inherit(struct duty *d, const struct duty *own);

/*
 * The impact for a record, empty where none is said or no condition holds.  A
 * condition that is NULL does not hold.
 */
int duty_impact(const struct duty *d, const struct record *r,
    struct slice *impact, struct err *e) MUST_USE;

#endif
