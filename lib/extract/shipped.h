/*
 * shipped.h - the source profiles that are part of the program.
 *
 * They are the files of lib/extract/profiles, put into the program when it is
 * built; `bom-extract --show NAME` prints one, to copy and change.
 */
#ifndef EXTRACT_SHIPPED_H
#define EXTRACT_SHIPPED_H

#include "base/err.h"
#include "base/text.h"

struct shipped {
	const char *name;
	const char *const *lines; /* without their ends; ended by NULL */
};

/* In byte order of the names. */
extern const struct shipped shipped_profiles[];
extern const size_t shipped_count;

/* By its name, or NULL. */
const struct shipped *shipped_find(const char *name);

/*
 * What -p means: NULL for a file, which a path with a slash and the name of
 * an existing file are.  ERR_USAGE, and NULL, for what is neither that nor
 * the name of a shipped profile.
 */
const struct shipped *shipped_for(const char *path, struct err *e);

/* Appends the text of a profile. */
void shipped_add_text(const struct shipped *s, struct buf *b);

/* What its first line says of it; borrowed. */
struct slice shipped_summary(const struct shipped *s);

/*
 * Write to a file (NULL: stdout) a line for each profile; one profile, or
 * ERR_USAGE where there is none of this name.
 */
int shipped_list(const char *output, struct err *e) MUST_USE;
int shipped_show(const char *name, const char *output, struct err *e)
    MUST_USE;

#endif
