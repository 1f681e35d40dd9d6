/*
 * shared.h - what the rules of one file share: tables, maps, expressions.
 *
 * The file's tree, the look-up tables that it names, value maps and compiled
 * expressions live here as long as the rules do.
 */
#ifndef TRANSFORM_SHARED_H
#define TRANSFORM_SHARED_H

#include "expr/expr.h"
#include "expr/lookup.h"
#include "format/ydoc.h"
#include "transform/valuemap.h"

struct shared {
	struct ydoc doc;
	char *folder; /* of the rules file: where tables are looked for */
	struct lookup *tables;
	size_t table_count;
	struct valuemap **maps;
	size_t map_count;
	struct expr_env *env; /* NULL while nothing needs it */
	struct expr **exprs;
	size_t expr_count;
	struct arena arena;
};

/* The known keys of a table and of a value map, ended by NULL. */
extern const char *const shared_table_keys[];
extern const char *const shared_map_keys[];

/* Reads the YAML; 0 or -1.  Release with shared_release in both cases. */
int shared_load(struct shared *s, const char *path, struct err *e) MUST_USE;
/* The same from memory; tables are looked for in the folder of `name`. */
int shared_parse(struct shared *s, const char *name, struct slice text,
    struct err *e) MUST_USE;
void shared_release(struct shared *s);

/* Loads the tables of the map `n` (NULL: none), CSV files with a header. */
int shared_load_tables(struct shared *s, const struct ydoc_node *n,
    struct err *e) MUST_USE;

/* Compiles an expression; borrowed until the release.  NULL: *e is filled. */
struct expr *shared_expr(struct shared *s, const struct ydoc_node *n,
    struct err *e) MUST_USE;

/* Reads a value map: `values`, or `table` and `column`, and `unmapped`. */
const struct valuemap *shared_map(struct shared *s,
    const struct ydoc_node *n, struct err *e) MUST_USE;

#endif
