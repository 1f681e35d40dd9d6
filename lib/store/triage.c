/* triage.c - assigning and overriding, each one transaction. */
#include "store/triage.h"

#include "store/db.h"
#include "store/transaction.h"

static int
not_there(struct slice id, struct err *e)
{
	return err_set(e, ERR_USAGE, "there is no exception \"%.*s\"",
	    SLICE_ARGS(id));
}

/* --- assigning --- */

static int
assign_row(struct db *db, const struct triage_duty *duty,
    const struct audit_by *by, struct err *e)
{
	struct page page = PAGE_INIT;
	struct exceptions_row row;
	int rc = exceptions_get(db, duty->id, &page, &row, e);

	if (rc == 0)
		rc = not_there(duty->id, e);
	else if (rc > 0 && row.state == EXCEPTIONS_FIXED)
		rc = err_set(e, ERR_USAGE, "exception %.*s is fixed since "
		    "%.*s", SLICE_ARGS(row.id), SLICE_ARGS(row.closed_at));
	if (rc > 0) {
		/* Letting it pass goes on, whoever has it. */
		if (row.state != EXCEPTIONS_OVERRIDDEN)
			row.state = EXCEPTIONS_ASSIGNED;
		if (duty->owner.len)
			row.owner = duty->owner;
		if (duty->team.len)
			row.team = duty->team;
		if (duty->due_at.len)
			row.due_at = duty->due_at;
		rc = exceptions_put(db, &row, by, "exception.assign", e);
	}
	page_release(&page);
	return rc;
}

int
triage_assign(struct db *db, const struct triage_duty *duty,
    const struct audit_by *by, struct err *e)
{
	bool mine;
	int rc;

	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	rc = assign_row(db, duty, by, e);
	return transaction_leave(db, mine, rc, e);
}

/* --- overriding --- */

static int
override_row(struct db *db, struct exceptions_row *row,
    const struct audit_by *by, struct err *e)
{
	if (row->state == EXCEPTIONS_FIXED ||
	    row->state == EXCEPTIONS_OVERRIDDEN)
		return 0;
	row->state = EXCEPTIONS_OVERRIDDEN;
	return exceptions_put(db, row, by, "exception.override", e);
}

static int
override_one(struct db *db, const struct override_wish *wish,
    const struct audit_by *by, struct err *e)
{
	struct page page = PAGE_INIT;
	struct exceptions_row row;
	int rc = exceptions_get(db, wish->exception, &page, &row, e);

	if (rc == 0)
		rc = not_there(wish->exception, e);
	else if (rc > 0)
		rc = wish->content.len ? 0 : override_row(db, &row, by, e);
	page_release(&page);
	return rc;
}

static int
override_like(struct db *db, const struct override_wish *wish,
    const struct audit_by *by, struct err *e)
{
	struct exceptions_cursor c;
	struct exceptions_row row;
	int got;

	exceptions_open(&c, db, true);
	while ((got = exceptions_next(&c, &row, e)) > 0) {
		if (!slice_equal(row.class, wish->class) ||
		    !override_matches(wish->pattern, row.about))
			continue;
		if (override_row(db, &row, by, e) < 0) {
			got = -1;
			break;
		}
	}
	exceptions_close(&c);
	return got;
}

int
triage_override(struct db *db, const struct override_wish *wish,
    const struct audit_by *by, int64_t *number, struct err *e)
{
	bool mine;
	int rc;

	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	rc = override_add(db, wish, by, number, e);
	if (rc == 0)
		rc = wish->exception.len
		    ? override_one(db, wish, by, e)
		    : override_like(db, wish, by, e);
	return transaction_leave(db, mine, rc, e);
}
