/* rotation_test.c - audit rows in files, and the chain that goes on. */
#include "store/rotation.h"

#include "io/file.h"
#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

static const struct audit_by by = {"run-1", "mara"};
static char path[100];

static int
set_up(void **state)
{
	static struct scratch s;

	scratch_open(&s);
	snprintf(path, sizeof(path), "%s/audit-1.jsonl", s.folder);
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
append(struct scratch *s, unsigned count)
{
	static const struct audit_entry entry = {"exception.open",
	    SLICE_INIT("item:\"A\"\\\n\x01\xc3\xa9"),
	    SLICE_INIT("{\"a\":\"b\\n\"}")};
	struct err e = ERR_INIT;
	unsigned i;

	for (i = 0; i < count; i++)
		assert_int_equal(audit_append(s->db, &by, &entry, &e), 0);
}

static int
rotate(struct scratch *s, int64_t through, struct rotation_span *span,
    struct err *e)
{
	const struct rotation what = {through, path, &by};

	err_clear(e);
	return rotation_write(s->db, &what, span, e);
}

static const char sql_rows[] = "SELECT count(*) FROM audit";
static const char sql_anchors[] = "SELECT count(*) FROM audit_anchor";

static void
rows_go_to_a_file_and_both_parts_verify(void **state)
{
	struct scratch *s = *state;
	struct rotation_span span, read;
	struct err e = ERR_INIT;

	append(s, 400);
	assert_int_equal(rotate(s, 300, &span, &e), 0);
	assert_int_equal(span.first, 1);
	assert_int_equal(span.last, 300);
	assert_int_equal(scratch_number(s, sql_rows), 101);
	assert_int_equal(audit_verify(s->db, &e), 0);
	assert_int_equal(rotation_verify(path, &read, &e), 0);
	assert_memory_equal(&read, &span, sizeof(span));
	append(s, 10);
	/* All that is left, gzipped this time; the next begins behind it. */
	snprintf(path, sizeof(path), "%s/audit-2.jsonl.gz", s->folder);
	assert_int_equal(rotate(s, INT64_MAX, &span, &e), 0);
	assert_int_equal(span.first, 301);
	assert_int_equal(span.last, 411);
	assert_int_equal(scratch_number(s, sql_rows), 1);
	assert_int_equal(scratch_number(s, sql_anchors), 2);
	assert_int_equal(audit_verify(s->db, &e), 0);
	assert_int_equal(rotation_verify(path, &read, &e), 0);
	assert_memory_equal(&read, &span, sizeof(span));
	append(s, 1);
	assert_int_equal(audit_verify(s->db, &e), 0);
}

static void
nothing_to_move_makes_no_file(void **state)
{
	struct scratch *s = *state;
	struct rotation_span span;
	struct err e = ERR_INIT;

	assert_int_equal(rotate(s, 10, &span, &e), 0);
	assert_int_equal(span.first, 0);
	append(s, 3);
	assert_int_equal(rotate(s, 0, &span, &e), 0);
	assert_int_equal(span.first, 0);
	assert_int_equal(access(path, F_OK), -1);
}

static void
a_file_that_is_there_is_never_written_over(void **state)
{
	struct scratch *s = *state;
	struct rotation_span span;
	struct err e = ERR_INIT;

	append(s, 5);
	assert_int_equal(rotate(s, 3, &span, &e), 0);
	assert_int_equal(rotate(s, 5, &span, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "with other audit rows"));
	snprintf(path, sizeof(path), "%s", s->path);
	assert_int_equal(rotate(s, 5, &span, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "is not a whole file of audit rows"));
	snprintf(path, sizeof(path), "-");
	assert_int_equal(rotate(s, 5, &span, &e), -1);
	assert_non_null(strstr(e.text, "not to stdout"));
	err_clear(&e);
	assert_int_equal(audit_verify(s->db, &e), 0);
}

static void
rotate_in_child(struct scratch *s)
{
	struct rotation_span span;
	struct err e = ERR_INIT;

	scratch_reopen(s);
	(void)!rotate(s, 15, &span, &e);
}

/* Killed or failed at each step, the same command again finishes the work. */
static void
a_rotation_that_was_cut_short_is_finished_by_running_it_again(void **state)
{
	static const char *const places[] = {"rotation.written",
	    "db.before-commit", "db.after-commit"};
	struct scratch *s = *state;
	char spec[64];
	size_t i, kill;

	for (i = 0; i < 2 * COUNT_OF(places); i++) {
		struct rotation_span span;
		struct err e = ERR_INIT;
		bool stood = i / 2 == 2;

		kill = i % 2;
		db_close(s->db);
		s->db = NULL;
		unlink(s->path);
		unlink(path);
		scratch_reopen(s);
		append(s, 20);
		db_close(s->db);
		s->db = NULL;
		snprintf(spec, sizeof(spec), "%s:1%s", places[i / 2],
		    kill ? ":kill" : "");
		scratch_fault(spec);
		assert_int_equal(WIFSIGNALED(scratch_child(s, rotate_in_child)),
		    kill);
		scratch_fault("");
		scratch_reopen(s);
		assert_int_equal(rotation_verify(path, &span, &e), 0);
		assert_int_equal(span.last, 15);
		assert_int_equal(audit_verify(s->db, &e), 0);
		assert_int_equal(rotate(s, 15, &span, &e), 0);
		assert_int_equal(span.first, stood ? 0 : 1);
		assert_int_equal(scratch_number(s, sql_rows), 6);
		assert_int_equal(audit_verify(s->db, &e), 0);
	}
}

static void
replace_file(struct slice bytes)
{
	struct file_out out = FILE_OUT_INIT;
	struct err e = ERR_INIT;

	scratch_must(file_out_open(&out, path, &e), &e);
	scratch_must(file_out_add(&out, bytes.at, bytes.len, &e), &e);
	scratch_must(file_out_publish(&out, &e), &e);
}

/* Each byte of the file, changed, is noticed. */
static void
any_changed_byte_of_a_file_is_found(void **state)
{
	struct scratch *s = *state;
	struct rotation_span span;
	struct buf file = BUF_INIT(1 << 20);
	struct err e = ERR_INIT;
	size_t i, seen = 0;

	append(s, 3);
	assert_int_equal(rotate(s, 3, &span, &e), 0);
	assert_int_equal(file_load(&file, path, 1 << 20, &e), 0);
	for (i = 0; i < file.len; i += 3) {
		struct rotation_span read;

		file.at[i] ^= 1;
		replace_file(buf_slice(&file));
		err_clear(&e);
		if (rotation_verify(path, &read, &e) < 0) {
			assert_int_equal(e.kind, ERR_INPUT);
			seen++;
		}
		file.at[i] ^= 1;
	}
	assert_int_equal(seen, (file.len + 2) / 3);
	buf_release(&file);
}

static void
lost_lines_and_other_files_are_found(void **state)
{
	static const struct {
		const char *text;
		const char *words;
	} cases[] = {
	    {"", ":1: is not the head"},
	    {"{\"audit\":1}\n", ":1: is not the head"},
	    {"{\"sequence\":1}\n", ":1: is not the head"},
	    {"{\"audit\":1,\"first\":1,\"before\":\"00000000000000000000000000"
		"00000000000000000000000000000000000000\"}\n", "has no rows"},
	};
	struct scratch *s = *state;
	struct rotation_span span;
	struct buf file = BUF_INIT(1 << 20), cut = BUF_INIT(1 << 20);
	struct err e = ERR_INIT;
	struct slice rest, lines[4];
	size_t i;

	for (i = 0; i < COUNT_OF(cases); i++) {
		replace_file(slice_of(cases[i].text));
		err_clear(&e);
		assert_int_equal(rotation_verify(path, &span, &e), -1);
		assert_int_equal(e.kind, ERR_INPUT);
		assert_non_null(strstr(e.text, cases[i].words));
	}
	unlink(path);
	append(s, 3);
	assert_int_equal(rotate(s, 3, &span, &e), 0);
	assert_int_equal(file_load(&file, path, 1 << 20, &e), 0);
	rest = buf_slice(&file);
	for (i = 0; i < 4; i++)
		lines[i] = slice_cut(&rest, '\n');
	buf_printf(&cut, "%.*s\n%.*s\n", (int)lines[0].len, lines[0].at,
	    (int)lines[2].len, lines[2].at);
	replace_file(buf_slice(&cut));
	assert_int_equal(rotation_verify(path, &span, &e), -1);
	assert_non_null(strstr(e.text, ":2: audit row 1 is missing"));
	/* The last line without its end. */
	replace_file(slice_from(file.at, file.len - 1));
	err_clear(&e);
	assert_int_equal(rotation_verify(path, &span, &e), -1);
	assert_non_null(strstr(e.text, ":4: is not an audit row"));
	buf_release(&file);
	buf_release(&cut);
}

static void
a_damaged_row_is_not_rotated(void **state)
{
	struct scratch *s = *state;
	struct rotation_span span;
	struct err e = ERR_INIT;

	append(s, 5);
	scratch_exec(s, "DROP TRIGGER audit_no_update;"
	    "UPDATE audit SET actor = 'x' WHERE sequence = 2");
	assert_int_equal(rotate(s, 4, &span, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.text, "audit row 2 is not as it was written"));
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(scratch_number(s, sql_rows), 5);
}

static void
rows_before_a_time_are_those_up_to_the_first_later_one(void **state)
{
	struct scratch *s = *state;
	struct err e = ERR_INIT;
	int64_t through = -1;

	assert_int_equal(rotation_before(s->db, "2026-12-01T00:00:00Z",
	    &through, &e), 0);
	assert_int_equal(through, 0);
	append(s, 3);
	scratch_now("2026-11-25T00:00:00Z");
	append(s, 2);
	assert_int_equal(rotation_before(s->db, "2026-11-24T00:00:00Z",
	    &through, &e), 0);
	assert_int_equal(through, 3);
	assert_int_equal(rotation_before(s->db, "2026-12-01T00:00:00Z",
	    &through, &e), 0);
	assert_int_equal(through, 5);
	assert_int_equal(rotation_before(s->db, "2026-01-01T00:00:00Z",
	    &through, &e), 0);
	assert_int_equal(through, 0);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(rows_go_to_a_file_and_both_parts_verify),
	    T(nothing_to_move_makes_no_file),
	    T(a_file_that_is_there_is_never_written_over),
	    T(a_rotation_that_was_cut_short_is_finished_by_running_it_again),
	    T(any_changed_byte_of_a_file_is_found),
	    T(lost_lines_and_other_files_are_found),
	    T(a_damaged_row_is_not_rotated),
	    T(rows_before_a_time_are_those_up_to_the_first_later_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
