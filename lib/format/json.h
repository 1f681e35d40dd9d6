/*
 * json.h - JSON (RFC 8259) read over a slice without a tree.
 *
 * Reading pulls: json_value gives the next value; scalars come whole, while
 * an object or array is entered and then walked with json_member or
 * json_element until they answer 0.  The exact text of numbers is kept.
 * Every step checks the syntax strictly: what JSON does not allow is refused
 * with name, line and column.  Depth and length have ceilings; the caller
 * gives the text whole (a line of a stream, a file read in).  Writing is in
 * json_add.h, JSON Pointers are in json_pointer.h.
 *
 *	json_init(&j, text, "file.json", 1, &arena);
 *	if (json_value(&j, &v, e) < 0) ...          v.kind == JSON_OBJECT
 *	while ((got = json_member(&j, &name, e)) > 0)
 *		if (json_skip(&j, e) < 0) ...        one value a member
 *	if (got < 0 || json_end(&j, e) < 0) ...
 */
#ifndef FORMAT_JSON_H
#define FORMAT_JSON_H

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"

#define JSON_DEPTH_MOST 64

enum json_kind {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER, /* text: its exact spelling */
	JSON_STRING, /* text: decoded UTF-8; U+0000 possible */
	JSON_OBJECT, /* entered: walk it with json_member */
	JSON_ARRAY,  /* entered: walk it with json_element */
};

struct json_value {
	enum json_kind kind;
	struct slice text;
};

/* Where a text stands, for messages: its file, and the line it begins in. */
struct json_place {
	const char *name;
	unsigned long line;
};

#define JSON_AT(name, line) ((struct json_place){(name), (line)})

struct json {
	const char *at;    /* next byte to read */
	const char *end;
	const char *line_start;
	const char *name;  /* for messages: a file's name; borrowed */
	unsigned long line; /* of *at, counted from the first given */
	struct arena *arena; /* decoded strings live here */
	unsigned depth;
	bool first[JSON_DEPTH_MOST];  /* nothing read yet in this container */
	bool object[JSON_DEPTH_MOST]; /* it is an object */
};

/*
 * Sets up reading of `text`, whose first line has the number `line`.  Text,
 * name and arena must outlive the reader; strings without escapes are slices
 * of the text, others lie in the arena.  A byte order mark is skipped, and no
 * column counts it.
 */
void json_init(struct json *j, struct slice text, const char *name,
    unsigned long line, struct arena *arena);

/*
 * The next value: 0, or -1 with ERR_INPUT "name:line:column: what".  Columns
 * are bytes from 1.  After an error only json_init is of use.
 */
int json_value(struct json *j, struct json_value *v, struct err *e) MUST_USE;

/*
 * In an object: 1 and the next member's decoded name, its value to be read
 * next; 0 when the object is closed; -1 on an error.  Doubled names are the
 * caller's matter (a record refuses them).
 */
int json_member(struct json *j, struct slice *name, struct err *e) MUST_USE;

/* In an array: 1 when another element is to be read, 0 when it is closed. */
int json_element(struct json *j, struct err *e) MUST_USE;

/* Reads the next value, whatever it is, checks it, and lets it go. */
int json_skip(struct json *j, struct err *e) MUST_USE;

/*
 * As json_skip for a value of which json_value has read the start: a
 * container is read to its end, a scalar is done already.
 */
int json_skip_rest(struct json *j, const struct json_value *v, struct err *e)
    MUST_USE;

/* Only blanks may be left: 0, else -1. */
int json_end(struct json *j, struct err *e) MUST_USE;

/* The text of the next value as it stands, read and checked by json_skip. */
int json_raw(struct json *j, struct slice *raw, struct err *e) MUST_USE;

/*
 * Fills *e with ERR_INPUT and "name:line:column: " in front, the place being
 * where the reader stands; returns -1.
 */
int json_error(struct json *j, struct err *e, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/*
 * The position of the first byte at or behind `from` that cannot stand plain
 * in a canonical string: `"`, `\`, below 0x20, or above 0x7e's ASCII (>=
 * 0x80, to be checked as UTF-8).  `end` if there is none.  Sixteen bytes a
 * step.
 */
const char *json_plain_end(const char *from, const char *end);

#endif
