/*
 * section.h - how records of one type are sent, and the columns of a table.
 */
#ifndef LOAD_SECTION_H
#define LOAD_SECTION_H

#include "base/hash.h"
#include "format/ydoc.h"
#include "model/record.h"

struct expr;
struct expr_env;
struct http_section;

/* Columns of a section at most. */
#define TARGET_COLUMNS_MOST 200

/* Types of records that go along with a root at most. */
#define TARGET_PARTS_MOST 8

/* The index that stands for the site fields. */
#define TARGET_ATTRS SCHEMA_MEMBERS_MOST

enum target_source {
	TARGET_MEMBER,
	TARGET_CONSTANT,
	TARGET_EXPRESSION,
	TARGET_PARTS, /* all parts of a type, as a JSON array */
};

struct target_column {
	const char *name;
	enum target_source source;
	unsigned member;   /* index in the type, or TARGET_ATTRS */
	enum record_type parts;
	bool key;          /* a key member as it is */
	struct slice text; /* of a constant or an expression */
	struct expr *expr;
};

enum target_removal { TARGET_DELETE, TARGET_DEACTIVATE, TARGET_REPORT };

/* What is done where somebody has changed a record over there. */
enum target_conflict { TARGET_HOLD, TARGET_SKIP, TARGET_OVERWRITE };

/* A type whose records go along with the root that their key begins with. */
struct target_part {
	enum record_type type;
	bool sends[SCHEMA_MEMBERS_MOST + 1]; /* by member; last: attrs */
};

/* How records of one type are sent. */
struct target_section {
	bool used;
	bool part; /* not used by itself: its records go along with `root` */
	enum record_type root;
	enum record_type type;
	struct target_part parts[TARGET_PARTS_MOST]; /* in order of types */
	size_t part_count;
	/* Members of the root that make a difference; for columns, those. */
	bool sends[SCHEMA_MEMBERS_MOST + 1];
	enum target_conflict conflict;
	const char *table;
	struct target_column *columns;
	size_t count;
	enum target_removal removal;
	size_t mark;             /* the column of TARGET_DEACTIVATE */
	struct slice mark_value;
	struct http_section *http; /* of kind http */
	/* After it the target has done with whatever was sent to it. */
	long settle_s;
	struct hash128 hash; /* of what is sent: parts, table and columns */
};

/* What sections of a profile are read with. */
struct section_maker {
	struct target_section *sections; /* by type */
	struct expr_env **env;           /* made when it is needed */
	struct arena *arena;
};

/* What all kinds have: `with`, `conflict`, `removal`. */
int section_read_common(struct section_maker *m, struct target_section *s,
    const struct ydoc_node *n, struct err *e) MUST_USE;

/* What kinds with tables have: `table`, `columns`, `deactivate`. */
int section_read_table(struct section_maker *m, struct target_section *s,
    const struct ydoc_node *n, struct err *e) MUST_USE;

/* Gives columns back. */
void section_release(struct target_section *s);

extern const char *const section_deactivate_keys[];
extern const char *const section_column_keys[];
/* In the order of enum target_removal. */
extern const char *const section_removals[];
/* In the order of enum target_conflict. */
extern const char *const section_conflicts[];

#endif
