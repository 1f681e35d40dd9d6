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
#include "model/unit.h"
#include "transform/pattern.h"

#include <stdatomic.h>

struct db;

/* The state, for what looks into it; all zero: none. */
struct shared_state {
	struct db *db;
	const char *target;
	bool unchecked; /* the rules are only read: it may be missing */
};

struct shared {
	struct ydoc doc;
	char *folder; /* of the rules file: where tables are looked for */
	struct valuemap **maps;
	size_t map_count;
	struct expr_env *env; /* NULL while nothing needs it; has the tables */
	struct expr **exprs;
	size_t expr_count;
	struct unit_table units;  /* the site's conversions */
	/* What convert() gave: two threads need two at the same time. */
	char converted[8][DECIMAL_TEXT_SIZE];
	atomic_uint converted_next;
	struct pattern **patterns;
	size_t pattern_count;
	struct shared_state state;
	struct arena found; /* what was looked up in it last */
	bool alone; /* what the rules ask is not safe for two threads */
	struct arena arena;
};

/* The known keys of a value map, ended by NULL. */
extern const char *const shared_map_keys[];

/* Reads the YAML; 0 or -1.  Release with shared_release in both cases. */
int shared_load(struct shared *s, const char *path, struct err *e) MUST_USE;
/* The same from memory; tables are looked for in the folder of `name`. */
int shared_parse(struct shared *s, const char *name, struct slice text,
    struct err *e) MUST_USE;
void shared_release(struct shared *s);

/* Makes the environment, if it is not there. */
int shared_need_env(struct shared *s, struct err *e) MUST_USE;

/* Compiles an expression; borrowed until the release.  NULL: *e is filled. */
struct expr *shared_expr(struct shared *s, const struct ydoc_node *n,
    struct err *e) MUST_USE;

/* The table that the node names; NULL: *e is filled. */
struct lookup *shared_table(struct shared *s, const struct ydoc_node *n,
    struct err *e) MUST_USE;
/* The column of it that the node names: 0 or -1. */
int shared_column(unsigned *column, const struct lookup *l,
    const struct ydoc_node *n, struct err *e) MUST_USE;

/* Reads a value map: `values`, or `table` and `column`, and `unmapped`. */
const struct valuemap *shared_map(struct shared *s,
    const struct ydoc_node *n, struct err *e) MUST_USE;

/* Keeps it as long as the rules. */
void shared_keep_pattern(struct shared *s, struct pattern *p);

/* Fills a map from the keys `table` and `column` of the node. */
int shared_fill_map(struct shared *s, struct valuemap *m,
    const struct ydoc_node *n, struct err *e) MUST_USE;

/* An empty one that lives as long as the rules do. */
struct valuemap *shared_new_map(struct shared *s,
    enum valuemap_unmapped unmapped);

#endif
