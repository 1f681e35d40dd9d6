/* limit.c - exact: 0.1% of 1000 allows 1, of 999 none. */
#include "base/limit.h"

int
limit_parse(struct limit *l, const char *option, const char *text,
    struct err *e)
{
	struct slice s = slice_of(text ? text : "");

	*l = (struct limit)LIMIT_INIT;
	if (!text)
		return 0;
	l->percent = s.len && s.at[s.len - 1] == '%';
	s.len -= l->percent;
	if (!decimal_parse(&l->most, s) || l->most.negative ||
	    (!l->percent && l->most.scale))
		return err_set(e, ERR_USAGE, "%s: \"%s\" is neither a number "
		    "nor a percentage (such as 20 or 2%%)", option, text);
	l->text = text;
	return 0;
}

bool
limit_over(const struct limit *l, uint64_t count, uint64_t all)
{
	struct decimal is = decimal_of((int64_t)count), most = l->most;

	if (!l->text)
		return false;
	/* a limit too large to be computed with allows everything */
	if (l->percent && (!decimal_mul(&is, is, decimal_of(100)) ||
	    !decimal_mul(&most, most, decimal_of((int64_t)all))))
		return false;
	return decimal_compare(is, most) > 0;
}
