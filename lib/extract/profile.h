/*
 * profile.h - a whole source profile, read strictly and checked.
 *
 * bom-profile(5) is the contract.  A profile that loads is free of every
 * mistake that can be seen without the data: keys, kinds, types, members,
 * columns (where the profile lists them all), references between its parts.
 */
#ifndef EXTRACT_PROFILE_H
#define EXTRACT_PROFILE_H

#include "extract/entry.h"
#include "extract/source_read.h"
#include "model/scope.h"

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
	long max_age_s; /* of pages that are gone on with */
};

/*
 * `path` is a file, or the name of a shipped profile (shipped.h).  Release
 * with profile_release in any case.
 */
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
