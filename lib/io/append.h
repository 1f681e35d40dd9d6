/*
 * append.h - a file that grows, and whose good end somebody else knows.
 *
 * What is added is on the disk when append_add returns; only then may its
 * new end be written down (in a state, in one transaction with what it stands
 * for).  After a crash the file is cut at the end that is known.
 */
#ifndef IO_APPEND_H
#define IO_APPEND_H

#include "base/err.h"
#include "base/hash.h"

struct append {
	int fd;
	char *name;    /* of the file, or of the scratch; owned */
	bool durable;  /* false: scratch, gone with the process */
	uint64_t size; /* its good end */
};

#define APPEND_INIT {-1, NULL, false, 0}

/*
 * Opens the file, made with mode 0600 if need be; NULL: scratch without a
 * name.  All of it counts as good until append_cut.
 */
int append_open(struct append *a, const char *path, struct err *e) MUST_USE;
void append_close(struct append *a);

/* What is behind this end goes; -1 also where the file is shorter. */
int append_cut(struct append *a, uint64_t size, struct err *e) MUST_USE;

/* Adds at the end, and syncs. */
int append_add(struct append *a, const char *at, size_t len, struct err *e)
    MUST_USE;

/* The hash of the bytes from `from` to `to`, which are in the file. */
int append_hash(const struct append *a, uint64_t from, uint64_t to,
    struct hash128 *hash, struct err *e) MUST_USE;

#endif
