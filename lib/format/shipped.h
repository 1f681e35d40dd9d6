/*
 * shipped.h - the profiles that are part of the programs.
 *
 * They are the files of lib/extract/profiles and lib/load/profiles, put into
 * the library when it is built; `bom-extract --show NAME` and `erp-load --show
 * NAME` print one, to copy and change.
 */
#ifndef FORMAT_SHIPPED_H
#define FORMAT_SHIPPED_H

#include "base/err.h"
#include "base/text.h"

struct shipped {
	const char *name;
	const char *const *lines; /* without their ends; ended by NULL */
};

/* In byte order of the names. */
struct shipped_set {
	const struct shipped *at;
	size_t count;
};

extern const struct shipped_set shipped_sources; /* of bom-extract */
extern const struct shipped_set shipped_targets; /* of erp-load */

/* By its name, or NULL. */
const struct shipped *shipped_find(const struct shipped_set *set,
    const char *name);

/*
 * What the name of a profile means: NULL for a file, which a path with a slash
 * and the name of an existing file are.  ERR_USAGE, and NULL, for what is
 * neither that nor the name of a shipped profile.
 */
const struct shipped *shipped_for(const struct shipped_set *set,
    const char *path, struct err *e);

/* Appends the text of a profile. */
void shipped_add_text(const struct shipped *s, struct buf *b);

/* What its first line says of it; borrowed. */
struct slice shipped_summary(const struct shipped *s);

/*
 * Write to a file (NULL: stdout) a line for each profile; one profile, or
 * ERR_USAGE where there is none of this name.
 */
int shipped_list(const struct shipped_set *set, const char *output,
    struct err *e) MUST_USE;
int shipped_show(const struct shipped_set *set, const char *name,
    const char *output, struct err *e) MUST_USE;

#endif
