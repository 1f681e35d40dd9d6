/*
 * target.h - a target profile: where a target is, and what it takes.
 *
 * bom-target(5) describes the file.  The profile says what becomes of a
 * record; that it has been read makes nothing of it true of the target: a
 * channel looks when it is opened.
 */
#ifndef LOAD_TARGET_H
#define LOAD_TARGET_H

#include "base/hash.h"
#include "format/ydoc.h"
#include "model/record.h"

struct expr;
struct expr_env;

/* Columns of a section at most. */
#define TARGET_COLUMNS_MOST 200

/* The index that stands for the site fields. */
#define TARGET_ATTRS SCHEMA_MEMBERS_MOST

enum target_source { TARGET_MEMBER, TARGET_CONSTANT, TARGET_EXPRESSION };

struct target_column {
	const char *name;
	enum target_source source;
	unsigned member;   /* index in the type, or TARGET_ATTRS */
	bool key;          /* a key member as it is */
	struct slice text; /* of a constant or an expression */
	struct expr *expr;
};

enum target_removal { TARGET_DELETE, TARGET_DEACTIVATE, TARGET_REPORT };

/* How records of one type are sent. */
struct target_section {
	bool used;
	enum record_type type;
	const char *table;
	struct target_column *columns;
	size_t count;
	enum target_removal removal;
	size_t mark;             /* the column of TARGET_DEACTIVATE */
	struct slice mark_value;
	struct hash128 hash; /* of what is sent: table and columns */
};

struct target_profile {
	struct ydoc doc;
	const char *name;
	const char *kind;
	char *file;   /* as it can be opened from here; NULL: not said */
	char *schema; /* the same */
	bool create;
	struct target_section sections[TYPE_COUNT];
	struct expr_env *env;
	struct arena arena;
};

/*
 * Reads a profile.  ERR_USAGE with the place for whatever is wrong in it.
 * Release with target_profile_release in both cases.
 */
int target_profile_load(struct target_profile *p, const char *path,
    struct err *e) MUST_USE;
void target_profile_release(struct target_profile *p);

/*
 * The keys that the reader accepts, for holding the JSON Schema to them: at
 * the top, in a section, under deactivate, in a column; ended by NULL.
 */
extern const char *const target_keys[];
extern const char *const target_section_keys[];
extern const char *const target_deactivate_keys[];
extern const char *const target_column_keys[];
extern const char *const target_kinds[];
/* In the order of enum target_removal. */
extern const char *const target_removals[];

#endif
