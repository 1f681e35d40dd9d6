/*
 * guess_words.h - what a header says by the terms of the trade.
 *
 * The header of a column is taken apart into words ("Mfr_PartNumber2" is
 * "mfr part number", and 2), and the longest phrase of the table that stands
 * in it says what the column may be; of "Parent Description" it is the rest.
 * Only a guess: extract/guess_column looks at the values, too.
 */
#ifndef EXTRACT_GUESS_WORDS_H
#define EXTRACT_GUESS_WORDS_H

#include "extract/guess_terms.h"

/* Whose text it is, where the header says so: "Parent Description". */
enum guess_side { GUESS_EITHER, GUESS_OF_PARENT, GUESS_OF_COMPONENT };

struct guess_word {
	enum guess_role role;
	unsigned words;  /* of the header that the phrase covers */
	bool whole;      /* the header has no other words */
	unsigned number; /* that ends the header: MPN2; 0: none */
	const char *phrase; /* of the table */
	enum guess_side side;
	bool number_of; /* the number of that side's part: "Child Part No" */
};

/* True, and what the header may be, if some phrase of the table is in it. */
bool guess_word_find(struct guess_word *out, struct slice header);

/*
 * A unit of measure that the trade writes in many ways: its UN/CEFACT Rec 20
 * code ("EA" for "pcs", "Stk."), or NULL where it is not known.
 */
const char *guess_words_unit(struct slice text);

/* Lower-case words with one blank between, as the table has them. */
void guess_words_fold(struct buf *b, struct slice header);

#endif
