/*
 * profile.h - a whole source profile, read strictly and checked.
 *
 * bom-profile(5) is the contract.  A profile that loads is free of every
 * mistake that can be seen without the data: keys, kinds, types, members,
 * columns (where the profile lists them all), references between its parts.
 */
#ifndef EXTRACT_PROFILE_H
#define EXTRACT_PROFILE_H

#include "extract/rule.h"
#include "model/scope.h"

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
};

struct profile {
	struct ydoc doc;
	struct arena arena;
	struct slice name;
	struct slice system;
	struct scope scope; /* of the snapshot */
	struct source *sources;
	size_t source_count;
	struct profile_entry *entries;
	size_t entry_count;
	struct rule_names names;
};

/* Release with profile_release in any case. */
int profile_load(struct profile *p, const char *path, struct err *e) MUST_USE;
/* The same from memory. */
int profile_parse(struct profile *p, const char *name, struct slice text,
    struct err *e) MUST_USE;
void profile_release(struct profile *p);

/* The rule of a member in an entry, or NULL. */
const struct rule *profile_rule(const struct profile_entry *entry,
    int member);

/*
 * All keys that are read, by the place in schemas/profile.schema.json (a JSON
 * Pointer) whose `properties` must be the same.  Ended by a NULL pointer.
 */
struct profile_keys {
	const char *pointer;
	const char *const *keys;
};

extern const struct profile_keys profile_keys[];

#endif
