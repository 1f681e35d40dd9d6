/*
 * limit.h - how many are too many: a number, or a percentage of all.
 *
 * What a user says once for all brakes: "20", "2%", "0.5%".
 */
#ifndef BASE_LIMIT_H
#define BASE_LIMIT_H

#include "base/decimal.h"
#include "base/err.h"

struct limit {
	const char *text; /* as it was said, borrowed; NULL: no limit */
	bool percent;
	struct decimal most;
};

#define LIMIT_INIT {NULL, false, DECIMAL_ZERO}

/*
 * Reads what the option ("--max-rejects") says; NULL is no limit.  ERR_USAGE
 * for what is neither a whole number nor a percentage of any size.
 */
int limit_parse(struct limit *l, const char *option, const char *text,
    struct err *e) MUST_USE;

/* True if so many of so many are more than it allows. */
bool limit_over(const struct limit *l, uint64_t count, uint64_t all);

#endif
