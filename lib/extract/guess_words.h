/*
 * guess_words.h - what the trade calls its columns, in one table.
 *
 * The header of a column is taken apart into words ("Mfr_PartNumber2" is
 * "mfr part number", and 2), and the longest phrase of the table that stands
 * in it says what the column may be.  Only a guess: extract/guess_column
 * looks at the values, too.
 */
#ifndef EXTRACT_GUESS_WORDS_H
#define EXTRACT_GUESS_WORDS_H

#include "base/text.h"

enum guess_role {
	GUESS_NOTHING, /* known, but none of the following */
	GUESS_ITEM,
	GUESS_PARENT,
	GUESS_COMPONENT,
	GUESS_LEVEL,
	GUESS_FIND_NUMBER,
	GUESS_QUANTITY,
	GUESS_UOM,
	GUESS_REFDES,
	GUESS_NAME,
	GUESS_DESCRIPTION,
	GUESS_REVISION,
	GUESS_PARENT_REVISION,
	GUESS_MANUFACTURER,
	GUESS_MPN,
	GUESS_SUPPLIER,
	GUESS_SUPPLIER_ITEM,
	GUESS_MINIMUM,
	GUESS_PRICE,
	GUESS_CURRENCY,
	GUESS_LEAD_TIME,
	GUESS_FROM,
	GUESS_TO,
	GUESS_LIFECYCLE,
	GUESS_CATEGORY,
	GUESS_MAKE_BUY,
	GUESS_MASS,
	GUESS_SCRAP,
	GUESS_PLANT,
	GUESS_DRAWING,
	GUESS_NOTE,
	GUESS_CHANGE_ORDER,
	GUESS_VALUE,     /* of an electronic part: 100nF */
	GUESS_FOOTPRINT,
	GUESS_SELLER,    /* the header itself is a distributor's name */
	GUESS_ROLES
};

struct guess_word {
	enum guess_role role;
	unsigned words;  /* of the header that the phrase covers */
	bool whole;      /* the header has no other words */
	unsigned number; /* that ends the header: MPN2; 0: none */
	const char *phrase; /* of the table */
};

/* True, and what the header may be, if some phrase of the table is in it. */
bool guess_word_find(struct guess_word *out, struct slice header);

/* The phrase's role as people call it: "part number". */
const char *guess_role_name(enum guess_role role);

/*
 * A unit of measure that the trade writes in many ways: its UN/CEFACT Rec 20
 * code ("EA" for "pcs", "Stk."), or NULL where it is not known.
 */
const char *guess_words_unit(struct slice text);

/* Lower-case words with one blank between, as the table has them. */
void guess_words_fold(struct buf *b, struct slice header);

#endif
