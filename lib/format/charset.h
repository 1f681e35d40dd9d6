/*
 * charset.h - bytes of any character set in, checked UTF-8 out.
 *
 * Everything inside the tools is UTF-8; this is the gate.  UTF-8 itself is
 * checked and copied, all else goes through iconv.  Decoding is by pieces: a
 * character that is cut by the end of a piece stays with the caller, who
 * gives it again with the next piece behind it.
 */
#ifndef FORMAT_CHARSET_H
#define FORMAT_CHARSET_H

#include "base/err.h"
#include "base/text.h"

struct charset {
	const char *name; /* as the user spells it; borrowed */
	void *converter;  /* iconv's; NULL for UTF-8 */
};

#define CHARSET_INIT {NULL, NULL}

/*
 * Sets up decoding from `name`, which must outlive it; NULL is UTF-8, and
 * what iconv(1) -l lists is known, also "latin-1".  ERR_USAGE for others.
 * Close with charset_close.
 */
int charset_open(struct charset *c, const char *name, struct err *e) MUST_USE;
/* Accepts one that was never opened. */
void charset_close(struct charset *c);

enum charset_result {
	CHARSET_DONE, /* all is taken, but for a character cut by the end */
	CHARSET_FULL, /* the room is used up: call again with more */
	CHARSET_BAD,  /* at from->at stands what the set does not have */
};

/*
 * Writes what *from means to `to`, at most `room` bytes; *added becomes their
 * count, and *from is moved behind what was taken.
 */
enum charset_result charset_decode(struct charset *c, struct slice *from,
    char *to, size_t room, size_t *added);

/* True if the text is the bytes, which then need only be checked. */
bool charset_plain(const struct charset *c);

/*
 * What charset_decode does to them, without a copy: *good becomes the count
 * of bytes that are UTF-8.
 */
enum charset_result charset_check(struct slice bytes, size_t *good);

/*
 * At the end of the input: writes a character that the set still held back
 * (some combine two); returns the count of bytes.  16 bytes are room enough.
 */
size_t charset_end(struct charset *c, char *to, size_t room);

/*
 * For a set of single bytes: map[b] becomes the code point of byte b, or -1
 * where it has none.  False if the set is unknown or has longer characters.
 */
bool charset_table(const char *name, int map[256]);

#endif
