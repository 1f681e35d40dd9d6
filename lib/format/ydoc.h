/*
 * ydoc.h - strict readers for the values of a YAML file.
 *
 * For profiles, rules and policies: an unknown key or a value of the wrong
 * kind is ERR_USAGE with file:line:column and what was expected.  A scalar is
 * its text; `no`, `0010` and `1E5` become a flag or a number only when the
 * reader asks for one.  The readers take NULL for a key that is absent: then
 * *out keeps what it had.  So an optional key is one line,
 *
 *	if (ydoc_flag(ydoc_get(map, "header"), &header, e) < 0) ...
 *
 * and a required one the same with ydoc_need(map, "header", e).
 */
#ifndef FORMAT_YDOC_H
#define FORMAT_YDOC_H

#include "base/decimal.h"
#include "format/ytree.h"

/*
 * The node is a map, and each key is in `names` (ended by NULL); else the
 * error names the key and the nearest that is known.
 */
int ydoc_check_keys(const struct ydoc_node *n, const char *const *names,
    struct err *e) MUST_USE;
/* The node is a map (with any keys), a list. */
int ydoc_check_map(const struct ydoc_node *n, struct err *e) MUST_USE;
int ydoc_check_list(const struct ydoc_node *n, struct err *e) MUST_USE;

/*
 * The value of a key, borrowed, or NULL.  ydoc_need fills *e where the map
 * lacks it.  Children of maps and lists are walked by first and next.
 */
const struct ydoc_node *ydoc_get(const struct ydoc_node *map,
    const char *key);
const struct ydoc_node *ydoc_need(const struct ydoc_node *map,
    const char *key, struct err *e) MUST_USE;

/*
 * Readers.  All: 0 and *out, borrowed from the document where it has a
 * pointer; 0 and *out untouched when `n` is NULL, but -1 when *e is filled
 * already (by ydoc_need); -1 with the place and what was expected.  None
 * takes a null: an empty text is written "".
 */
int ydoc_text(const struct ydoc_node *n, struct slice *out, struct err *e)
    MUST_USE;
/* As ydoc_text, as a C string. */
int ydoc_string(const struct ydoc_node *n, const char **out, struct err *e)
    MUST_USE;
/* yes, no, true, false; lower case, not in quotes. */
int ydoc_flag(const struct ydoc_node *n, bool *out, struct err *e) MUST_USE;

struct ydoc_range {
	long least, most;
};

/* A whole number: digits, and "-" before them. */
int ydoc_number(const struct ydoc_node *n, struct ydoc_range range, long *out,
    struct err *e) MUST_USE;
int ydoc_decimal(const struct ydoc_node *n, struct decimal *out,
    struct err *e) MUST_USE;
/* One of `names` (ended by NULL): its index. */
int ydoc_choice(const struct ydoc_node *n, const char *const *names, int *out,
    struct err *e) MUST_USE;

/* "90s", "15m", "6h" or "2d", in seconds. */
int ydoc_duration(const struct ydoc_node *n, long *out, struct err *e)
    MUST_USE;
/* A text that is empty or begins with "/". */
int ydoc_pointer(const struct ydoc_node *n, struct slice *out, struct err *e)
    MUST_USE;

struct ydoc_texts {
	const struct slice *at;
	size_t count;
};

/* A list of texts; a single text is a list of one. */
int ydoc_texts(const struct ydoc_node *n, struct ydoc_texts *out,
    struct err *e) MUST_USE;

#endif
