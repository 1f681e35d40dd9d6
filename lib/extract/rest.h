/*
 * rest.h - what a profile says about a source that an HTTP API gives.
 *
 * The description only: extract/fetch asks for the pages, extract/rows_rest
 * gives their rows.  Everything borrows from the YAML document.
 */
#ifndef EXTRACT_REST_H
#define EXTRACT_REST_H

#include "net/server.h"

enum rest_style {
	REST_WHOLE, /* one page, no `paging` */
	REST_OFFSET,
	REST_PAGE,
	REST_CURSOR,
	REST_LINK,
	REST_KEYSET,
};

struct rest_paging {
	const struct ydoc_node *node; /* NULL: none */
	enum rest_style style;
	long size;
	long first;             /* page or offset */
	struct slice limit;     /* the parameter for the size, or empty */
	struct slice parameter; /* that for the value of the style */
	bool by_header;         /* `next` is the header Link */
	struct slice next;      /* pointers; a NULL pointer: none */
	struct slice after;
	struct slice more;
	const struct ydoc_node *start; /* or NULL */
	long end;               /* a status, or 0 */
	long pages;             /* the ceiling */
};

struct rest_errors {
	struct slice at; /* a NULL pointer: none */
	struct ydoc_texts messages;
	struct ydoc_texts again;
};

struct rest_since {
	const struct ydoc_node *node; /* NULL: none */
	struct slice format;
	long overlap_s;
	const struct ydoc_node *parameters; /* or NULL */
	const struct ydoc_node *body; /* with what is added; or NULL */
};

struct rest {
	const struct ydoc_node *node;
	struct server server; /* sources with the same server.node share one */
	const struct ydoc_node *url, *headers, *parameters, *body; /* or NULL */
	const char *method;
	struct slice rows, id, total; /* pointers; NULL: none */
	struct rest_paging paging;
	struct rest_errors errors;
	struct rest_since since;
};

/* The values that change from page to page. */
enum rest_value {
	REST_LIMIT, REST_AT_OFFSET, REST_AT_PAGE, REST_AFTER,
	REST_AFTER_QUOTED, REST_AT_CURSOR, REST_AT_SINCE, REST_VALUES
};

extern const char *const rest_values[]; /* their names, ended by NULL */

extern const char *const rest_paging_keys[];
extern const char *const rest_errors_keys[];
extern const char *const rest_since_keys[];

/*
 * Reads the keys of a source; what it has not said comes from the source that
 * its `like` names, the server also from the top of the profile.  In the
 * arena.
 */
int rest_read(struct rest **out, const struct ydoc_node *n, struct arena *a,
    struct err *e) MUST_USE;

/* "90s", "15m", "6h", "2d" as seconds; *out untouched where `n` is NULL. */
int rest_duration(const struct ydoc_node *n, long *out, struct err *e)
    MUST_USE;

#endif
