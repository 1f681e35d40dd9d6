/*
 * http_table.h - look-up tables of a target profile, for lookup() in requests.
 *
 *	tables:
 *	  unit: {values: {EA: u, KGM: kg}}      lookup('unit', uom, 'value')
 *	  uom:                                  lookup('uom', 'kg', 'id')
 *	    url: uoms
 *	    rows: /value
 *	    key: /symbol
 *	    columns: {id: /id}
 *
 * What ids the target has for units, currencies, plants: it is asked before
 * the first request of a run that needs it, not when a profile is read.
 */
#ifndef LOAD_HTTP_TABLE_H
#define LOAD_HTTP_TABLE_H

#include "expr/expr.h"
#include "load/verdict.h"
#include "net/service.h"

struct http_table;

struct http_tables {
	struct http_table *at; /* those that the target is asked for */
	size_t count;
	struct expr_env *env;
	bool filled;
};

/* Reads the map, NULL: none, and makes the tables known to `env`. */
int http_tables_read(struct http_tables *t, const struct ydoc_node *map,
    struct expr_env *env, struct arena *a, struct err *e) MUST_USE;

/*
 * Asks the target, once.  `rules` say what its answers mean: those to be
 * tried again are ERR_AGAIN, all that have no rows ERR_USAGE.
 */
int http_tables_fill(struct http_tables *t, struct service *s,
    const struct verdict_rules *rules, struct err *e) MUST_USE;

/* For the JSON Schema, ended by NULL. */
extern const char *const http_table_keys[];

#endif
