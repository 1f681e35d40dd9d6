/*
 * guess_doubt.h - what a reader of the guessed profile should look at first.
 *
 * Guesses that may give wrong records without any reject: they are said in
 * the profile and on stderr.
 */
#ifndef EXTRACT_GUESS_DOUBT_H
#define EXTRACT_GUESS_DOUBT_H

#include "extract/guess_rule.h"

#define GUESS_DOUBTS 12

struct guess_doubts {
	const char *texts[GUESS_DOUBTS];
	size_t count;
	struct arena arena;
};

/* Release in any case. */
void guess_doubts_find(struct guess_doubts *d, struct guess_part *p);
void guess_doubts_release(struct guess_doubts *d);

#endif
