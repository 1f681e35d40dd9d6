/* toldscope.c - one look at the rows of a target. */
#include "store/toldscope.h"

#include "store/db.h"

static const char sql_filter[] =
    "SELECT min(scope), max(scope) FROM ledger WHERE target = ?1"
    " HAVING count(*) > 0";

int
toldscope_filter(struct db *db, const char *target, struct buf *filter,
    struct err *e)
{
	struct db_query *q = db_query(db, sql_filter, e);
	int got;

	if (!q)
		return -1;
	db_bind_text(q, 1, slice_of(target));
	got = db_step(q, e);
	if (got > 0 && !slice_equal(db_bytes(q, 0), db_bytes(q, 1)))
		got = 0;
	if (got > 0)
		buf_add_slice(filter, db_bytes(q, 0));
	db_done(q);
	return got;
}
