/* transaction.c - joining, or beginning and ending. */
#include "store/transaction.h"

#include "store/db.h"

int
transaction_enter(struct db *db, bool *mine, struct err *e)
{
	*mine = !db_in_transaction(db);
	return *mine ? db_begin(db, e) : 0;
}

int
transaction_leave(struct db *db, bool mine, int rc, struct err *e)
{
	if (!mine)
		return rc;
	if (rc < 0) {
		db_rollback(db);
		return rc;
	}
	return db_commit(db, e);
}

int
transaction_run(struct db *db, struct db_query *q, struct err *e)
{
	bool mine;
	int rc;

	if (transaction_enter(db, &mine, e) < 0)
		return -1;
	rc = db_run(q, e);
	/* COMMIT changes no rows: db_changes stays the statement's. */
	return transaction_leave(db, mine, rc, e);
}
