/*
 * ytree.h - a YAML file as a small tree whose nodes know where they stand.
 *
 * The part of YAML that serves here is maps, lists and scalars.  Refused,
 * because a reader would have to guess or could be flooded: doubled keys,
 * anchors and aliases, tags, merge keys, keys that are not scalars, several
 * documents in a file, U+0000, depth over 32, size over 16 MiB.  Every error
 * is ERR_USAGE and begins with file:line:column (both from 1, columns in
 * characters).  ydoc.h reads values from the tree.
 */
#ifndef FORMAT_YTREE_H
#define FORMAT_YTREE_H

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"

#define YDOC_DEPTH_MOST 32
#define YDOC_SIZE_MOST ((size_t)16 * 1024 * 1024)

enum ydoc_kind { YDOC_SCALAR, YDOC_LIST, YDOC_MAP };

struct ydoc;

struct ydoc_node {
	struct ydoc *doc;
	enum ydoc_kind kind;
	bool plain;        /* a scalar without quotes, not a block */
	struct slice text; /* of a scalar; a NUL stands behind it */
	struct slice key;  /* in a map: the entry's key, NUL behind it */
	unsigned long line, column;
	unsigned long key_line, key_column; /* the same as the key's if any */
	size_t count;           /* of children */
	struct ydoc_node *first; /* children in order of the file, or NULL */
	struct ydoc_node *next;  /* the next child of the same parent */
};

struct ydoc {
	char *name;             /* for messages; owned */
	struct ydoc_node *root; /* never NULL after a successful load */
	struct arena arena;     /* all nodes and texts */
};

/* Reads a file ("-" is stdin).  Release with ydoc_release in any case. */
int ydoc_load(struct ydoc *d, const char *path, struct err *e) MUST_USE;
/* The same from memory; nothing of `text` or `name` is kept. */
int ydoc_parse(struct ydoc *d, const char *name, struct slice text,
    struct err *e) MUST_USE;
/* Accepts an empty one. */
void ydoc_release(struct ydoc *d);

/* Fills *e with ERR_USAGE, "file:line:column: " and the text; returns -1. */
int ydoc_error(const struct ydoc_node *n, struct err *e, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
/* The same with the place of the entry's key. */
int ydoc_error_key(const struct ydoc_node *n, struct err *e, const char *fmt,
    ...) PRINTF_LIKE(3, 4);

/* True for `key:` without a value, `~` and `null`, not in quotes. */
bool ydoc_null(const struct ydoc_node *n);

/* The version of libyaml that is linked; a constant. */
const char *ytree_library_version(void);

#endif
