/* db_test.c - opening, versions and transactions of the state. */
#include "store/db.h"

#include "io/file.h"
#include "store/migration.h"
#include "store/place.h"
#include "store/scratch.h"

#include <setjmp.h>
#include <sys/stat.h>

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

static unsigned
mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 0777;
}

static const char sql_synchronous[] = "PRAGMA synchronous";
static const char sql_foreign[] = "PRAGMA foreign_keys";
static const char sql_version[] = "PRAGMA user_version";
static const char sql_id[] = "PRAGMA application_id";

static void
a_new_state_has_its_mode_its_mark_and_full_synchronism(void **state)
{
	struct scratch *s = *state;

	umask(0);
	scratch_reopen(s);
	assert_int_equal(mode_of(s->path), 0600);
	assert_int_equal(scratch_number(s, sql_id), DB_APPLICATION_ID);
	assert_int_equal(scratch_number(s, sql_version), migration_count());
	assert_int_equal(db_version(s->db), migration_count());
	assert_int_equal(scratch_number(s, sql_foreign), 1);
	if (place_networked(s->path)) {
		assert_false(db_wal(s->db));
		assert_int_equal(scratch_number(s, sql_synchronous), 3);
	} else {
		assert_true(db_wal(s->db));
		assert_int_equal(scratch_number(s, sql_synchronous), 2);
	}
	umask(022);
}

static void
a_shared_state_is_the_groups_too_whatever_the_umask(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	char path[100];

	umask(077);
	assert_int_equal(db_open(&s->db, s->path, DB_SHARED, &e), 0);
	assert_int_equal(mode_of(s->path), 0660);
	if (db_wal(s->db)) {
		snprintf(path, sizeof(path), "%s-wal", s->path);
		assert_int_equal(mode_of(path), 0660);
	}
	umask(022);
}

static void
other_files_are_refused_and_left_alone(void **state)
{
	struct scratch *s = *state;
	struct buf before = BUF_INIT(1 << 20), after = BUF_INIT(1 << 20);
	struct err e = ERR_INIT;
	enum db_mode mode;
	static const char text[] = "parent,component,quantity\nA,B,1\n";

	write_file(s->path, text, sizeof(text) - 1);
	for (mode = DB_READ; mode <= DB_SHARED; mode++) {
		err_clear(&e);
		assert_int_equal(db_open(&s->db, s->path, mode, &e), -1);
		assert_int_equal(e.kind, ERR_USAGE);
		assert_non_null(strstr(e.text, "is not a bomtools state file"));
	}
	/* Another program's SQLite file: ours without its mark. */
	unlink(s->path);
	scratch_reopen(s);
	scratch_exec(s, "PRAGMA application_id = 0; PRAGMA user_version = 0");
	db_close(s->db);
	s->db = NULL;
	err_clear(&e);
	assert_int_equal(file_load(&before, s->path, 1 << 20, &e), 0);
	assert_int_equal(db_open(&s->db, s->path, DB_WRITE, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "is not a bomtools state file"));
	err_clear(&e);
	assert_int_equal(file_load(&after, s->path, 1 << 20, &e), 0);
	assert_true(slice_equal(buf_slice(&before), buf_slice(&after)));
	buf_release(&before);
	buf_release(&after);
}

