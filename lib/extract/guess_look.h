/*
 * guess_look.h - what the values of a column look like, counted.
 *
 * The evidence beside the header: how many are numbers, and with which
 * decimal mark; dates, and in which formats; designators, and what stands
 * between them; levels of a structure.
 */
#ifndef EXTRACT_GUESS_LOOK_H
#define EXTRACT_GUESS_LOOK_H

#include "base/map.h"
#include "extract/numtext.h"

/* Ways to write a number, in the order in which they are preferred. */
enum guess_number {
	GUESS_POINT,        /* 1234.5 */
	GUESS_COMMA,        /* 1234,5 */
	GUESS_COMMA_GROUPS, /* 1,234.5 */
	GUESS_POINT_GROUPS, /* 1.234,5 */
	GUESS_NUMBERS
};

#define GUESS_DATES 16
/* As in the profile; a time of day may follow, which has formats too. */
extern const char *const guess_look_dates[GUESS_DATES];

/* What stands between designators. */
enum guess_between { GUESS_BY_COMMA, GUESS_BY_SEMICOLON, GUESS_BY_BLANK,
	GUESS_BETWEENS };

struct guess_look {
	uint64_t rows;
	uint64_t filled;
	struct map distinct; /* texts that are filled, to how often */
	uint64_t numbers[GUESS_NUMBERS];
	uint64_t whole;      /* digits only */
	uint64_t counting;   /* one more than the one before */
	uint64_t ones;       /* 1, 1.0 */
	uint64_t money;      /* $1.50 */
	uint64_t grouped;    /* $1,500.00 */
	uint64_t required;   /* "AR", "as required" */
	uint64_t dates[GUESS_DATES];
	uint64_t refs;       /* designators only */
	uint64_t ref_count;  /* how many there are in all */
	uint64_t single;     /* rows with exactly one */
	uint64_t ranges;     /* "R1-R4" among them */
	uint64_t between[GUESS_BETWEENS]; /* rows with one of these */
	struct map ref_names;
	uint64_t dotted;     /* 1, 1.2, 1.2.3 */
	uint64_t deep;       /* of them with a dot */
	uint64_t dots;       /* ..2: marks in front of a number or text */
	uint64_t indented;   /* blanks in front */
	unsigned signs;      /* of money, by bits */
	unsigned nothings;   /* words for nothing that were seen, by bits */
	size_t longest;
	bool was_number;
	uint64_t before;     /* the last whole number */
};

/* Words that people write where there is nothing: "n/a", "NULL". */
#define GUESS_NOTHINGS 10
extern const char *const guess_look_nothings[GUESS_NOTHINGS];
bool guess_look_nothing(struct slice text);

#define GUESS_LOOK_INIT {.distinct = MAP_INIT, .ref_names = MAP_INIT}

void guess_look_release(struct guess_look *l);

/* Takes in the text of one row, as it stands in the file. */
void guess_look_add(struct guess_look *l, struct slice text);

/* Nine in ten of those that are filled, and more than none. */
bool guess_look_most(const struct guess_look *l, uint64_t count);

/* How most of the numbers are written; false where most are none. */
bool guess_look_number(const struct guess_look *l, enum guess_number *how);
struct numtext guess_look_numtext(enum guess_number how);

/* The sign of money that all numbers have beside them, or NULL. */
const char *guess_look_money(const struct guess_look *l);

/* The date format that fits all that is filled, or NULL. */
const char *guess_look_date(const struct guess_look *l);
/* A further format that fits all as well, or NULL. */
const char *guess_look_other_date(const struct guess_look *l);

/* Each text once, and none missing. */
bool guess_look_unique(const struct guess_look *l);

#endif
