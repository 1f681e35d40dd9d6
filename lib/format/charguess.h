/*
 * charguess.h - what character set a file seems to be in.
 *
 * A mark at the beginning says it for sure.  Else the first 16 MiB are looked
 * at: what is valid UTF-8 is hardly ever anything else, what has a NUL in
 * every other byte is UTF-16, and of the sets with single bytes the one that
 * exports of spreadsheets have is taken.
 */
#ifndef FORMAT_CHARGUESS_H
#define FORMAT_CHARGUESS_H

#include "base/err.h"
#include "base/text.h"

#define CHARGUESS_MOST ((uint64_t)16 * 1024 * 1024)

struct charguess {
	const char *name; /* as charset.h takes it; NULL is UTF-8 */
	bool marked;      /* the file says so */
	/* --- while it is made --- */
	uint64_t size;
	uint64_t nuls[2]; /* at even and at odd offsets */
	bool invalid;     /* not UTF-8 */
	char cut[4];      /* of a character at the end of a piece */
	size_t cut_len;
};

#define CHARGUESS_INIT {NULL, false, 0, {0, 0}, false, "", 0}

/* One piece after the other, from the first byte on; then the end. */
void charguess_add(struct charguess *g, struct slice piece);
/*
 * `whole`: the last piece was the end of the file.  `nuls`: NULs are data, so
 * that nothing follows from them.
 */
void charguess_end(struct charguess *g, bool whole, bool nuls);

/* All of that for a file, gzipped or not. */
int charguess_file(struct charguess *g, const char *path, bool nuls,
    struct err *e) MUST_USE;

#endif
