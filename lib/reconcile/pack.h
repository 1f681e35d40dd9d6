/*
 * pack.h - an evidence pack: a folder of files, and a manifest that chains
 * them by SHA-256.
 *
 * The manifest is JSON Lines, an entry a line:
 *
 *	{"entry":"pack","format":"bomtools-evidence","version":1,...}
 *	{"entry":"file","name":"policy.yaml","bytes":N,"sha256":"...",...}
 *	...                                     other entries, as they come
 *	{"entry":"end","entries":N,"previous":"..."}
 *
 * Each line's last member `previous` is the SHA-256 of the line before it
 * (without newline); that of the first is the seal of an earlier pack, or 64
 * zeros.  So nothing in a line, and no line, can be changed without changing
 * all behind it; and the SHA-256 of the last line, the pack's seal, kept
 * elsewhere, answers for the whole.  A file stands in the manifest with its
 * own SHA-256.
 */
#ifndef RECONCILE_PACK_H
#define RECONCILE_PACK_H

#include "io/zio.h"
#include "store/audit.h"

#define PACK_MANIFEST "manifest.jsonl"
#define PACK_FORMAT "bomtools-evidence"
#define PACK_VERSION 1
/* What the folder's name ends in until it is published. */
#define PACK_PART ".evidence-part"

/* --- writing --- */

struct pack {
	char *folder;
	char *part;  /* where it is filled until it is published */
	struct zio_out manifest;
	uint64_t entries;
	char seal[AUDIT_HEX_SIZE]; /* of what was written so far */
	struct buf line;
	bool open;
};

#define PACK_INIT {.manifest = ZIO_OUT_INIT}

/*
 * Begins a pack: a folder of another name beside the one to be, in which what
 * a kill has left is removed.  ERR_USAGE where `folder` is there already.
 * `previous` is the seal of an earlier pack, or NULL.  Release in any case.
 */
int pack_open(struct pack *p, const char *folder, const char *previous,
    struct err *e) MUST_USE;

/*
 * An entry: its name, and its members as canonical JSON without braces
 * (`"a":1,"b":"x"`).
 */
int pack_entry(struct pack *p, const char *entry, struct slice members,
    struct err *e) MUST_USE;

/* A file of the pack, to be written by the caller ... */
int pack_file_open(struct pack *p, struct zio_out *out, const char *name,
    struct err *e) MUST_USE;
/* ... and, when all is in it, closed and entered. */
int pack_file_close(struct pack *p, struct zio_out *out, const char *name,
    struct err *e) MUST_USE;

/* Ends the manifest: p->seal is the seal of the whole ... */
int pack_end(struct pack *p, struct err *e) MUST_USE;
/* ... and gives the folder its name. */
int pack_publish(struct pack *p, struct err *e) MUST_USE;
/* Without publishing nothing is left behind. */
void pack_release(struct pack *p);

/* Bytes and SHA-256 (in hex) of a file. */
int pack_hash_file(const char *path, uint64_t *bytes,
    char hex[AUDIT_HEX_SIZE], struct err *e) MUST_USE;

/* --- checking --- */

struct pack_check {
	char seal[AUDIT_HEX_SIZE]; /* of the manifest as it is */
	uint64_t problems;
	/*
	 * Sees each entry: its name, its line; and each problem in words.
	 * Either may be NULL.
	 */
	int (*entry)(void *ctx, struct slice entry, struct slice line,
	    struct err *e);
	void *ctx;
	void (*problem)(void *ctx, const char *text);
	void *problem_ctx;
};

/*
 * Checks the manifest's chain and the files that it names.  0, also where
 * there are problems; -1: there is no manifest, it is no JSON, it is of a
 * later version (ERR_USAGE), or it cannot be read.
 */
int pack_check(struct pack_check *c, const char *folder, struct err *e)
    MUST_USE;

/* Tells and counts a problem that an entry's reader has found. */
void pack_problem(struct pack_check *c, const char *fmt, ...)
    PRINTF_LIKE(2, 3);

/*
 * A member of an entry, as text (a string's content, a number's digits):
 * empty where there is none.  It lives in the arena or the line.
 */
int pack_member(struct slice *out, struct slice line, const char *name,
    struct arena *a, struct err *e) MUST_USE;

#endif
