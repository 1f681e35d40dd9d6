/*
 * audit.h - the audit log: rows that are only added, each with a hash over
 * the row before; and SHA-256 for whoever needs evidence.
 *
 * A row's hash is SHA-256 over these bytes:
 *
 *	hash of the row before   32 bytes; zeros for row 1
 *	sequence, at, run, actor, action, subject, detail
 *	                         each as its length in 8 bytes, big-endian,
 *	                         and its bytes; sequence in decimal digits
 *
 * So a changed, lost, moved or added row breaks every hash behind it.  That
 * the newest rows are gone only a note kept elsewhere can tell: audit_head.
 */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "base/err.h"
#include "base/text.h"
#include "store/page.h"

struct db;
struct findings;

/* --- SHA-256 --- */

#define AUDIT_HASH_SIZE 32
/* 64 lower-case hex digits and a NUL. */
#define AUDIT_HEX_SIZE 65

struct audit_sha256;

void audit_sha256(const char *at, size_t len,
    unsigned char hash[AUDIT_HASH_SIZE]);
/* The same piece by piece; end fills `hash` and makes ready for the next. */
struct audit_sha256 *audit_sha256_new(void) MUST_USE;
void audit_sha256_add(struct audit_sha256 *s, const char *at, size_t len);
/* Length (8 bytes, big-endian) and bytes: no two lists of parts are alike. */
void audit_sha256_add_part(struct audit_sha256 *s, struct slice part);
void audit_sha256_end(struct audit_sha256 *s,
    unsigned char hash[AUDIT_HASH_SIZE]);
void audit_sha256_free(struct audit_sha256 *s);
void audit_hex(char hex[AUDIT_HEX_SIZE],
    const unsigned char hash[AUDIT_HASH_SIZE]);

/* --- writing --- */

/* Who does it: the run (may be "") and the person or account. */
struct audit_by {
	const char *run;
	const char *actor;
};

struct audit_entry {
	const char *action;    /* "exception.open" */
	struct slice subject;  /* the key in text form, an exception, ... */
	struct slice detail;   /* a canonical JSON object, or empty */
};

/* Adds one row; joins an open transaction. */
int audit_append(struct db *db, const struct audit_by *by,
    const struct audit_entry *entry, struct err *e) MUST_USE;

/*
 * Adds a text member to a detail that is empty or was made by this; an empty
 * value is left out.  Call it in byte order of the names.
 */
void audit_detail_add(struct buf *detail, const char *name,
    struct slice value);

/* Appends a JSON string, in quotes, as the canonical stream spells it. */
void audit_add_string(struct buf *b, struct slice text);

/* --- reading --- */

struct audit_row {
	int64_t sequence;
	struct slice at, run, actor, action, subject, detail;
	unsigned char hash[AUDIT_HASH_SIZE];
};

/* The hash that the row must have behind one with `before`. */
void audit_row_hash(struct audit_sha256 *s, const struct audit_row *row,
    const unsigned char before[AUDIT_HASH_SIZE],
    unsigned char hash[AUDIT_HASH_SIZE]);

/* Sequence (0: no row ever) and hash of the newest row or anchor. */
int audit_head(struct db *db, int64_t *sequence,
    unsigned char hash[AUDIT_HASH_SIZE], struct err *e) MUST_USE;
/* The same of what has been rotated out: the chain goes on behind it. */
int audit_anchor(struct db *db, int64_t *through,
    unsigned char hash[AUDIT_HASH_SIZE], struct err *e) MUST_USE;

struct audit_cursor {
	struct db *db;
	int64_t after;
	struct page page;
};

/* Rows behind sequence `after`, oldest first.  Close with audit_close. */
void audit_open(struct audit_cursor *c, struct db *db, int64_t after);
/* 1 a row, borrowed until the next call; 0; -1. */
int audit_next(struct audit_cursor *c, struct audit_row *row, struct err *e)
    MUST_USE;
void audit_close(struct audit_cursor *c);

/*
 * Walks the chain from the anchor to the newest row: 0 sound; -1 with
 * ERR_INPUT naming the first row that is not as it was written.
 */
int audit_verify(struct db *db, struct err *e) MUST_USE;
/* The same as a finding. */
int audit_check(struct db *db, struct findings *f, struct err *e) MUST_USE;

#endif
