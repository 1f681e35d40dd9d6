/*
 * presence.h - what a record is that only one side has.
 *
 *	erp_only: remove
 *	erp_only:
 *	  - {when: "kind = 'raw'", is: fine}
 *	  - {is: missing}
 *
 * Of a list the first entry counts whose condition holds for the record; one
 * without a condition always does, and where none does, what the type's owner
 * makes of it.
 */
#ifndef RECONCILE_PRESENCE_H
#define RECONCILE_PRESENCE_H

#include "reconcile/duty.h"

enum policy_presence { POLICY_MISSING, POLICY_FINE, POLICY_REMOVE };

struct presence_case {
	struct expr *when; /* NULL: always */
	enum policy_presence is;
};

struct presence {
	enum policy_presence otherwise;
	const struct presence_case *cases;
	size_t count;
};

/* The keys of an entry, NULL-ended. */
extern const char *const presence_keys[];

/*
 * A word of `words`, which are in the order of the enum, or a list of
 * entries; where there is no node *p stays as it was.
 */
int presence_read(struct presence *p, struct duty_words *w,
    const struct ydoc_node *n, const char *const *words, struct err *e)
    MUST_USE;

/* True if some record may be that. */
bool presence_may_be(const struct presence *p, enum policy_presence is);

/* What this record is. */
int presence_of(const struct presence *p, const struct record *r,
    enum policy_presence *is, struct err *e) MUST_USE;

#endif
