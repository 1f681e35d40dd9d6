/* secret_test.c - tests of secrets. */
#include "net/secret.h"

#include "io/log.h"

#include <setjmp.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

struct fixture {
	char folder[64], profile[80], file[80];
};

static int
set_up(void **state)
{
	struct fixture *f = mem_zero(sizeof(*f));

	snprintf(f->folder, sizeof(f->folder), "/tmp/bom-XXXXXX");
	if (!mkdtemp(f->folder))
		return -1;
	snprintf(f->profile, sizeof(f->profile), "%s/p.yaml", f->folder);
	snprintf(f->file, sizeof(f->file), "%s/pw", f->folder);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	unlink(f->file);
	rmdir(f->folder);
	mem_free(f);
	return 0;
}

static void
write_file(const struct fixture *f, const char *text, mode_t mode)
{
	FILE *to;

	unlink(f->file);
	to = fopen(f->file, "w");
	assert_non_null(to);
	fputs(text, to);
	fclose(to);
	assert_int_equal(chmod(f->file, mode), 0);
}

/* Reads and fetches; the text or the error stands in `out`. */
static int
fetch(const struct fixture *f, const char *yaml, char *out, size_t size)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT(0);
	struct secret s;
	struct ydoc d;
	int rc = -1;

	out[0] = '\0';
	assert_int_equal(ydoc_parse(&d, f->profile, slice_of(yaml), &e), 0);
	if (secret_read(&s, d.root, &a, &e) == 0) {
		s.command_s = 1;
		rc = secret_fetch(&s, &b, &e);
	}
	snprintf(out, size, "%s", rc == 0 ? buf_text(&b) : e.text);
	if (rc < 0)
		assert_true(e.kind == ERR_USAGE || e.kind == ERR_AGAIN);
	secret_release(&b);
	arena_release(&a);
	ydoc_release(&d);
	return rc == 0 ? 0 : (int)e.kind;
}

static void
comes_from_environment_file_and_command(void **state)
{
	const struct fixture *f = *state;
	char out[300];

	setenv("BOM_TEST_SECRET", "from env", 1);
	assert_int_equal(fetch(f, "{env: BOM_TEST_SECRET}", out, 300), 0);
	assert_string_equal(out, "from env");
	write_file(f, "from file\n", 0600);
	assert_int_equal(fetch(f, "{file: pw}", out, 300), 0);
	assert_string_equal(out, "from file");
	write_file(f, "two\n\n", 0640);
	assert_int_equal(fetch(f, "{file: pw}", out, 300), 0);
	assert_string_equal(out, "two\n");
	write_file(f, "dos\r\n", 0400);
	setenv("HOME", f->folder, 1);
	assert_int_equal(fetch(f, "{file: ~/pw}", out, 300), 0);
	assert_string_equal(out, "dos");
	assert_int_equal(fetch(f, "{command: [printf, '%s-%s', a, b c]}", out,
	    300), 0);
	assert_string_equal(out, "a-b c");
	/* no shell looks at it, and there is no input */
	assert_int_equal(fetch(f, "{command: [echo, $HOME]}", out, 300), 0);
	assert_string_equal(out, "$HOME");
	assert_int_equal(fetch(f, "{command: [sh, -c, 'cat; echo end']}", out,
	    300), 0);
	assert_string_equal(out, "end");
}

static void
says_what_is_wrong_and_never_the_secret(void **state)
{
	const struct fixture *f = *state;
	static const struct {
		const char *yaml, *wanted;
		enum err_kind kind;
	} rows[] = {
		{"hush-in-clear", "a secret does not stand in a profile",
		    ERR_USAGE},
		{"{env: BOM_TEST_NONE}", "no variable BOM_TEST_NONE",
		    ERR_USAGE},
		{"{env: BOM_TEST_EMPTY}", "the secret is empty", ERR_USAGE},
		{"{env: ''}", "is empty", ERR_USAGE},
		{"{file: none}", "none: No such file", ERR_USAGE},
		{"{command: []}", "names no program", ERR_USAGE},
		{"{command: [bom-no-such-program]}", "No such file",
		    ERR_USAGE},
		{"{command: [sh, -c, 'echo hush-in-clear; exit 3']}",
		    "ended with status 3", ERR_USAGE},
		{"{command: [sh, -c, 'kill -9 $$']}", "signal 9", ERR_USAGE},
		{"{command: [sleep, 20]}", "has not ended after 1 s",
		    ERR_AGAIN},
		{"{command: [printf, 'a\\0b']}", "has a NUL", ERR_USAGE},
		{"{command: [seq, 20000]}", "is over 65536 bytes", ERR_USAGE},
		{"{env: A, file: b}", "must be one of", ERR_USAGE},
		{"{}", "must be one of", ERR_USAGE},
		{"{enw: A}", "did you mean \"env\"", ERR_USAGE},
	};
	char out[300];
	size_t i;

	setenv("BOM_TEST_EMPTY", "", 1);
	for (i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(fetch(f, rows[i].yaml, out, 300),
		    rows[i].kind);
		if (!strstr(out, rows[i].wanted) || !strstr(out, "p.yaml:1"))
			fail_msg("%s: %s", rows[i].yaml, out);
		assert_null(strstr(out, "hush"));
	}
}

static void
refuses_a_file_that_all_can_read(void **state)
{
	static const mode_t modes[] = {0644, 0604, 0602, 0666};
	const struct fixture *f = *state;
	char out[300];
	size_t i;

	for (i = 0; i < COUNT_OF(modes); i++) {
		write_file(f, "hush", modes[i]);
		assert_int_equal(fetch(f, "{file: pw}", out, 300), ERR_USAGE);
		assert_non_null(strstr(out, "chmod 600"));
	}
	write_file(f, "", 0600);
	assert_int_equal(fetch(f, "{file: pw}", out, 300), ERR_USAGE);
	assert_non_null(strstr(out, "is empty"));
}

static void
is_masked_in_every_spelling(void **state)
{
	const struct fixture *f = *state;
	struct buf b = BUF_INIT(1000);
	char out[300];

	setenv("BOM_TEST_SECRET", "p\"w &x", 1);
	assert_int_equal(fetch(f, "{env: BOM_TEST_SECRET}", out, 300), 0);
	log_masked(&b, SLICE("1 p\"w &x 2 p%22w%20%26x 3 p\\\"w &x 4"));
	assert_string_equal(buf_text(&b), "1 *** 2 *** 3 *** 4");
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    comes_from_environment_file_and_command, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    says_what_is_wrong_and_never_the_secret, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    refuses_a_file_that_all_can_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(is_masked_in_every_spelling,
		    set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
