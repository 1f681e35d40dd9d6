/* rejected_test.c - refused rows as a stream of changes. */
#include "load/rejected.h"

#include <setjmp.h>

#include <cmocka.h>

#include "load/trial.h"

static void
refused_rows_come_back_as_changes(void **state)
{
	static const char want[] =
	    "{\"type\":\"item\",\"item\":\"A\",\"name\":\"x\",\"change\":"
	    "{\"op\":\"add\"}}\n"
	    "{\"type\":\"item\",\"item\":\"B\",\"change\":{\"op\":\"remove\"}}"
	    "\n";
	struct buf all = BUF_INIT(4096);
	struct err e = ERR_INIT;
	struct spool_cursor c;
	struct stream_line line;
	struct spool s;
	struct trial t;

	(void)state;
	trial_open(&t, "{item: {}}");
	trial_known(&t, "{\"type\":\"item\",\"item\":\"A\"}");
	trial_known(&t, "{\"type\":\"item\",\"item\":\"B\"}");
	trial_known(&t, "{\"type\":\"item\",\"item\":\"C\"}");
	trial_known(&t, "{\"type\":\"supplier\",\"supplier\":\"S\"}");
	scratch_exec(&t.scratch, "UPDATE ledger SET state = 'rejected',"
	    " op = 'add', intent = '{\"type\":\"item\",\"item\":\"A\",\"name\":"
	    "\"x\"}' WHERE line LIKE '%\"A\"%' OR type = 'supplier'");
	scratch_exec(&t.scratch, "UPDATE ledger SET state = 'rejected',"
	    " op = 'remove' WHERE line LIKE '%\"B\"%'");
	assert_int_equal(rejected_spool(&s, t.scratch.db, &t.profile, &e), 0);
	assert_true(s.in.bare);
	assert_int_equal(s.in.figures.records, 2);
	spool_cursor_open(&c, &s, 0, TYPE_COUNT - 1);
	while (spool_cursor_next(&c, &line, &e) > 0) {
		buf_add_slice(&all, line.text);
		buf_add_byte(&all, '\n');
	}
	spool_cursor_close(&c);
	assert_string_equal(buf_text(&all), want);
	buf_release(&all);
	spool_release(&s);
	trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(refused_rows_come_back_as_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
