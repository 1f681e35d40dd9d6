/*
 * canon.h - any spelling of a record made its canonical line.
 *
 * Lines that are canonical already (nearly all) pass as they are, told by one
 * scan; the others are read and printed.  Equal records become equal bytes.
 */
#ifndef MODEL_CANON_H
#define MODEL_CANON_H

#include "base/err.h"
#include "model/record.h"
#include "model/scan.h"

struct canon {
	const char *name; /* of the input, for messages; borrowed */
	struct arena record;
	struct buf line;
	bool noted; /* an unknown member was noted */
	struct scan scan; /* of the last line */
};

struct canon_line {
	struct slice text; /* borrowed until the next canon_make */
	enum record_type type;
	size_t key_length; /* of the encoded key prefix */
	bool has_change;
};

void canon_init(struct canon *c, const char *name);
void canon_release(struct canon *c);

/*
 * Makes line `number` canonical.  0, or -1 with ERR_INPUT.  The first member
 * that the schema does not know is noted in a detail line.
 */
int canon_make(struct canon *c, struct canon_line *out, struct slice raw,
    unsigned long number, struct err *e) MUST_USE;

#endif
