/*
 * restructure_rules.h - `restructure:` of a rules file, read and checked.
 *
 * What is a text of key members stands here as it stands in lines, with its
 * quotes, for comparing with lines that are only cut.
 */
#ifndef TRANSFORM_RESTRUCTURE_RULES_H
#define TRANSFORM_RESTRUCTURE_RULES_H

#include "transform/restructure_entries.h"

/* What leaves out records, named, and how many. */
struct restructure_part {
	const char *name;
	uint64_t count;
};

/* The parts that every file has; those of `drop` follow. */
enum {
	PART_FROM,
	PART_OTHERS,
	PART_ALTERNATIVES,
	PART_PLANTS,
	PART_EFFECTIVITY,
	PART_PHANTOM_BOMS,
	PART_PHANTOM_EMPTY,
	PART_PHANTOM_SUBSTITUTES,
	PART_ORPHANS,
	PART_COMPONENTS,
	PART_COUNT,
};

enum restructure_by {
	PLANTS_AS_THEY_ARE,
	PLANTS_BY_PLANT_ITEM,
	PLANTS_BY_CHANGE_ORDER,
	PLANTS_BY_LIST,
	PLANTS_BY_EXPRESSION,
};
/* What to do where there is none: no plant, no plant view, no BOM. */
enum restructure_none { NONE_KEEP, NONE_DROP, NONE_REJECT };
enum restructure_find { FIND_PATH, FIND_LINE, FIND_OWN };
enum restructure_roll { ROLL_NONE, ROLL_TOGETHER, ROLL_APART };

/* BOMs of the alternative `from` become `to`, in some plants or in all. */
struct restructure_alternative {
	struct slice from;
	struct slice to;
	struct ydoc_texts plants; /* none: all */
};

struct restructure_plants {
	enum restructure_by by;
	struct ydoc_texts list; /* else: those that others are limited to */
	struct expr *expression;
	struct condition condition; /* of the plant_item */
	enum restructure_none none;
	enum restructure_none components;
};

struct restructure_collapse {
	bool on;
	bool by_line, by_plant_item, by_item;
	struct ydoc_texts special_procurement; /* in quotes */
	struct ydoc_texts kinds;               /* in quotes */
	struct ydoc_texts lifecycles;          /* in quotes */
	enum restructure_none without_bom;
	bool keep_boms;
	enum restructure_find find;
	struct slice conditions; /* between two that must both hold */
};

struct restructure_renumber {
	bool on;
	bool share; /* lines of one find number keep sharing one */
	long start, step, width;
	const unsigned *order; /* members */
	size_t order_count;
};

struct restructure_rules {
	struct shared *shared; /* borrowed */
	struct slice from;     /* usage, in quotes */
	struct slice to;
	struct slice from_text, to_text; /* and without */
	struct condition from_condition; /* of the bom */
	bool drops_others;
	const struct restructure_alternative *alternatives;
	size_t alternative_count;
	struct restructure_plants plants;
	struct slice as_of; /* a date; "": lines of all times */
	bool removes_dates;
	bool merges_dates;
	struct restructure_collapse collapse;
	unsigned digits;
	enum decimal_rounding rounding;
	struct restructure_entries drops, changes, adds;
	enum restructure_roll roll;
	struct restructure_renumber renumber;
	struct slice words; /* which BOMs are made, for the filter; or empty */
	struct restructure_part *parts; /* PART_COUNT, then the drops */
	size_t part_count;
};

/* The known keys, of the top and of each part; ended by NULL. */
extern const char *const restructure_rules_keys[];
struct restructure_rules_part_keys {
	const char *at; /* of the schema: "/$defs/restructure_from" */
	const char *const *keys;
};
/* Ended by NULL. */
extern const struct restructure_rules_part_keys restructure_rules_parts[];

/* 0, or -1 with ERR_USAGE; what is read lives in `s`. */
int restructure_rules_read(struct restructure_rules *r, struct shared *s,
    const struct ydoc_node *n, struct err *e) MUST_USE;

/* True if the text is in the list, or the list is empty. */
bool restructure_rules_listed(const struct ydoc_texts *list,
    struct slice text);

#endif
