/*
 * rule.h - how one member of a record is made from a row.
 *
 * The description as the profile has it, and the places where extract/bind
 * puts what is known only when the source is open: the number of the column,
 * the compiled expression.  Steps are always done in the order of struct rule.
 */
#ifndef EXTRACT_RULE_H
#define EXTRACT_RULE_H

#include "base/map.h"
#include "extract/designators.h"
#include "extract/numtext.h"
#include "extract/source.h"
#include "model/schema.h"

struct ere;
struct expr;

enum rule_from { RULE_COLUMN, RULE_CONSTANT, RULE_EXPRESSION };
/* RULE_SKIP: the row gives no record in this entry. */
enum rule_else { RULE_REJECT, RULE_KEEP, RULE_ABSENT, RULE_SKIP };
enum rule_several { RULE_SAME, RULE_SUM, RULE_FIRST };
enum rule_letters { RULE_UPPER, RULE_LOWER, RULE_AS_IS };
enum rule_as { RULE_TEXT, RULE_NUMBER, RULE_FLAG };

struct rule_map {
	struct rule_map *next;
	struct slice name; /* empty: stands in its rule */
	struct map keys;   /* to indexes of values */
	struct slice *values;
};

struct rule_lookup {
	struct rule_lookup *next;
	const struct ydoc_node *node;
	struct slice name; /* empty: stands in its rule */
	unsigned source;
	struct slice key, value; /* columns of the source */
	enum rule_else missing;
	enum rule_several several;
	unsigned table; /* look-ups with the same table share it */
};

struct rule {
	const struct ydoc_node *node;
	enum rule_from from;
	struct slice text; /* the column's name, the constant, expression */
	/* All columns; the first that is not empty counts. */
	struct ydoc_texts columns;
	struct slice pattern; /* empty: none */
	enum rule_else unmatched;
	struct slice like; /* how identifiers look; empty: nobody says */
	bool identifier;   /* the member names a thing */
	const struct rule_lookup **lookups;
	size_t lookup_count;
	enum rule_letters letters;
	const struct rule_map *map; /* or NULL */
	enum rule_else unmapped;
	enum member_kind kind; /* of the member */
	struct slice date; /* a format; empty: as in the stream */
	bool inclusive;
	struct numtext number;
	bool multiplied;
	struct decimal factor;
	struct ydoc_texts strip; /* texts taken out of a number */
	bool list; /* the text of a set is a list, of which `how` tells */
	struct designators how;
	struct slice fallback; /* "default"; empty: none */
	/* --- bound --- */
	int column;
	int *others; /* of columns, those behind the first */
	struct ere *ere, *like_ere;
	struct expr *expression;
};

/* What rules refer to by name. */
struct rule_names {
	const struct source *sources;
	size_t source_count;
	struct rule_map *maps;       /* newest first */
	struct rule_lookup *lookups; /* newest first */
	unsigned table_count;
	struct arena *arena;
};

extern const char *const rule_keys[];
extern const char *const rule_lookup_keys[];

/* Reads `maps` and `lookups` at the top of a profile. */
int rule_names_read(struct rule_names *names, const struct ydoc_node *root,
    struct err *e) MUST_USE;
void rule_names_release(struct rule_names *names);

/* What a rule is for: a member, or (NULL) a site field; and its rows. */
struct rule_about {
	const struct schema_member *member;
	const struct source *source;
};

int rule_read(struct rule *r, const struct ydoc_node *n,
    struct rule_about about, struct rule_names *names, struct err *e)
    MUST_USE;

/* The index of a source, or -1 with ERR_USAGE and the nearest name. */
int rule_source_find(const struct rule_names *names,
    const struct ydoc_node *n, struct err *e) MUST_USE;

#endif
