/*
 * fill.h - texts and YAML skeletons with ${NAME} in them, filled in.
 *
 * What a ${NAME} stands for is the caller's: a function says it.  NAME is all
 * up to the next "}" that stands in no quotes, so that it may be an
 * expression.  "$${" is "${" as it is.  What is put in is encoded for the
 * place: percent-encoded in URLs and forms, without control bytes in
 * headers, as JSON in JSON.
 */
#ifndef NET_FILL_H
#define NET_FILL_H

#include "format/ydoc.h"

enum fill_place { FILL_PLAIN, FILL_URL, FILL_HEADER, FILL_JSON };

enum fill_kind {
	FILL_ABSENT, /* nothing: "" in a text; a whole value becomes null */
	FILL_TEXT,
	FILL_VALUE,  /* JSON as it is, where it is the whole value */
};

struct fill_value {
	enum fill_kind kind;
	struct slice text; /* borrowed until the next call */
};

/*
 * What NAME stands for: 1 and *out, 0 there is no such name, -1 with *e.
 * *out is FILL_ABSENT when it is called.
 */
typedef int (*fill_find)(void *ctx, struct slice name,
    struct fill_value *out, struct err *e);

struct fill_names {
	fill_find find;
	void *ctx;
};

/* A text, filled.  `n` is for messages: ERR_USAGE with its place. */
int fill_text(struct buf *to, const struct ydoc_node *n,
    enum fill_place place, const struct fill_names *names, struct err *e)
    MUST_USE;

/*
 * A skeleton as canonical JSON, but members in the order of the file.  Of
 * the scalars without quotes, JSON numbers, true, false and null are what
 * they are in JSON, all others texts.  A text that is one ${NAME} becomes
 * the value of its kind.
 */
int fill_json(struct buf *to, const struct ydoc_node *n,
    const struct fill_names *names, struct err *e) MUST_USE;

/* A map of texts as application/x-www-form-urlencoded. */
int fill_form(struct buf *to, const struct ydoc_node *map,
    const struct fill_names *names, struct err *e) MUST_USE;

/* One piece of a text: bytes as they are, or a name. */
struct fill_piece {
	struct slice text;
	bool name;
};

/*
 * Cuts the next piece off *rest, a text of `n`: 1, 0 at the end, -1 with
 * ERR_USAGE and the place.
 */
int fill_next(struct fill_piece *p, struct slice *rest,
    const struct ydoc_node *n, struct err *e) MUST_USE;

/* All ${NAME} in a text or skeleton are known; values do not matter. */
int fill_check(const struct ydoc_node *n, const struct fill_names *names,
    struct err *e) MUST_USE;

#endif
