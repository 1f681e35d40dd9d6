/* csv_log_test.c - blocks that are whole, and what is behind them. */
#include "load/csv_log.h"

#include <unistd.h>

#include "io/file.h"
#include "load/csv_trial.h"

static void
path_of(const struct csv_trial *t, char path[200])
{
	snprintf(path, 200, "%s/t.log", t->scratch.folder);
}

/* The idempotency keys in the log, one after another. */
static void
keys_are(struct csv_log *l, const char *want)
{
	struct csv_row *row = mem_zero(sizeof(*row));
	struct buf keys = BUF_INIT(4096);
	struct err e = ERR_INIT;
	struct csv_cursor c;
	int got;

	csv_log_walk(l, &c);
	while ((got = csv_log_row(&c, row, &e)) > 0) {
		assert_int_equal(row->type, TYPE_ITEM);
		assert_int_equal(row->count, 2);
		buf_add_slice(&keys, row->values[0].text);
		buf_add_text(&keys, row->values[1].null ? "-" : "");
		buf_add_slice(&keys, row->values[1].text);
		buf_add_text(&keys, row->op == CHANGE_REMOVE ? "!" : " ");
	}
	if (got < 0)
		fail_msg("%s", e.text);
	assert_string_equal(buf_text(&keys), want);
	buf_release(&keys);
	mem_free(row);
}

static void
rows_come_back_as_they_were_added(void **state)
{
	struct csv_trial t;
	struct csv_log l;
	char path[200];

	(void)state;
	csv_trial_open(&t, "");
	path_of(&t, path);
	assert_int_equal(csv_log_open(&l, path, &t.e), 0);
	assert_int_equal(l.sequence, 1);
	keys_are(&l, "");
	csv_trial_call(&t, CHANGE_ADD, CSV_TRIAL_ITEM("a,\\n1:", "0.5"));
	csv_trial_call(&t, CHANGE_REMOVE, CSV_TRIAL_ITEM("b", "null"));
	assert_int_equal(csv_log_add(&l, t.calls, 2, &t.e), 0);
	assert_int_equal(csv_log_add(&l, t.calls, 1, &t.e), 0);
	csv_log_close(&l);
	assert_int_equal(csv_log_open(&l, path, &t.e), 0);
	assert_int_equal(l.rows, 3);
	assert_false(l.closing);
	keys_are(&l, "a,\n1:0.5 b-!a,\n1:0.5 ");
	assert_int_equal(csv_log_closing(&l, &t.e), 0);
	csv_log_close(&l);
	assert_int_equal(csv_log_open(&l, path, &t.e), 0);
	assert_true(l.closing);
	assert_int_equal(csv_log_next(&l, &t.e), 0);
	assert_int_equal(l.sequence, 2);
	assert_int_equal(l.rows, 0);
	assert_false(l.closing);
	csv_log_close(&l);
	csv_trial_close(&t);
}

static void
of_half_a_block_nothing_is_left(void **state)
{
	struct buf whole = BUF_INIT(65536);
	struct csv_trial t;
	struct csv_log l;
	size_t first, n;
	char path[200];
	FILE *f;

	(void)state;
	csv_trial_open(&t, "");
	path_of(&t, path);
	csv_trial_call(&t, CHANGE_ADD, CSV_TRIAL_ITEM("a", "1"));
	assert_int_equal(csv_log_open(&l, path, &t.e), 0);
	assert_int_equal(csv_log_add(&l, t.calls, 1, &t.e), 0);
	first = l.file.size;
	assert_int_equal(csv_log_add(&l, t.calls, 1, &t.e), 0);
	csv_log_close(&l);
	assert_int_equal(file_load(&whole, path, 65536, &t.e), 0);
	for (n = first; n < whole.len; n++) {
		f = fopen(path, "w");
		assert_int_equal(fwrite(whole.at, 1, n, f), n);
		/* And one that is as long as it should be, but wrong. */
		if (n == whole.len - 1)
			fputc('x', f);
		fclose(f);
		assert_int_equal(csv_log_open(&l, path, &t.e), 0);
		assert_int_equal(l.rows, 1);
		keys_are(&l, "a1 ");
		assert_int_equal(l.file.size, first);
		csv_log_close(&l);
	}
	buf_release(&whole);
	csv_trial_close(&t);
}

static void
what_is_no_log_is_not_written_over(void **state)
{
	struct csv_trial t;
	struct csv_log l;
	char path[200];
	FILE *f;

	(void)state;
	csv_trial_open(&t, "");
	path_of(&t, path);
	f = fopen(path, "w");
	fputs("something else\n", f);
	fclose(f);
	assert_int_equal(csv_log_open(&l, path, &t.e), -1);
	assert_int_equal(t.e.kind, ERR_INPUT);
	csv_log_close(&l);
	csv_trial_file(&t, "t.log", "something else\n");
	csv_trial_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_come_back_as_they_were_added),
	    cmocka_unit_test(of_half_a_block_nothing_is_left),
	    cmocka_unit_test(what_is_no_log_is_not_written_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
