/* transaction_test.c - joining, or beginning and ending. */
#include "store/transaction.h"

#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

static int
set_up(void **state)
{
	static struct scratch s;

	scratch_open(&s);
	*state = &s;
	return 0;
}

static int
tear_down(void **state)
{
	scratch_close(*state);
	return 0;
}

static const char sql_put[] =
    "INSERT INTO checkpoint VALUES('a', 'b', 'c', 'd', '', '')";
static const char sql_count[] = "SELECT count(*) FROM checkpoint";
static const char sql_delete[] = "DELETE FROM checkpoint";

static void
alone_it_commits_or_undoes(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	bool mine = false;

	assert_int_equal(transaction_enter(s->db, &mine, &e), 0);
	assert_true(mine);
	scratch_exec(s, sql_put);
	assert_int_equal(transaction_leave(s->db, mine, -1, &e), -1);
	assert_false(db_in_transaction(s->db));
	assert_int_equal(scratch_number(s, sql_count), 0);
	assert_int_equal(transaction_enter(s->db, &mine, &e), 0);
	scratch_exec(s, sql_put);
	assert_int_equal(transaction_leave(s->db, mine, 0, &e), 0);
	scratch_reopen(s);
	assert_int_equal(scratch_number(s, sql_count), 1);
}

static void
inside_another_it_leaves_the_end_to_that(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	bool mine = true;

	assert_int_equal(db_begin(s->db, &e), 0);
	assert_int_equal(transaction_enter(s->db, &mine, &e), 0);
	assert_false(mine);
	scratch_exec(s, sql_put);
	assert_int_equal(transaction_leave(s->db, mine, 0, &e), 0);
	assert_true(db_in_transaction(s->db));
	assert_int_equal(transaction_leave(s->db, mine, -1, &e), -1);
	assert_true(db_in_transaction(s->db));
	db_rollback(s->db);
	assert_int_equal(scratch_number(s, sql_count), 0);
}

static void
one_statement_is_one_transaction(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	struct db_query *q = db_query(s->db, sql_put, &e);

	assert_int_equal(transaction_run(s->db, q, &e), 0);
	assert_int_equal(db_changes(s->db), 1);
	q = db_query(s->db, sql_delete, &e);
	scratch_fault("db.before-commit");
	assert_int_equal(transaction_run(s->db, q, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	assert_int_equal(scratch_number(s, sql_count), 1);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(alone_it_commits_or_undoes),
	    T(inside_another_it_leaves_the_end_to_that),
	    T(one_statement_is_one_transaction),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
