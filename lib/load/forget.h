/*
 * forget.h - what the target acknowledged, forgotten on a person's word.
 *
 * For a target that was restored, or a record that was mended by hand: what
 * is forgotten is sent anew by the next load.
 */
#ifndef LOAD_FORGET_H
#define LOAD_FORGET_H

#include "load/target.h"

struct db;
struct audit_by;

/* TYPE, or TYPE:MEMBER/... with the first key members, or all. */
struct forget_what {
	enum record_type type;
	struct buf prefix; /* of encoded keys; release it */
};

/* ERR_USAGE if it is neither.  Initialised here in both cases. */
int forget_parse(struct forget_what *out, const char *text, struct err *e)
    MUST_USE;

struct forget_place {
	struct db *db;
	const struct target_profile *profile;
	const struct audit_by *by;
};

/*
 * Forgets in the target's ledger, with what goes along with a root, and its
 * cross-references.  *count: so many records.  ERR_AGAIN, and nothing is
 * forgotten, while one of them is on its way.
 */
int forget_run(const struct forget_place *p, const struct forget_what *what,
    uint64_t *count, struct err *e) MUST_USE;

#endif
