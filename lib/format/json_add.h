/*
 * json_add.h - JSON written as the canonical stream has it.
 *
 * One value has one spelling: no blanks, members in byte order, one form of
 * each number and of each string.  A buf's ceiling is the caller's to check.
 */
#ifndef FORMAT_JSON_ADD_H
#define FORMAT_JSON_ADD_H

#include "base/err.h"
#include "base/text.h"

struct json;

/*
 * Writes a string in quotes, escaped as the canonical stream has it: only
 * `"`, `\` and bytes below 0x20 (\b \t \n \f \r, else \u00xx).  The text is
 * taken to be UTF-8, unchecked.
 */
void json_add_string(struct buf *b, struct slice text);

/*
 * Writes any JSON value canonically: no blanks, members in byte order of
 * decoded names, doubled members and U+0000 refused, numbers in canonical
 * form and as strings when over 15 digits.  Reads the next value of `j`.
 * Nothing inside is dropped.  0, or -1 with ERR_INPUT; *b then holds a part.
 */
int json_add_canonical(struct buf *b, struct json *j, struct err *e) MUST_USE;

#endif
