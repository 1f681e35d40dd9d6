/*
 * damagetext.h - texts that a spreadsheet or a wrong character set has
 * spoilt.
 *
 * Each is told by its form alone, and narrowly: a part number that only looks
 * odd (1E5, 2005-1, MAR-05) is none of them.
 */
#ifndef EXTRACT_DAMAGETEXT_H
#define EXTRACT_DAMAGETEXT_H

#include "base/text.h"

struct ere;

/* 1.23E+05, 9,55E+12, 1E-07: always a sign and two digits. */
bool damagetext_scientific(struct slice text);

/*
 * A date as spreadsheets show one: 5-Mar, 05. Mrz, Mar-05, 5-Mar-2023, also
 * 2005-03-01, 3/1/2005 and 01.03.2005, a time of day behind it or not.
 */
bool damagetext_date(struct slice text);

/* Exactly 255 characters, or 32767: what columns and cells hold at most. */
bool damagetext_cut(struct slice text);

/*
 * UTF-8 that was read as Windows-1252 or Latin-1, or U+FFFD.  *found becomes
 * the place.
 */
bool damagetext_mojibake(struct slice text, struct slice *found);

/* How many zeros in front would make it match, up to 20; 0: none do. */
unsigned damagetext_zeros(const struct ere *like, struct slice text);

/*
 * A text that matches, and behind it a revision: "12345 Rev B", "12345_B".
 * *revision becomes what is behind.
 */
bool damagetext_fused(const struct ere *like, struct slice text,
    struct slice *revision);

/* AR, A/R, "as required" and the like: the trade's words, no damage. */
bool damagetext_as_required(struct slice text);

#endif
