/* db_fault_test.c - full disks, busy states, damage, lost commits. */
#include "store/db.h"

#include "io/file.h"
#include "store/scratch.h"

#include <setjmp.h>
#include <signal.h>

#include <cmocka.h>

static int
set_up(void **state)
{
	static struct scratch s;

	scratch_folder(&s);
	*state = &s;
	return 0;
}

static int
tear_down(void **state)
{
	scratch_close(*state);
	return 0;
}

static void
write_file(const char *path, const char *at, size_t len)
{
	struct file_out out = FILE_OUT_INIT;
	struct err e = ERR_INIT;

	scratch_must(file_out_open(&out, path, &e), &e);
	scratch_must(file_out_add(&out, at, len, &e), &e);
	scratch_must(file_out_publish(&out, &e), &e);
}

static const char sql_put[] =
    "INSERT INTO checkpoint VALUES(?1, '', '', ?2, '', '')";
static const char sql_count[] = "SELECT count(*) FROM checkpoint";

static int
put(struct db *db, const char *tool, struct slice value, struct err *e)
{
	struct db_query *q = db_query(db, sql_put, e);

	assert_non_null(q);
	db_bind_text(q, 1, slice_of(tool));
	db_bind_text(q, 2, value);
	return db_run(q, e);
}

static void
open_or_die(struct scratch *s)
{
	struct err e = ERR_INIT;

	if (db_open(&s->db, s->path, DB_WRITE, &e) < 0)
		_exit(e.kind);
}

/* Faults around a commit: was it kept, and what is said? */
static void
a_commit_that_fails_is_undone_and_one_that_stood_is_kept(void **state)
{
	static const struct {
		const char *fault;
		int64_t kept;
	} cases[] = {{"db.before-commit", 0}, {"db.after-commit", 1},
	    {"db.step:2", 0}, {"db.step:3", 0}};
	struct scratch *s = *state;
	size_t i;

	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;
		int rc;

		unlink(s->path);
		scratch_reopen(s);
		scratch_fault(cases[i].fault);
		rc = db_begin(s->db, &e);
		if (rc == 0)
			rc = put(s->db, "a", SLICE("1"), &e);
		if (rc == 0)
			rc = db_commit(s->db, &e);
		scratch_fault("");
		assert_int_equal(rc, -1);
		assert_int_equal(e.kind, ERR_AGAIN);
		db_rollback(s->db);
		assert_int_equal(scratch_number(s, sql_count), cases[i].kept);
		db_close(s->db);
		s->db = NULL;
	}
}

static const char sql_pages[] = "PRAGMA page_count";

static void
a_full_disk_is_try_again_and_the_state_is_whole(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	static char big[300000];
	char most[64];
	static const char sql_integrity[] = "PRAGMA integrity_check";
	struct db_query *q;

	memset(big, 'x', sizeof(big));
	scratch_reopen(s);
	/* SQLite's own ceiling gives what a full disk gives. */
	snprintf(most, sizeof(most), "PRAGMA max_page_count = %" PRId64,
	    scratch_number(s, sql_pages) + 4);
	scratch_exec(s, most);
	assert_int_equal(db_begin(s->db, &e), 0);
	assert_int_equal(put(s->db, "a", SLICE("1"), &e), 0);
	assert_int_equal(put(s->db, "b", slice_from(big, sizeof(big)), &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	assert_non_null(strstr(e.text, "disk is full (make room"));
	db_rollback(s->db);
	assert_int_equal(scratch_number(s, sql_count), 0);
	scratch_reopen(s);
	err_clear(&e);
	assert_int_equal(put(s->db, "b", slice_from(big, sizeof(big)), &e), 0);
	q = db_query(s->db, sql_integrity, &e);
	assert_int_equal(db_step(q, &e), 1);
	assert_true(slice_is(db_bytes(q, 0), "ok"));
	db_done(q);
}

static void
a_busy_state_is_try_again_and_says_who_has_it(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	char words[64];
	pid_t child;
	int ready[2];
	char byte;

	scratch_reopen(s);
	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (child == 0) {
		open_or_die(s);
		if (db_begin(s->db, &e) < 0 || write(ready[1], "x", 1) != 1)
			_exit(1);
		pause();
		_exit(0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	db_set_busy(s->db, 50);
	assert_int_equal(db_begin(s->db, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	snprintf(words, sizeof(words), "process %d", (int)child);
	assert_true(strstr(e.text, words) ||
	    strstr(e.text, "another process"));
	assert_non_null(strstr(e.text, "busy"));
	/* Reading goes on meanwhile. */
	if (db_wal(s->db))
		assert_int_equal(scratch_number(s, sql_count), 0);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	err_clear(&e);
	assert_int_equal(db_begin(s->db, &e), 0);
	db_rollback(s->db);
	close(ready[0]);
	close(ready[1]);
}

static void
a_damaged_page_is_the_datas_fault(void **state)
{
	struct scratch *s = *state;
	struct buf file = BUF_INIT(1 << 24);
	struct err e = ERR_INIT;
	int rc;

	scratch_reopen(s);
	assert_int_equal(put(s->db, "a", SLICE("1"), &e), 0);
	db_close(s->db);
	s->db = NULL;
	assert_int_equal(file_load(&file, s->path, 1 << 24, &e), 0);
	/* The first page's tree of tables, behind the file's header. */
	memset(file.at + 100, 0xa5, 3000);
	write_file(s->path, file.at, file.len);
	buf_release(&file);
	rc = db_open(&s->db, s->path, DB_WRITE, &e);
	assert_int_equal(rc, -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.text, "restore a copy"));
}

static void
a_state_for_reading_is_not_written(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;

	scratch_reopen(s);
	db_close(s->db);
	assert_int_equal(db_open(&s->db, s->path, DB_READ, &e), 0);
	assert_int_equal(scratch_number(s, sql_count), 0);
	assert_int_equal(put(s->db, "a", SLICE("1"), &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "readonly"));
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(a_commit_that_fails_is_undone_and_one_that_stood_is_kept),
	    T(a_full_disk_is_try_again_and_the_state_is_whole),
	    T(a_busy_state_is_try_again_and_says_who_has_it),
	    T(a_damaged_page_is_the_datas_fault),
	    T(a_state_for_reading_is_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
