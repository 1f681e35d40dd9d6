/*
 * walk.h - one JSON object of a head or end, member by member.
 *
 * The caller gives a function that is called for each member and reads its
 * value.  Members that it knows are numbered, so that one that stands twice
 * is noticed and one that is missing can be.
 */
#ifndef MODEL_WALK_H
#define MODEL_WALK_H

#include "base/err.h"
#include "base/hash.h"
#include "format/json.h"

struct walk {
	struct json json;
	void *into;     /* what the members are read into; the caller's */
	unsigned seen;  /* of the object that is walked: a bit a member */
	unsigned whole; /* the same of the object that was walked last */
};

/* Reads the value of the member `name`: 0, or -1 with *e filled. */
typedef int (*walk_each)(struct walk *w, struct slice name, struct err *e);

/*
 * 1 and *index when `name` is in the list (ended by NULL, at most 32 names); 0
 * when it is not; -1 when it stands for the second time.
 */
int walk_known(struct walk *w, struct slice name, const char *const *names,
    unsigned *index, struct err *e) MUST_USE;

/* The next value, an object: calls `each` for its members.  0, or -1. */
int walk_object(struct walk *w, struct slice name, walk_each each,
    struct err *e) MUST_USE;
/* `{"NAME":{...}}` and nothing else in the text.  0, or -1. */
int walk_line(struct walk *w, walk_each each, struct err *e) MUST_USE;

/*
 * The next value as a text (null leaves *text as it is), a flag, a whole
 * number below 2^63, a hash of 32 digits.  0, or -1 with ERR_INPUT that names
 * the member; texts live in the line or the reader's arena.
 */
int walk_text(struct walk *w, struct slice name, struct slice *text,
    struct err *e) MUST_USE;
int walk_flag(struct walk *w, struct slice name, bool *flag, struct err *e)
    MUST_USE;
int walk_whole(struct walk *w, struct slice name, uint64_t *out,
    struct err *e) MUST_USE;
int walk_hash(struct walk *w, struct slice name, struct hash128 *out,
    struct err *e) MUST_USE;

#endif
