/* recsql_test.c - a record's values as SQLite sees them. */
#include "expr/recsql.h"

#include <setjmp.h>

#include <cmocka.h>
#include <sqlite3.h>

/* What a query of one value gives, or its error. */
static const char *
value_of(sqlite3 *db, const char *sql)
{
	static char out[1000];
	sqlite3_stmt *stmt;
	const unsigned char *text;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		return sqlite3_errmsg(db);
	if (sqlite3_step(stmt) != SQLITE_ROW) {
		snprintf(out, sizeof(out), "! %s", sqlite3_errmsg(db));
	} else {
		text = sqlite3_column_text(stmt, 0);
		/* bytes are bytes */
		snprintf(out, sizeof(out), "%s",
		    text ? (const char *)text : "null");
	}
	sqlite3_finalize(stmt);
	return out;
}

static void
values_come_in_their_types(void **state)
{
	static const struct {
		const char *column;
		const char *type;
		const char *value;
	} rows[] = {
	    {"type", "text", "bom_line"}, {"line_number", "integer", "12"},
	    {"change", "null", "null"}, {"parent", "text", "A"},
	    {"plant", "text", ""}, {"quantity", "text", "2.5"},
	    {"phantom", "integer", "1"}, {"optional", "integer", "0"},
	    {"refdes", "text", "R1,R2"}, {"note", "null", "null"},
	    {"uom", "null", "null"}, {"mass", "null", "null"},
	};
	struct slice set[] = {SLICE_INIT("R1"), SLICE_INIT("R2")};
	struct recsql in = {MEMBERS_INIT, NULL, NULL, 12, BUF_INIT(100)};
	struct record r;
	sqlite3 *db;
	size_t i;
	unsigned n;

	(void)state;
	members_init_records(&in.members);
	record_init(&r, TYPE_BOM_LINE);
	r.values[BOM_LINE_PARENT].text = SLICE("A");
	r.values[BOM_LINE_QUANTITY].kind = VALUE_NUMBER;
	r.values[BOM_LINE_QUANTITY].text = SLICE("2.5");
	r.values[BOM_LINE_PHANTOM].kind = VALUE_FLAG;
	r.values[BOM_LINE_REFDES] = (struct value){VALUE_SET, SLICE(""), set,
	    2};
	r.values[BOM_LINE_NOTE].kind = VALUE_NULL;
	in.record = &r;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(recsql_register(db, &in), SQLITE_OK);
	for (i = 0; i < COUNT_OF(rows); i++) {
		char sql[100];

		for (n = 0; strcmp(in.members.names[n], rows[i].column); n++)
			;
		snprintf(sql, sizeof(sql), "SELECT typeof(member(%u))", n);
		assert_string_equal(value_of(db, sql), rows[i].type);
		snprintf(sql, sizeof(sql), "SELECT member(%u)", n);
		assert_string_equal(value_of(db, sql), rows[i].value);
	}
	assert_string_equal(value_of(db, "SELECT attr('X')"), "null");
	assert_string_equal(value_of(db, "SELECT varying('1')"), "1");
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	members_release(&in.members);
	buf_release(&in.joined);
}

static void
a_set_above_the_ceiling_is_refused(void **state)
{
	struct slice set[] = {SLICE_INIT("1000"), SLICE_INIT("2000")};
	struct recsql in = {MEMBERS_INIT, NULL, NULL, 0, BUF_INIT(8)};
	char sql[100];
	struct record r;
	sqlite3 *db;
	unsigned n;

	(void)state;
	members_init_records(&in.members);
	record_init(&r, TYPE_CHANGE_ORDER);
	r.values[CHANGE_ORDER_PLANTS] = (struct value){VALUE_SET, SLICE(""),
	    set, 2};
	in.record = &r;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(recsql_register(db, &in), SQLITE_OK);
	for (n = 0; strcmp(in.members.names[n], "plants"); n++)
		;
	snprintf(sql, sizeof(sql), "SELECT member(%u)", n);
	assert_string_equal(value_of(db, sql), "! string or blob too big");
	r.values[CHANGE_ORDER_PLANTS].count = 1;
	assert_string_equal(value_of(db, sql), "1000");
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	members_release(&in.members);
	buf_release(&in.joined);
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(values_come_in_their_types),
	    TEST(a_set_above_the_ceiling_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
