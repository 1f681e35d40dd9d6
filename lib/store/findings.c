/* findings.c - collecting what checks say. */
#include "store/findings.h"

#include "store/db.h"

static const char sql_integrity[] = "PRAGMA integrity_check(100)";
static const char sql_foreign[] =
    "SELECT \"table\" || ': row ' || coalesce(rowid, '?') || ' refers to a "
    "row of ' || parent || ' that is not there' FROM pragma_foreign_key_check";

void
findings_add(struct findings *f, const char *fmt, ...)
{
	char text[ERR_TEXT_MOST];
	va_list args;

	f->count++;
	if (!f->say)
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	f->say(text, f->ctx);
}

int
findings_query(struct findings *f, struct db *db, const char *sql,
    struct err *e)
{
	struct db_query *q = db_query(db, sql, e);
	int got;

	if (!q)
		return -1;
	while ((got = db_step(q, e)) > 0) {
		struct slice text = db_bytes(q, 0);

		findings_add(f, "%.*s", (int)text.len, text.at);
	}
	return got;
}

int
findings_file(struct findings *f, struct db *db, struct err *e)
{
	struct db_query *q = db_query(db, sql_integrity, e);
	int got;

	if (!q)
		return -1;
	while ((got = db_step(q, e)) > 0) {
		struct slice text = db_bytes(q, 0);

		if (!slice_is(text, "ok"))
			findings_add(f, "file: %.*s", (int)text.len, text.at);
	}
	if (got < 0)
		return -1;
	return findings_query(f, db, sql_foreign, e);
}