static void
folders_and_missing_files_are_the_commands_fault(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	char path[100];

	assert_int_equal(db_open(&s->db, s->folder, DB_WRITE, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "is not a regular file"));
	err_clear(&e);
	assert_int_equal(db_open(&s->db, s->path, DB_READ, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_int_equal(access(s->path, F_OK), -1);
	snprintf(path, sizeof(path), "%s/none/state.db", s->folder);
	err_clear(&e);
	assert_int_equal(db_open(&s->db, path, DB_WRITE, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
}

static void
a_name_that_sqlite_would_take_otherwise_is_a_name(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	char here[PATH_MAX];

	assert_non_null(getcwd(here, sizeof(here)));
	assert_int_equal(chdir(s->folder), 0);
	assert_int_equal(db_open(&s->db, ":memory:", DB_WRITE, &e), 0);
	assert_int_equal(access(":memory:", F_OK), 0);
	assert_string_equal(db_path(s->db), ":memory:");
	db_close(s->db);
	s->db = NULL;
	assert_int_equal(chdir(here), 0);
}

static void
an_old_state_is_brought_up_step_by_step_and_keeps_its_rows(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	unsigned version;
	static const char sql_rows[] = "SELECT count(*) FROM checkpoint";

	assert_int_equal(db_open_version(&s->db, s->path, DB_WRITE, 1, &e), 0);
	assert_int_equal(scratch_number(s, sql_version), 1);
	scratch_exec(s, "INSERT INTO checkpoint VALUES('t','x','n','v','','')");
	for (version = 2; version <= migration_count(); version++) {
		db_close(s->db);
		assert_int_equal(db_open_version(&s->db, s->path, DB_WRITE,
		    version, &e), 0);
		assert_int_equal(scratch_number(s, sql_version), version);
		assert_int_equal(scratch_number(s, sql_rows), 1);
	}
	/* For reading it is not brought up: that would be writing. */
	db_close(s->db);
	s->db = NULL;
	unlink(s->path);
	assert_int_equal(db_open_version(&s->db, s->path, DB_WRITE, 1, &e), 0);
	db_close(s->db);
	assert_int_equal(db_open(&s->db, s->path, DB_READ, &e), -1);
	s->db = NULL;
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "version 1, older than"));
}

static void
an_older_tool_refuses_a_newer_state_and_names_both(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	char words[64];

	scratch_reopen(s);
	db_close(s->db);
	s->db = NULL;
	assert_int_equal(db_open_version(&s->db, s->path, DB_WRITE, 1, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	snprintf(words, sizeof(words), "of version %u;", migration_count());
	assert_non_null(strstr(e.text, words));
	assert_non_null(strstr(e.text, "up to 1 "));
	scratch_reopen(s);
	scratch_exec(s, "PRAGMA user_version = 99");
	db_close(s->db);
	s->db = NULL;
	err_clear(&e);
	assert_int_equal(db_open(&s->db, s->path, DB_READ, &e), -1);
	assert_non_null(strstr(e.text, "of version 99;"));
}

static void
open_or_die(struct scratch *s)
{
	struct err e = ERR_INIT;

	if (db_open(&s->db, s->path, DB_WRITE, &e) < 0)
		_exit(e.kind);
}

static void
a_migration_that_is_killed_is_done_by_the_next_run(void **state)
{
	struct scratch *s = *state;
	char spec[64];
	unsigned n;
	int status;

	for (n = 1; n <= migration_count(); n++) {
		unlink(s->path);
		snprintf(spec, sizeof(spec), "db.before-commit:%u:kill", n);
		scratch_fault(spec);
		status = scratch_child(s, open_or_die);
		assert_true(WIFSIGNALED(status));
		scratch_fault("");
		scratch_reopen(s);
		assert_int_equal(scratch_number(s, sql_version),
		    migration_count());
		db_close(s->db);
		s->db = NULL;
	}
}

static void
many_processes_may_make_the_state_at_once(void **state)
{
	struct scratch *s = *state;
	pid_t children[6];
	int status, good = 0;
	size_t i;

	for (i = 0; i < COUNT_OF(children); i++) {
		children[i] = fork();
		if (children[i] == 0) {
			open_or_die(s);
			db_close(s->db);
			_exit(0);
		}
	}
	for (i = 0; i < COUNT_OF(children); i++)
		if (waitpid(children[i], &status, 0) > 0 && status == 0)
			good++;
	assert_int_equal(good, COUNT_OF(children));
	scratch_reopen(s);
	assert_int_equal(scratch_number(s, sql_version), migration_count());
}

static const char sql_put[] =
    "INSERT INTO checkpoint VALUES(?1, '', '', ?2, '', '')";
static const char sql_get[] =
    "SELECT value, tool FROM checkpoint ORDER BY tool";

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
bytes_come_back_as_they_were_bound(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	struct db_query *q;

	scratch_reopen(s);
	assert_int_equal(put(s->db, "a", slice_from("x\0y", 3), &e), 0);
	assert_int_equal(put(s->db, "b", slice_from(NULL, 0), &e), 0);
	assert_int_equal(db_changes(s->db), 1);
	q = db_query(s->db, sql_get, &e);
	assert_int_equal(db_step(q, &e), 1);
	assert_true(slice_equal(db_bytes(q, 0), slice_from("x\0y", 3)));
	assert_int_equal(db_step(q, &e), 1);
	assert_int_equal(db_bytes(q, 0).len, 0);
	assert_int_equal(db_step(q, &e), 0);
	/* Ready again from the start. */
	q = db_query(s->db, sql_get, &e);
	assert_int_equal(db_step(q, &e), 1);
	assert_true(slice_is(db_bytes(q, 1), "a"));
	db_done(q);
	/* A rule of the tables that is broken is the data's fault. */
	assert_int_equal(put(s->db, "a", SLICE("again"), &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.text, "UNIQUE"));
}

static const char sql_count[] = "SELECT count(*) FROM checkpoint";

static void
a_rollback_and_a_close_leave_nothing_behind(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;

	scratch_reopen(s);
	assert_int_equal(db_begin(s->db, &e), 0);
	assert_true(db_in_transaction(s->db));
	assert_int_equal(put(s->db, "a", SLICE("1"), &e), 0);
	db_rollback(s->db);
	assert_false(db_in_transaction(s->db));
	db_rollback(s->db);
	assert_int_equal(scratch_number(s, sql_count), 0);
	assert_int_equal(db_begin(s->db, &e), 0);
	assert_int_equal(put(s->db, "a", SLICE("1"), &e), 0);
	scratch_reopen(s);
	assert_int_equal(scratch_number(s, sql_count), 0);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(a_new_state_has_its_mode_its_mark_and_full_synchronism),
	    T(a_shared_state_is_the_groups_too_whatever_the_umask),
	    T(other_files_are_refused_and_left_alone),
	    T(folders_and_missing_files_are_the_commands_fault),
	    T(a_name_that_sqlite_would_take_otherwise_is_a_name),
	    T(an_old_state_is_brought_up_step_by_step_and_keeps_its_rows),
	    T(an_older_tool_refuses_a_newer_state_and_names_both),
	    T(a_migration_that_is_killed_is_done_by_the_next_run),
	    T(many_processes_may_make_the_state_at_once),
	    T(bytes_come_back_as_they_were_bound),
	    T(a_rollback_and_a_close_leave_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
