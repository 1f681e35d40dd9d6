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

#define SCAN_KEYS_MOST 10 /* more key members than any type has */

struct scan {
	enum record_type type;
	size_t key_length; /* of the encoded key prefix */
	/* Of each key member's opening quote. */
	uint32_t starts[SCAN_KEYS_MOST];
	/* --- inside --- */
	/* Behind each member the one that came next in the last line. */
	uint8_t guesses[SCHEMA_MEMBERS_MOST + 1];
};

/*
 * True if the line is the canonical line of a record without unknown members
 * and without change; then *out is filled.  False says nothing.
 */
bool scan_line(struct scan *out, struct slice line);

/*
 * As scan_line, for line after line: what is found out about one helps with
 * the next.  *scan is of another line that begins with the same `same` bytes:
 * key members that lie in these are not looked at again.  0 where nothing is
 * known, and behind false; the first *scan is all zeros.
 */
bool scan_next(struct scan *scan, struct slice line, size_t same);

/*
 * The same for a line that somebody else answers for: its key prefix alone is
 * looked at where the line cannot be a change, which ends in two braces.
 */
bool scan_next_key(struct scan *scan, struct slice line, size_t same);

/*
 * As scan_line, and values[i] becomes the i-th member as it stands, borrowed
 * from the line; behind the last one attrs.  Values of members that are absent
 * are left as they are, and so are some behind false.
 */
bool scan_values(struct scan *out, struct slice line, struct slice *values);

/*
 * True if the line begins with a canonical key prefix; then *out is filled.
 * The rest of the line is not looked at.
 */
bool scan_key(struct scan *out, struct slice line);

/*
 * Of a bom_line that was scanned: its key prefix up to `alternative`, which all
 * lines of its BOM begin with.
 */
struct slice scan_bom(const struct scan *scan, struct slice line);

#endif
