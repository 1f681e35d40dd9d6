/* file_publish_test.c - files appear whole or not at all. */
#include "io/file.h"

#include "base/fault.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/file_publish_test.XXXXXX";

static int
folder_make(void **state)
{
	(void)state;
	umask(022);
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
assert_content(const char *path, const char *expected)
{
	struct buf b = BUF_INIT(1 << 20);
	struct err e = ERR_INIT;

	assert_int_equal(file_load(&b, path, 1 << 20, &e), 0);
	assert_string_equal(buf_text(&b), expected);
	buf_release(&b);
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
shows_a_file_only_when_it_is_published(void **state)
{
	struct file_out out;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(file_out_open(&out, "a", &e), 0);
	assert_int_equal(file_out_add(&out, "text\n", 5, &e), 0);
	assert_int_equal(file_out_flush(&out, &e), 0);
	assert_int_equal(out.written, 5);
	assert_int_equal(files_here(), 0);
	assert_int_equal(file_out_publish(&out, &e), 0);
	assert_content("a", "text\n");
	assert_int_equal(files_here(), 1);
	assert_int_equal(unlink("a"), 0);
}

static void
leaves_nothing_when_abandoned(void **state)
{
	static const char *const faults[] = {"", "file.tmpfile"};
	struct file_out out = FILE_OUT_INIT;
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	file_out_abandon(&out);
	put_file("a", "old");
	for (i = 0; i < COUNT_OF(faults); i++) {
		arm(faults[i]);
		assert_int_equal(file_out_open(&out, "a", &e), 0);
		assert_int_equal(out.temporary != NULL, i == 1);
		assert_int_equal(file_out_add(&out, "new", 3, &e), 0);
		assert_int_equal(file_out_flush(&out, &e), 0);
		file_out_abandon(&out);
		file_out_abandon(&out);
		assert_content("a", "old");
		assert_int_equal(files_here(), 1);
	}
	arm("");
	unlink("a");
}

static void
works_where_every_file_needs_a_name(void **state)
{
	(void)state;
	arm("file.tmpfile");
	put_file("a", "one");
	assert_content("a", "one");
	arm("file.tmpfile");
	put_file("a", "two");
	assert_content("a", "two");
	assert_int_equal(files_here(), 1);
	arm("");
	unlink("a");
}

static void
keeps_the_mode_of_what_it_replaces(void **state)
{
	struct stat st;

	(void)state;
	put_file("a", "one");
	assert_int_equal(stat("a", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	assert_int_equal(chmod("a", 0640), 0);
	put_file("a", "two");
	assert_int_equal(stat("a", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	arm("file.tmpfile");
	put_file("a", "three");
	arm("");
	assert_int_equal(stat("a", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	unlink("a");
}

static void
refuses_to_replace_what_forbids_writing(void **state)
{
	struct file_out out;
	struct err e = ERR_INIT;
	int status;
	pid_t pid;

	(void)state;
	put_file("a", "one");
	assert_int_equal(chmod("a", 0444), 0);
	assert_int_equal(chmod(folder, 0777), 0);
	pid = fork();
	if (pid == 0) {
		/* nothing forbids root to write: be nobody */
		if (geteuid() == 0 && setuid(65534) < 0)
			_exit(9);
		_exit(file_out_open(&out, "a", &e) == -1 ? e.kind : 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WEXITSTATUS(status), ERR_USAGE);
	unlink("a");
}

static void
replaces_what_a_link_points_to(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(mkdir("d", 0777), 0);
	assert_int_equal(symlink("d/real", "link"), 0);
	put_file("link", "one");
	assert_content("d/real", "one");
	put_file("link", "two");
	assert_content("d/real", "two");
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	unlink("link");
	unlink("d/real");
	assert_int_equal(rmdir("d"), 0);
}

/* Opens "a" and "b", writes "new" to both. */
static void
open_two(struct file_out two[2])
{
	struct err e = ERR_INIT;

	assert_int_equal(file_out_open(&two[0], "a", &e), 0);
	assert_int_equal(file_out_open(&two[1], "b", &e), 0);
	assert_int_equal(file_out_add(&two[0], "new", 3, &e), 0);
	assert_int_equal(file_out_add(&two[1], "new", 3, &e), 0);
}

static void
publishes_all_of_a_group_or_none(void **state)
{
	static const char *const faults[] = {
	    "file.write",
	    "file.write:2",
	    "file.before-sync",
	    "file.before-sync:2",
	    "file.before-link",
	    "file.before-link:2",
	    "file.before-rename",
	    "file.before-rename:2",
	};
	struct file_out two[2], closed = FILE_OUT_INIT;
	struct file_out *group[] = {&two[0], &closed, &two[1]};
	size_t i;
	int old;

	(void)state;
	for (i = 0; i < COUNT_OF(faults) * 2; i++) {
		struct err e = ERR_INIT;

		old = i % 2 == 0;
		if (old) {
			put_file("a", "old");
			put_file("b", "old");
		}
		open_two(two);
		arm(faults[i / 2]);
		assert_int_equal(file_out_publish_all(group, 3, &e), -1);
		arm("");
		assert_int_equal(e.kind, ERR_AGAIN);
		assert_int_equal(files_here(), old ? 2 : 0);
		if (old) {
			assert_content("a", "old");
			assert_content("b", "old");
			unlink("a");
			unlink("b");
		}
		open_two(two);
		assert_int_equal(file_out_publish_all(group, 3, &e), 0);
		assert_int_equal(files_here(), 2);
		assert_content("a", "new");
		assert_content("b", "new");
		unlink("a");
		unlink("b");
	}
}

static void
says_so_when_the_folder_cannot_be_synced(void **state)
{
	struct file_out two[2], *group[] = {&two[0], &two[1]};
	struct err e = ERR_INIT;

	(void)state;
	put_file("a", "old");
	open_two(two);
	arm("file.after-rename");
	assert_int_equal(file_out_publish_all(group, 2, &e), -1);
	arm("");
	assert_string_equal(e.text, "a: its folder: Input/output error");
	assert_content("a", "new");
	assert_content("b", "new");
	assert_int_equal(files_here(), 2);
	unlink("a");
	unlink("b");
}

/* A process that dies at the fault point while it replaces "a"; its id. */
static pid_t
die_at(const char *spec)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		arm(spec);
		put_file("a", "new");
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	return pid;
}

static void
leaves_the_old_file_whole_when_killed(void **state)
{
	char name[64];

	(void)state;
	put_file("a", "old");
	die_at("file.write:kill");
	die_at("file.before-sync:kill");
	die_at("file.before-link:kill");
	assert_int_equal(files_here(), 1);
	assert_content("a", "old");
	/* the one moment that leaves something behind */
	snprintf(name, sizeof(name), ".a.%ld.tmp",
	    (long)die_at("file.before-rename:kill"));
	assert_int_equal(files_here(), 2);
	assert_content("a", "old");
	assert_int_equal(unlink(name), 0);
	die_at("file.after-rename:kill");
	assert_int_equal(files_here(), 1);
	assert_content("a", "new");
	unlink("a");
}

static void
passes_over_names_that_are_taken(void **state)
{
	char name[64];
	int fd;

	(void)state;
	snprintf(name, sizeof(name), ".a.%ld.tmp", (long)getpid());
	fd = open(name, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	close(fd);
	put_file("a", "text");
	assert_content("a", "text");
	assert_int_equal(files_here(), 2);
	assert_int_equal(unlink(name), 0);
	unlink("a");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(shows_a_file_only_when_it_is_published),
	    cmocka_unit_test(leaves_nothing_when_abandoned),
	    cmocka_unit_test(works_where_every_file_needs_a_name),
	    cmocka_unit_test(keeps_the_mode_of_what_it_replaces),
	    cmocka_unit_test(refuses_to_replace_what_forbids_writing),
	    cmocka_unit_test(replaces_what_a_link_points_to),
	    cmocka_unit_test(publishes_all_of_a_group_or_none),
	    cmocka_unit_test(says_so_when_the_folder_cannot_be_synced),
	    cmocka_unit_test(leaves_the_old_file_whole_when_killed),
	    cmocka_unit_test(passes_over_names_that_are_taken),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
