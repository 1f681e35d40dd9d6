/*
 * rawline.h - a canonical line cut into its members, as they stand.
 *
 * For work that moves members from line to line without looking into most of
 * them: nothing is decoded, and equal values are equal bytes.  An absent
 * member is empty; a key member that does not apply is `""`, with quotes.
 */
#ifndef TRANSFORM_RAWLINE_H
#define TRANSFORM_RAWLINE_H

#include "base/decimal.h"
#include "model/record.h"

/* As many as a bom_line has; no type that is cut here has more. */
#define RAWLINE_MEMBERS (BOM_LINE_NOTE + 1)
/* parent, parent_revision, plant, usage, alternative: also of its lines. */
#define RAWLINE_BOM_KEYS (BOM_ALTERNATIVE + 1)

struct rawline {
	struct slice text; /* the line that was cut */
	struct slice raw[RAWLINE_MEMBERS]; /* JSON, by member index */
	struct slice tail; /* `,"attrs":...` and unknown members */
};

/* Cuts a canonical line of that type; everything borrows from it. */
void rawline_cut(struct rawline *l, enum record_type type, struct slice line);

/*
 * The same for a bom_line whose first keys are known: as they stand in the
 * line, and each.
 */
void rawline_cut_line(struct rawline *l, struct slice line, struct slice keys,
    const struct slice raw[RAWLINE_BOM_KEYS]);

/* Appends the canonical line. */
void rawline_add(struct buf *b, const struct rawline *l,
    enum record_type type);

/*
 * The first `count` key members of a canonical line, as they stand in it: the
 * same bytes in a bom, its lines and their substitutes.
 */
struct slice rawline_keys(enum record_type type, struct slice line,
    unsigned count);
/* The n-th of such keys, with its quotes. */
struct slice rawline_key(enum record_type type, struct slice keys, unsigned n);
/* The first key member of a line, with its quotes. */
struct slice rawline_first(enum record_type type, struct slice line);

/* A text as it stands in a line, and what stands between the quotes. */
struct slice rawline_of_text(struct slice text, struct arena *a);
struct slice rawline_plain(struct slice raw);

/* The number; false where the member is absent. */
bool rawline_number(struct decimal *out, struct slice raw);
struct slice rawline_of_number(struct decimal d, struct arena *a);

/* A set, decoded, in the arena; and as it stands in a line. */
struct value rawline_set(struct slice raw, struct arena *a);
struct slice rawline_of_set(const struct value *v, struct arena *a);

/* True for a member that is there and is not "". */
static inline bool
rawline_says(struct slice raw)
{
	return raw.len > 2 || (raw.len && raw.at[0] != '"');
}

#endif
