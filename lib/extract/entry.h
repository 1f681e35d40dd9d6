/*
 * entry.h - one entry under `records`: which record a row gives, and how.
 */
#ifndef EXTRACT_ENTRY_H
#define EXTRACT_ENTRY_H

#include "extract/combine.h"
#include "extract/damage.h"
#include "extract/rule.h"

struct profile_member {
	unsigned member; /* its index in the type */
	struct rule rule;
};

struct profile_attr {
	struct slice name;
	struct rule rule;
};

/* One entry under `records`. */
struct profile_entry {
	const struct ydoc_node *node;
	enum record_type type;
	unsigned source;
	struct source_filter filter;
	struct profile_member *members; /* in order of their indexes */
	size_t member_count;
	struct profile_attr *attrs;
	size_t attr_count;
	bool numbered; /* lines of a BOM whose occurrence we count */
	bool words;    /* a quantity may be "AR" */
	bool placed;   /* it asks where a row stands */
	bool below;    /* its parent is the row above: there must be one */
	struct combine *combine; /* or NULL */
	struct damage_answers damage;
};

/* The keys of an entry, ended by NULL. */
extern const char *const entry_keys[];

/* What an entry refers to. */
struct entry_context {
	struct rule_names *names;
	const struct damage_answers *damage; /* of the whole profile */
};

int entry_read(struct profile_entry *entry, const struct entry_context *c,
    const struct ydoc_node *n, struct err *e) MUST_USE;

/* What entries of one type must have in common. */
int entry_check_all(const struct profile_entry *entries, size_t count,
    struct err *e) MUST_USE;

/* The rule of a member, or NULL. */
const struct rule *entry_rule(const struct profile_entry *entry, int member);

#endif
