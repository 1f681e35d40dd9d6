/*
 * level.h - how deep a row stands, read from one text.
 *
 * Each way in which reports write it down is a function; extract/outline
 * makes parents of it.
 */
#ifndef EXTRACT_LEVEL_H
#define EXTRACT_LEVEL_H

#include "base/text.h"

/* No report is deeper; a number over it is no level. */
#define LEVEL_MOST 1000

/* "2", "02", and "2.0" as a spreadsheet makes of it; false: none. */
bool level_number(long *out, struct slice text);

/*
 * "1.2.10", with any of the marks between the parts; blanks around them and a
 * mark behind the last do no harm.  *path becomes the parts with U+0001
 * between them, *count how many they are.  False: there is none, or an empty
 * one.
 */
bool level_path(struct buf *path, long *count, struct slice text,
    const char *marks);

/*
 * True if the number of a position is what a spreadsheet makes of the one
 * behind `last`, which ends in a zero: 1 behind 9, 2 behind 19.
 */
bool level_zero_lost(uint64_t last, struct slice part);

/* A path for people, cut to the size, with the first mark between. */
void level_print_path(char *text, size_t size, struct slice path,
    const char *marks);

/*
 * How many marks stand in front ("..2", ". . 3"); *label becomes the rest.
 * Marks are characters of UTF-8.
 */
long level_marks(struct slice text, const char *marks, struct slice *label);

/*
 * How many characters the text is indented by: blanks, tabs, no-break spaces,
 * and the marks; *label becomes the rest.
 */
long level_width(struct slice text, const char *marks, struct slice *label);

#endif
