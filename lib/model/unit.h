/*
 * unit.h - units of measure, and exact factors between them.
 *
 * A factor is a fraction of two whole numbers, so that an inch is 127/5000 of
 * a metre and a foot is not 0.333 of a yard.  What a site says in
 * uom_conversion records, for an item or for all, is asked first; then the
 * built-in table of UN/CEFACT Recommendation 20 codes (schemas/units).  Where
 * two ways give two factors the answer is "ambiguous": nothing is guessed.
 * Codes are compared byte by byte.
 */
#ifndef MODEL_UNIT_H
#define MODEL_UNIT_H

#include "base/base.h"
#include "base/decimal.h"
#include "base/err.h"
#include "base/map.h"
#include "base/text.h"
#include "model/factor.h"

/* A row of schemas/units/rec20.csv: 1 unit = numerator / denominator bases. */
struct unit_standard {
	struct slice code;
	struct slice name;
	struct slice symbol;
	struct slice base; /* a code too; its own row is 1 / 1 */
	uint64_t numerator;
	uint64_t denominator;
};

/* The built-in table, in byte order of the codes. */
extern const struct unit_standard unit_standards[];
extern const size_t unit_standard_count;

/* The row of that code, or NULL. */
const struct unit_standard *unit_standard_find(struct slice code);

/* A uom_conversion record; item "" holds for every item. */
struct unit_conversion {
	struct slice item;
	struct slice from;
	struct slice to;
	struct decimal numerator;
	struct decimal denominator;
};

struct unit_link;

/* The conversions of a site. */
struct unit_table {
	struct map units; /* code to number, from 1 */
	struct map ends;  /* item and base to a list of links */
	struct unit_link *links;
	size_t count;
	size_t size;
};

#define UNIT_TABLE_INIT {MAP_INIT, MAP_INIT, NULL, 0, 0}

void unit_table_release(struct unit_table *t);

/*
 * Adds a conversion, copied; it works in both directions.  The same one twice
 * is accepted.  ERR_INPUT if a unit is "", a number is not above 0, the
 * reduced fraction has more than 38 digits, a unit has another factor than 1
 * to itself, or the same item and units have another factor already.
 */
int unit_table_add(struct unit_table *t, const struct unit_conversion *c,
    struct err *e) MUST_USE;

enum unit_answer {
	UNIT_FOUND,
	UNIT_MISSING,   /* no way from the one to the other */
	UNIT_AMBIGUOUS, /* ways with different factors */
	UNIT_TOO_LONG,  /* the factor needs more than 38 digits */
};

/*
 * The factor from one unit to another for an item ("" for none).  The first
 * of these that has an answer decides:
 *
 *	1  the same unit: 1
 *	2  a conversion of the item, direct or inverse
 *	3  a general conversion of the table, direct or inverse
 *	4  both units are built in and have the same base
 *	5  both units reach the same base.  A unit reaches its own base (one
 *	   that is not built in is its own); and, over one conversion of the
 *	   item between units of that base and of another, the other one.
 *	   Over a conversion within one base only its own two units go.
 *	6  the same with general conversions too
 *
 * *out is filled for UNIT_FOUND only.
 */
enum unit_answer unit_find(const struct unit_table *t, struct slice item,
    struct slice from, struct slice to, struct factor *out);

/* The answer in words that follow "PCE to KGM: "; a constant. */
const char *unit_answer_text(enum unit_answer answer);

/* True for a unit that counts pieces: none, or EA, H87, C62, PCE. */
bool unit_of_pieces(struct slice unit);

#endif
