/* textsql.c - sets are searched as they stand, dates counted in days. */
#include "expr/textsql.h"

#include "base/clock.h"
#include "base/decimal.h"
#include "expr/decsql.h"

#include <sqlite3.h>

/* More days than lie between the years 0001 and 9999. */
#define DAYS_MOST 4000000

/* NULL among the arguments: the result stays NULL. */
static bool
null_among(int count, sqlite3_value **values)
{
	int i;

	for (i = 0; i < count; i++)
		if (sqlite3_value_type(values[i]) == SQLITE_NULL)
			return true;
	return false;
}

static void
fail(sqlite3_context *c, const char *what, struct slice text,
    const char *why)
{
	char message[400];

	snprintf(message, sizeof(message), "%s: \"%.*s\" is not %s", what,
	    SLICE_ARGS(text), why);
	sqlite3_result_error(c, message, -1);
}

static void
call_has(sqlite3_context *c, int count, sqlite3_value **values)
{
	struct slice rest, text;

	if (null_among(count, values))
		return;
	rest = decsql_bytes(values[0]);
	text = decsql_bytes(values[1]);
	while (rest.at)
		if (slice_equal(slice_cut(&rest, ','), text)) {
			sqlite3_result_int(c, 1);
			return;
		}
	sqlite3_result_int(c, 0);
}

/* Days since 1970; false where the result is set to an error. */
static bool
days_of(int64_t *days, sqlite3_context *c, sqlite3_value *v,
    const char *what)
{
	struct slice date = decsql_bytes(v);

	if (!clock_date_valid(date)) {
		fail(c, what, date, "a date (YYYY-MM-DD)");
		return false;
	}
	*days = clock_days(date);
	return true;
}

static void
call_date_add(sqlite3_context *c, int count, sqlite3_value **values)
{
	char date[CLOCK_DATE_SIZE];
	struct slice more;
	struct decimal d;
	int64_t days;

	if (null_among(count, values) ||
	    !days_of(&days, c, values[0], "date_add"))
		return;
	more = decsql_bytes(values[1]);
	if (!decimal_parse(&d, more) || d.scale ||
	    d.coefficient > DAYS_MOST) {
		fail(c, "date_add", more, "a number of days");
		return;
	}
	/* below DAYS_MOST by now */
	days += d.negative ? -(int64_t)d.coefficient : (int64_t)d.coefficient;
	if (clock_date_print(date, days))
		sqlite3_result_text(c, date, -1, SQLITE_TRANSIENT);
	else
		fail(c, "date_add", more, "within the years 0001 to 9999");
}

static void
call_days_between(sqlite3_context *c, int count, sqlite3_value **values)
{
	int64_t from, to;

	if (!null_among(count, values) &&
	    days_of(&from, c, values[0], "days_between") &&
	    days_of(&to, c, values[1], "days_between"))
		sqlite3_result_int64(c, to - from);
}

typedef void (*function)(sqlite3_context *, int, sqlite3_value **);

int
textsql_register(struct sqlite3 *db)
{
	static const struct {
		const char *name;
		function call;
	} functions[] = {
	    {"has", call_has}, {"date_add", call_date_add},
	    {"days_between", call_days_between},
	};
	int rc = SQLITE_OK;
	size_t i;

	for (i = 0; rc == SQLITE_OK && i < COUNT_OF(functions); i++)
		rc = sqlite3_create_function(db, functions[i].name, 2,
		    SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
		    functions[i].call, NULL, NULL);
	return rc;
}
