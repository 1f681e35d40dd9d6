/*
 * target.h - a target profile: where a target is, and what it takes.
 *
 * bom-target(5) describes the file.  The profile says what becomes of a
 * record; that it has been read makes nothing of it true of the target: a
 * channel looks when it is opened.
 */
#ifndef LOAD_TARGET_H
#define LOAD_TARGET_H

#include "load/csv_spec.h"
#include "load/http_spec.h"
#include "load/section.h"

struct target_profile {
	struct ydoc doc;
	const char *name;
	const char *kind;
	char *file;   /* as it can be opened from here; NULL: not said */
	char *schema; /* the same */
	bool create;
	struct http_spec *http; /* of kind http */
	struct pgspec *postgres; /* of kind postgresql; in the arena */
	struct csv_spec *csv;      /* of kind csv; the same */
	struct target_section sections[TYPE_COUNT];
	struct expr_env *env;
	struct arena arena;
};

/*
 * Reads a profile: a file, or the name of a shipped one.  ERR_USAGE with the
 * place for whatever is wrong in it.
 * Release with target_profile_release in both cases.
 */
int target_profile_load(struct target_profile *p, const char *path,
    struct err *e) MUST_USE;
/* The same of a text, whose name is for messages and relative paths. */
int target_profile_parse(struct target_profile *p, const char *name,
    struct slice text, struct err *e) MUST_USE;
void target_profile_release(struct target_profile *p);

/*
 * The keys that the reader accepts at the top and in a section, by kind, for
 * holding the JSON Schema to them; ended by a NULL name.
 */
struct target_kind {
	const char *name;
	const char *const *keys;
	const char *const *section_keys;
};

extern const struct target_kind target_kinds[];

#endif
