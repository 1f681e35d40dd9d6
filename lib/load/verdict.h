/*
 * verdict.h - what an answer of a target means, by the rules of its profile.
 *
 * Rules are looked at in order, those of the request before those of the
 * section before those of the profile; the first whose every condition holds
 * decides.  Where none does, the status decides.
 */
#ifndef LOAD_VERDICT_H
#define LOAD_VERDICT_H

#include "format/ydoc.h"

#include <regex.h>

#define VERDICT_STATUSES_MOST 16

enum verdict {
	VERDICT_DONE,
	VERDICT_ABSENT,   /* it is not there */
	VERDICT_EXISTS,   /* it is there already */
	VERDICT_CONFLICT, /* it was changed over there since */
	VERDICT_RETRY,    /* nothing was done: try again */
	VERDICT_UNKNOWN,  /* the server failed: nobody knows what was done */
	VERDICT_REFUSED,
	VERDICT_ACCEPTED, /* done or refused later */
	VERDICT_STOP,     /* nothing will work: end the run */
};

struct verdict_range {
	long least, most;
};

struct verdict_rule {
	struct verdict_range statuses[VERDICT_STATUSES_MOST];
	size_t status_count; /* 0: any */
	struct slice at;     /* NULL: the whole answer */
	struct ydoc_texts equals;
	bool has_pattern;
	regex_t pattern;
	enum verdict is;
	struct ydoc_texts message; /* pointers; none: the answer's beginning */
};

struct verdict_rules {
	struct verdict_rule *at;
	size_t count;
};

/*
 * Reads a list of rules, into the arena; NULL: none.  Release with
 * verdict_release in any case.
 */
int verdict_read(struct verdict_rules *r, const struct ydoc_node *n,
    struct arena *a, struct err *e) MUST_USE;
void verdict_release(struct verdict_rules *r);

/* An answer, or the part of one that is about one record. */
struct verdict_answer {
	long status;
	struct slice body;
};

/*
 * The first rule of the lists (ended by NULL) that holds, or NULL.  A rule
 * with a body never holds for one that is no JSON, but for its pattern.
 */
const struct verdict_rule *verdict_find(
    const struct verdict_rules *const *lists,
    const struct verdict_answer *a);

/* What the status alone says. */
enum verdict verdict_of_status(long status);

/*
 * Appends the target's words: what the rule's pointers find, else what
 * usually holds them, else the beginning of the answer.  One line, secrets
 * masked, at most a few hundred bytes.
 */
void verdict_words(struct buf *to, const struct verdict_rule *rule,
    const struct verdict_answer *a);

/* Keys of a rule, and names of verdicts, ended by NULL, for the schema. */
extern const char *const verdict_keys[];
extern const char *const verdict_names[];

#endif
