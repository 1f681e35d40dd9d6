/* file_test.c - reading, writing straight, scratch files. */
#include "io/file.h"

#include "base/fault.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/file_test.XXXXXX";

static int
folder_make(void **state)
{
	(void)state;
	signal(SIGPIPE, SIG_IGN);
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int
folder_remove(void **state)
{
	(void)state;
	return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void
arm(const char *spec)
{
	setenv("BOM_FAULT", spec, 1);
	fault_init();
}

/* How many files there are in the folder, hidden ones too. */
static int
files_here(void)
{
	DIR *d = opendir(".");
	int count = 0;

	while (readdir(d))
		count++;
	closedir(d);
	return count - 2;
}

static void
put_file(const char *path, const char *text)
{
	struct file_out out;
	struct err e = ERR_INIT;

	assert_int_equal(file_out_open(&out, path, &e), 0);
	assert_int_equal(file_out_add(&out, text, strlen(text), &e), 0);
	assert_int_equal(file_out_publish(&out, &e), 0);
	assert_null(out.name);
}

static void
writes_more_than_its_buffer_in_order(void **state)
{
	const size_t sizes[] = {1, 100000, 131072, 131073, 500000, 7};
	struct file_out out;
	struct file_in in;
	struct err e = ERR_INIT;
	char *all = mem_grow(NULL, 1000000, 1), *back;
	size_t i, at = 0, got = 0;
	ssize_t n;

	(void)state;
	for (i = 0; i < 1000000; i++)
		all[i] = (char)(i * 7919 >> 8);
	assert_int_equal(file_out_open(&out, "a", &e), 0);
	for (i = 0; i < COUNT_OF(sizes); at += sizes[i++])
		assert_int_equal(file_out_add(&out, all + at, sizes[i], &e), 0);
	assert_int_equal(file_out_publish(&out, &e), 0);
	assert_int_equal(out.written, at);
	back = mem_grow(NULL, 1000000, 1);
	assert_int_equal(file_in_open(&in, "a", &e), 0);
	assert_true(in.regular);
	assert_int_equal(in.size, at);
	while ((n = file_in_read(&in, back + got, 1000000 - got, &e)) > 0)
		got += (size_t)n;
	file_in_close(&in);
	assert_int_equal(got, at);
	assert_memory_equal(all, back, at);
	mem_free(all);
	mem_free(back);
	unlink("a");
}

static void
fails_with_the_kind_that_errno_asks_for(void **state)
{
	static const struct {
		const char *path, *text;
		enum err_kind kind;
	} cases[] = {
	    {"none/a", "none/a: No such file or directory", ERR_USAGE},
	    {".", ".: Is a directory", ERR_USAGE},
	    {"/dev/full", "/dev/full: No space left on device", ERR_AGAIN},
	    {"/dev/fd/987", "/dev/fd/987: Bad file descriptor", ERR_AGAIN},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct file_out out;
		struct err e = ERR_INIT;

		if (file_out_open(&out, cases[i].path, &e) == 0) {
			assert_int_equal(file_out_add(&out, "x", 1, &e), 0);
			assert_int_equal(file_out_publish(&out, &e), -1);
		}
		assert_string_equal(e.text, cases[i].text);
		assert_int_equal(e.kind, cases[i].kind);
	}
	assert_int_equal(files_here(), 0);
}

static void
cannot_read_a_folder_or_what_is_not_there(void **state)
{
	struct file_in in;
	struct err e = ERR_INIT, f = ERR_INIT;

	(void)state;
	assert_int_equal(file_in_open(&in, ".", &e), -1);
	assert_string_equal(e.text, ".: Is a directory");
	assert_int_equal(file_in_open(&in, "none", &f), -1);
	assert_string_equal(f.text, "none: No such file or directory");
	assert_int_equal(f.kind, ERR_USAGE);
}

static void
reports_a_read_that_fails(void **state)
{
	struct buf b = BUF_INIT(100);
	struct err e = ERR_INIT;

	(void)state;
	put_file("a", "text");
	arm("file.read");
	assert_int_equal(file_load(&b, "a", 100, &e), -1);
	arm("");
	assert_string_equal(e.text, "a: Input/output error");
	assert_int_equal(e.kind, ERR_AGAIN);
	buf_release(&b);
	unlink("a");
}

static void
loads_up_to_the_ceiling_and_no_more(void **state)
{
	static const struct {
		size_t most, room;
		int rc;
	} cases[] = {{4, 100, 0}, {3, 100, -1}, {4, 4, 0}, {4, 3, -1}};
	size_t i;

	(void)state;
	put_file("a", "text");
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf b = BUF_INIT(cases[i].room);
		struct err e = ERR_INIT;

		assert_int_equal(
		    file_load(&b, "a", cases[i].most, &e), cases[i].rc);
		assert_int_equal(e.kind, cases[i].rc ? ERR_INPUT : ERR_NONE);
		buf_release(&b);
	}
	unlink("a");
}

/* With stdout put elsewhere: opens, writes, publishes; the pipe's fate. */
static bool
write_stdout(int fd, struct err *e)
{
	struct file_out out;
	int kept = dup(STDOUT_FILENO);

	fflush(stdout);
	assert_true(dup2(fd, STDOUT_FILENO) >= 0);
	assert_int_equal(file_out_open(&out, NULL, e), 0);
	assert_int_equal(file_out_add(&out, "x", 1, e), 0);
	if (file_out_publish(&out, e) == 0)
		assert_int_equal(e->kind, ERR_NONE);
	assert_true(fcntl(STDOUT_FILENO, F_GETFD) >= 0);
	assert_true(dup2(kept, STDOUT_FILENO) >= 0);
	close(kept);
	return out.broken_pipe;
}

static void
checks_stdout_to_the_end(void **state)
{
	struct err e = ERR_INIT;
	int fd = open("/dev/full", O_WRONLY);

	(void)state;
	assert_false(write_stdout(fd, &e));
	assert_string_equal(e.text, "<stdout>: No space left on device");
	assert_int_equal(e.kind, ERR_AGAIN);
	close(fd);
}

static void
tells_that_the_reader_went_away(void **state)
{
	struct err e = ERR_INIT;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_false(write_stdout(ends[1], &e));
	close(ends[0]);
	assert_true(write_stdout(ends[1], &e));
	assert_string_equal(e.text, "<stdout>: Broken pipe");
	assert_int_equal(e.kind, ERR_AGAIN);
	close(ends[1]);
}

static void
waits_for_a_pipe_that_does_not_block(void **state)
{
	char text[200000], back[200000];
	struct file_out out;
	struct err e = ERR_INIT;
	size_t got = 0;
	int ends[2];
	ssize_t n;
	pid_t pid;

	(void)state;
	memset(text, 'y', sizeof(text));
	assert_int_equal(pipe(ends), 0);
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	pid = fork();
	if (pid == 0) {
		char path[32];

		snprintf(path, sizeof(path), "/dev/fd/%d", ends[1]);
		_exit(file_out_open(&out, path, &e) < 0 ||
		      file_out_add(&out, text, sizeof(text), &e) < 0 ||
		      file_out_publish(&out, &e) < 0);
	}
	close(ends[1]);
	usleep(50000);
	while ((n = read(ends[0], back + got, sizeof(back) - got)) > 0)
		got += (size_t)n;
	assert_int_equal(got, sizeof(text));
	close(ends[0]);
	assert_int_equal(waitpid(pid, &ends[0], 0), pid);
	assert_int_equal(ends[0], 0);
}

static void
scratch_has_no_name_and_reads_what_was_written(void **state)
{
	static const char *const faults[] = {"", "file.tmpfile"};
	struct err e = ERR_INIT;
	char back[8];
	size_t i;
	int fd;

	(void)state;
	setenv("TMPDIR", folder, 1);
	for (i = 0; i < COUNT_OF(faults); i++) {
		arm(faults[i]);
		fd = file_scratch(&e);
		assert_true(fd > STDERR_FILENO);
		assert_int_equal(files_here(), 0);
		assert_int_equal(file_write_at(fd, "abcdef", 6, 70000, &e), 0);
		assert_int_equal(file_write_at(fd, "XY", 2, 70002, &e), 0);
		assert_int_equal(file_read_at(fd, back, 8, 70000, &e), 6);
		assert_memory_equal(back, "abXYef", 6);
		file_scratch_drop(fd, 0, 65536);
		assert_int_equal(file_read_at(fd, back, 8, 70004, &e), 2);
		assert_int_equal(file_read_at(fd, back, 8, 70006, &e), 0);
		close(fd);
	}
	arm("");
	setenv("TMPDIR", "/nowhere", 1);
	assert_int_equal(file_scratch(&e), -1);
	assert_string_equal(
	    e.text, "/nowhere: scratch file: No such file or directory");
	unsetenv("TMPDIR");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(writes_more_than_its_buffer_in_order),
	    cmocka_unit_test(fails_with_the_kind_that_errno_asks_for),
	    cmocka_unit_test(cannot_read_a_folder_or_what_is_not_there),
	    cmocka_unit_test(reports_a_read_that_fails),
	    cmocka_unit_test(loads_up_to_the_ceiling_and_no_more),
	    cmocka_unit_test(checks_stdout_to_the_end),
	    cmocka_unit_test(tells_that_the_reader_went_away),
	    cmocka_unit_test(waits_for_a_pipe_that_does_not_block),
	    cmocka_unit_test(scratch_has_no_name_and_reads_what_was_written),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
