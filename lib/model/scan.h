/*
 * scan.h - telling, without building anything, that a line is canonical.
 *
 * The hot path of every tool: nearly all lines that tools read were written
 * by tools and are canonical already.  scan_line walks such a line once along
 * the tables of its type and says so; whatever it does not recognise (another
 * spelling, but also unknown members or a change) goes the slow way through
 * recin_parse and record_add_line, which is always right.
 */
#ifndef MODEL_SCAN_H
#define MODEL_SCAN_H

#include "base/text.h"
#include "model/schema.h"

struct scan {
	enum record_type type;
	size_t key_length; /* of the encoded key prefix */
};

/*
 * True if the line is the canonical line of a record without unknown members
 * and without change; then *out is filled.  False says nothing.
 */
bool scan_line(struct scan *out, struct slice line);

/*
 * True if the line begins with a canonical key prefix; then *out is filled.
 * The rest of the line is not looked at.
 */
bool scan_key(struct scan *out, struct slice line);

#endif
