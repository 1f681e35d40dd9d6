/*
 * numrule.h - what a rule says about the numbers of its column.
 */
#ifndef EXTRACT_NUMRULE_H
#define EXTRACT_NUMRULE_H

#include "extract/numtext.h"

struct numrule {
	struct numtext how;
	bool parentheses; /* (5) is -5 */
	bool multiplied;
	struct decimal factor;
	struct ydoc_texts strip; /* texts taken out first */
};

/* Reads strip, decimal, thousands, negative and multiply of a rule's map. */
int numrule_read(struct numrule *r, const struct ydoc_node *rule,
    struct err *e) MUST_USE;

/*
 * The text as numtext_parse is to see it: without what is stripped, a minus
 * for parentheses.  In the arena where it is another.
 */
struct slice numrule_plain(const struct numrule *r, struct slice text,
    struct arena *a);

/*
 * For a text that is no number by this rule: the key with which it would be
 * one, as " (decimal: \",\"?)"; else "".  A constant.
 */
const char *numrule_hint(const struct numrule *r, struct slice text);

#endif
