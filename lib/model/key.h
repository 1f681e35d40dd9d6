/*
 * key.h - the key of a record: its encoded prefix and its text form.
 *
 * The encoded key prefix is the canonical line from `{"type":` to the closing
 * quote of the last key member.  Streams are in its byte order, state and
 * ledger store it as a BLOB.  The text form, for people, options and files,
 * is TYPE:MEMBER/MEMBER/... with `%`, `/` and control bytes as %XX.
 */
#ifndef MODEL_KEY_H
#define MODEL_KEY_H

#include "base/err.h"
#include "base/text.h"
#include "model/schema.h"

/* The longest key prefix in bytes. */
#define KEY_MOST ((size_t)64 * 1024)
#define KEY_PARTS_MOST 10

/* A key taken apart: the decoded key members in key order. */
struct key {
	enum record_type type;
	unsigned count;
	struct slice parts[KEY_PARTS_MOST];
};

/* Appends the encoded prefix. */
void key_add_prefix(struct buf *b, const struct key *k);

/*
 * Takes apart an encoded prefix, or a canonical line that begins with it.
 * Parts are slices of it or of the arena.  Returns the prefix's length, 0 if
 * the line does not begin with a canonical key prefix.
 */
size_t key_parse_prefix(struct key *k, struct slice line, struct arena *a);

/* Appends the text form; without_type leaves "TYPE:" out (record_key). */
void key_add_text(struct buf *b, const struct key *k);
void key_add_text_without_type(struct buf *b, const struct key *k);

/*
 * Reads the text form.  0, or -1 with ERR_USAGE saying what is wrong; parts
 * are slices of the text or of the arena.
 */
int key_parse_text(struct key *k, struct slice text, struct arena *a,
    struct err *e) MUST_USE;
/* The same for a record_key, whose type is said elsewhere. */
int key_parse_record_key(struct key *k, enum record_type type,
    struct slice text, struct arena *a, struct err *e) MUST_USE;

/*
 * The key under which a withheld record would also cover this one: of a
 * bom_line its bom, of a substitute its bom_line, of an operation its
 * routing.  False where nothing stands above.
 */
bool key_above(struct key *above, const struct key *k);

#endif
