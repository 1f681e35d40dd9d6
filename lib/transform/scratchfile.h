/*
 * scratchfile.h - files in a folder of their own, and rules, for tests.
 *
 * A header only: nothing of it is in the library.  What fails here is the
 * test's own ground.
 */
#ifndef TRANSFORM_SCRATCHFILE_H
#define TRANSFORM_SCRATCHFILE_H

#include "io/zio.h"
#include "model/recin.h"
#include "transform/rules.h"

#include <stdlib.h>
#include <unistd.h>

static inline void
scratchfile_must(int rc, const struct err *e)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "scratchfile: %s\n", e->text);
	abort();
}

/* A new folder; its name lives until the next call. */
static inline const char *
scratchfile_folder(void)
{
	static char folder[64];

	snprintf(folder, sizeof(folder), "/tmp/bom-scratch-XXXXXX");
	if (!mkdtemp(folder))
		abort();
	return folder;
}

/* Writes folder/name; the path lives until the next call. */
static inline const char *
scratchfile_write(const char *folder, const char *name, const char *text)
{
	static char path[160];
	struct zio_out out = ZIO_OUT_INIT;
	struct err e = ERR_INIT;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	scratchfile_must(zio_out_open(&out, path, false, &e), &e);
	scratchfile_must(zio_out_add(&out, text, strlen(text), &e), &e);
	scratchfile_must(zio_out_publish(&out, &e), &e);
	return path;
}

/* Takes away the folder and the files of these names, ended by NULL. */
static inline void
scratchfile_remove(const char *folder, const char *const *names)
{
	char path[160];

	for (; *names; names++) {
		snprintf(path, sizeof(path), "%s/%s", folder, *names);
		unlink(path);
	}
	rmdir(folder);
}

/* Rules from a text, as if they stood in the folder. */
static inline void
scratchfile_rules(struct rules *r, const char *folder, const char *yaml)
{
	char path[160];
	struct err e = ERR_INIT;

	snprintf(path, sizeof(path), "%s/rules.yaml", folder);
	scratchfile_must(rules_parse(r, path, slice_of(yaml), &e), &e);
}

static inline void
scratchfile_record(struct record *r, const char *line, struct arena *a)
{
	struct err e = ERR_INIT;

	scratchfile_must(recin_parse(r, slice_of(line), JSON_AT("line", 1), a,
	    &e), &e);
}

#endif
