/*
 * value.h - the value of one member, read from JSON or text, and printed.
 *
 * Numbers are kept as their canonical text: exact, and free to copy; decimal.h
 * computes with them.  A value borrows its texts from the line it was read
 * from or from an arena.
 */
#ifndef MODEL_VALUE_H
#define MODEL_VALUE_H

#include "base/decimal.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "format/json.h"
#include "model/schema.h"

enum value_kind {
	VALUE_ABSENT,
	VALUE_TEXT,   /* text, date, time: text holds it decoded */
	VALUE_NUMBER, /* text holds the canonical decimal */
	VALUE_FLAG,   /* true */
	VALUE_SET,    /* set, count: in natural order, no duplicates */
	VALUE_NULL,   /* only in `was`: the old record had none */
	VALUE_RAW,    /* text holds canonical JSON: unknown members */
};

struct value {
	enum value_kind kind;
	struct slice text;
	struct slice *set;
	size_t count;
};

#define VALUE_INIT {VALUE_ABSENT, {"", 0}, NULL, 0}

/* A site field of attrs, or an unknown member. */
struct extra {
	struct slice name;
	struct value value;
};

struct extras {
	struct extra *list; /* in byte order of names */
	size_t count;
};

/* "" gives VALUE_ABSENT.  Borrows the text. */
struct value value_of_text(struct slice text);
struct value value_of_number(struct decimal d, struct arena *a);
bool value_equal(const struct value *a, const struct value *b);

/* Brings a set into natural order without duplicates, in place. */
void value_set_sort(struct value *v);
bool value_set_has(const struct value *set, struct slice text);

/*
 * Makes a value of the member's kind from text, as a source with only text
 * has it: numbers in JSON's grammar, true/false for flags, one text for a set,
 * dates and times in the stream's form.  "" gives VALUE_ABSENT.  False with
 * *why (a constant) when the text does not fit.  Borrows text or the arena.
 */
bool value_parse(struct value *v, const struct schema_member *m,
    struct slice text, struct arena *a, const char **why);

/*
 * Reads the next JSON value as the member's kind.  null and whatever means
 * absence give VALUE_ABSENT.  0, or -1 with ERR_INPUT that names the member.
 */
int value_read(struct value *v, struct json *j, const struct schema_member *m,
    struct err *e) MUST_USE;

/* An array of non-empty strings of which json_value has read the start. */
int value_read_texts(struct value *v, struct json *j, struct slice name,
    struct err *e) MUST_USE;

/* The next JSON value as a site field: any scalar. */
int value_read_scalar(struct value *v, struct json *j, struct slice name,
    struct err *e) MUST_USE;

/* ERR_INPUT "NAME: must be WANTED, is a ...". */
int value_wrong_kind(struct json *j, struct slice name, const char *wanted,
    enum json_kind got, struct err *e);
/* ERR_INPUT where the text holds U+0000. */
int value_check_text(struct json *j, struct slice name, struct slice text,
    struct err *e) MUST_USE;

/* Appends one value as canonical JSON; absent and null give null. */
void value_add(struct buf *b, const struct value *v);
void value_add_texts(struct buf *b, const struct slice *texts, size_t count);

/* Appends at the end, without keeping the order: for readers, then sort. */
void extras_append(struct extras *x, struct slice name, struct value v,
    struct arena *a);
/*
 * Brings them into byte order and drops absent ones.  A name that stands
 * twice is returned (it must outlive x); NULL pointer in it: none does.
 */
struct slice extras_sort(struct extras *x);
/*
 * Adds or replaces (VALUE_ABSENT: removes) one, keeping the order.  The list
 * is copied each time: it may be shared, but many are better appended.
 */
void extras_put(struct extras *x, struct slice name, struct value v,
    struct arena *a);
const struct value *extras_find(const struct extras *x, struct slice name);
bool extras_equal(const struct extras *a, const struct extras *b);
/* Appends `"name":value` pairs with commas between (and one in front). */
void extras_add(struct buf *b, const struct extras *x, bool comma);

#endif
