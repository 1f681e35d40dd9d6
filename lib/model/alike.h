/*
 * alike.h - whether two values count as the same, by a way of comparing.
 */
#ifndef MODEL_ALIKE_H
#define MODEL_ALIKE_H

#include "base/decimal.h"
#include "model/value.h"

enum alike_way {
	ALIKE_EXACT,
	ALIKE_FOLDED,    /* texts: case and blanks aside */
	ALIKE_SET,       /* as exact */
	ALIKE_DATE,      /* the day of a date or time */
	ALIKE_TOLERANCE, /* numbers: `bound` apart at most */
	ALIKE_PERCENT,   /* numbers: `bound` % of the first apart at most */
	ALIKE_DAYS,      /* dates, times: `bound` days apart at most */
};

struct alike_how {
	enum alike_way way;
	struct decimal bound;
};

/*
 * True if the values are alike.  Absent is like absent only.  What needs more
 * than 38 digits to be compared is not alike.
 */
bool alike(const struct alike_how *how, const struct value *first,
    const struct value *second);

/*
 * True if the texts (UTF-8) differ in nothing but case, blanks at the ends
 * and the number of blanks between words.
 */
bool alike_folded(struct slice a, struct slice b);
/* The same with only one of the two aside, or none. */
bool alike_texts(struct slice a, struct slice b, bool fold_letters,
    bool fold_blanks);

#endif
