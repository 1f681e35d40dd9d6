/* tally.c - what is none is not said, but for what every run counts. */
#include "load/tally.h"

static void
add_more(struct buf *b, const char *word, uint64_t n)
{
	if (n)
		buf_printf(b, ", %s %" PRIu64, word, n);
}

void
tally_sent(struct buf *b, const struct load_result *r)
{
	const struct run_counts *c = &r->counts;

	buf_printf(b, "%s: created %" PRIu64 ", updated %" PRIu64 ", removed %"
	    PRIu64 ", unchanged %" PRIu64 ", refused %" PRIu64, r->target,
	    c->created, c->updated, c->removed, c->unchanged, c->refused);
	add_more(b, "held", c->held);
	add_more(b, "reported", r->reported);
	add_more(b, "accepted and not confirmed yet", r->accepted);
	add_more(b, "conflicts left as they are", r->skipped);
	add_more(b, "change orders taken in part", r->partial);
	add_more(b, "not sent", c->dropped);
}

void
tally_adopted(struct buf *b, const struct load_result *r)
{
	buf_printf(b, "%s: adopted %" PRIu64 ", of which %" PRIu64 " differ; "
	    "not there %" PRIu64 ", known before %" PRIu64, r->target,
	    r->adopted.equal + r->adopted.differ, r->adopted.differ,
	    r->adopted.absent, r->adopted.known);
}

int
tally_time(uint64_t *seconds, const char *text, struct err *e)
{
	static const struct {
		char unit;
		uint64_t seconds;
	} units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
	struct slice s = slice_of(text ? text : "");
	size_t i;

	for (i = 0; i < COUNT_OF(units); i++)
		if (s.len && s.at[s.len - 1] == units[i].unit &&
		    text_to_number(slice_from(s.at, s.len - 1), 1000000,
		    seconds) && *seconds) {
			*seconds *= units[i].seconds;
			return 0;
		}
	*seconds = 0;
	return !text ? 0 : err_set(e, ERR_USAGE, "--run-time: \"%s\" is "
	    "no time such as 90s, 15m or 2h", text);
}
