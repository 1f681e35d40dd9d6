/*
 * guess_terms.h - the trade's words: what it calls its columns and units.
 *
 * Data only.  Phrases are in the form of guess_words_fold; which of several
 * counts says extract/guess_words.
 */
#ifndef EXTRACT_GUESS_TERMS_H
#define EXTRACT_GUESS_TERMS_H

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
	GUESS_BOM,       /* the number of a BOM, not of a part */
	GUESS_ALTERNATIVE,
	GUESS_BASE_QUANTITY,
	GUESS_MASS_UOM,
	GUESS_SAFETY_STOCK,
	GUESS_LOT_SIZE,
	GUESS_SPECIAL,   /* procurement */
	GUESS_MRP_TYPE,
	GUESS_STANDARD_COST,
	GUESS_COST_UNIT, /* what the standard cost is for */
	GUESS_ROLES
};

struct guess_term {
	const char *text;
	enum guess_role role;
};

extern const struct guess_term guess_terms[];
extern const size_t guess_terms_count;

struct guess_unit {
	const char *text; /* folded, one word */
	const char *code; /* of UN/CEFACT Rec 20 */
};

extern const struct guess_unit guess_terms_units[];
extern const size_t guess_terms_unit_count;

/* The role as people call it: "part number". */
const char *guess_role_name(enum guess_role role);

#endif
