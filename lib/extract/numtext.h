/*
 * numtext.h - numbers as sources write them, made decimals.
 *
 * Exports know decimal commas, groups of three digits, signs behind, zeros in
 * front and ".5"; JSON's grammar, which decimal.h reads, knows none of them.
 * What could be read in two ways is refused, never guessed.
 */
#ifndef EXTRACT_NUMTEXT_H
#define EXTRACT_NUMTEXT_H

#include "base/decimal.h"
#include "format/ydoc.h"

struct numtext {
	char decimal;   /* the decimal mark; 0: '.' */
	char thousands; /* between groups of three digits; 0: none */
};

/*
 * True and the number; false with *why, a constant: "is not a number", "has
 * more than 38 significant digits", "has more than 38 decimal places".
 */
bool numtext_parse(struct decimal *out, struct slice text, struct numtext how,
    const char **why);

/*
 * The text without these texts, such as a currency's sign, trimmed; in the
 * arena.
 */
struct slice numtext_strip(struct slice text, struct ydoc_texts strip,
    struct arena *a);

#endif
