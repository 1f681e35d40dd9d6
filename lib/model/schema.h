/*
 * schema.h - the record types of the stream, as tables.
 *
 * schemas/v1/TYPE.schema.json is the contract; at build schema_gen writes
 * from it gen/schema_ids.h (enum record_type with TYPE_ITEM, TYPE_BOM_LINE ...
 * in byte order of the names, TYPE_COUNT; for each type the indexes of its
 * members: ITEM_ITEM = 0, ITEM_NAME = 1, ..., key members first in key order,
 * then the others in schema order) and gen/schema_tables.c, which defines
 * schema_types[].
 */
#ifndef MODEL_SCHEMA_H
#define MODEL_SCHEMA_H

#include "base/base.h"
#include "base/text.h"
#include "schema_ids.h"

/* More members than any type has; sizes arrays. */
#define SCHEMA_MEMBERS_MOST 40

enum member_kind {
	MEMBER_TEXT,
	MEMBER_NUMBER, /* exact decimal, canonical text */
	MEMBER_FLAG,   /* true, or absent */
	MEMBER_SET,    /* texts in natural order, no duplicates */
	MEMBER_DATE,   /* 2026-11-22, plant-local */
	MEMBER_TIME,   /* RFC 3339, UTC with Z */
};

struct schema_member {
	struct slice name;
	struct slice lead; /* how it stands in a line: `,"name":` */
	enum member_kind kind;
	bool key;
	bool required; /* a key member that must not be "" */
};

struct schema_type {
	struct slice name;
	struct slice lead; /* the start of a line: `{"type":"NAME"` */
	unsigned key_count;
	unsigned member_count; /* keys and others, without attrs */
	const struct schema_member *members; /* keys first */
};

/* Indexed by enum record_type. */
extern const struct schema_type schema_types[TYPE_COUNT];

/* True and the type of that name. */
bool schema_find(enum record_type *out, struct slice name);

/* The type name nearest to a misspelt one, or NULL. */
const char *schema_nearest(struct slice name);

/* The member's index, or -1. */
int schema_member_find(enum record_type type, struct slice name);

/* The member name (or "attrs") nearest to a misspelt one, or NULL. */
const char *schema_member_nearest(enum record_type type, struct slice name);

/* The member's index in a type if it has it, else -1. */
int schema_plant(enum record_type type);
int schema_usage(enum record_type type);

#endif
