/*
 * json_pointer.h - one value in a JSON text, found by a JSON Pointer.
 */
#ifndef FORMAT_JSON_POINTER_H
#define FORMAT_JSON_POINTER_H

#include "base/err.h"
#include "base/text.h"

struct json;

/*
 * Moves to the value that a JSON Pointer (RFC 6901) names, from the reader's
 * present value: 1 found (read it next), 0 there is none, -1 malformed JSON
 * (ERR_INPUT) or no JSON Pointer (ERR_USAGE).  "" is the whole value; of
 * doubled members the first counts.  What is passed over is checked as it is
 * skipped.  After 0 the reader stands somewhere inside: only json_init is of
 * use.
 */
int json_pointer(struct json *j, struct slice pointer, struct err *e) MUST_USE;

#endif
