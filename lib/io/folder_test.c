/* folder_test.c - folders made, listed and locked; a link switched. */
#include "io/folder.h"

#include "base/fault.h"

#include <dirent.h>
#include <setjmp.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char place[] = "/tmp/folder_test.XXXXXX";

static int
enter(void **state)
{
	(void)state;
	return mkdtemp(place) && chdir(place) == 0 ? 0 : -1;
}

static int
leave(void **state)
{
	(void)state;
	return chdir("/") == 0 && rmdir(place) == 0 ? 0 : -1;
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static void
touch(const char *path)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fclose(f), 0);
}

static void
a_folder_is_made_with_the_way_to_it(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(folder_make("a/b/c/", &e), 0);
	assert_true(is_folder("a/b/c"));
	assert_int_equal(folder_make("a/b/c", &e), 0);
	assert_int_equal(folder_make("/tmp", &e), 0);
	assert_int_equal(folder_make(".", &e), 0);
	touch("a/file");
	assert_int_equal(folder_make("a/file", &e), -1);
	assert_string_equal(e.text, "a/file: is no folder");
	assert_int_equal(e.kind, ERR_USAGE);
	err_clear(&e);
	assert_int_equal(folder_make("a/file/b", &e), -1);
	unlink("a/file");
	rmdir("a/b/c");
	rmdir("a/b");
	rmdir("a");
}

static void
names_come_in_byte_order(void **state)
{
	static const char *const wanted[] = {".x", "A", "a", "b"};
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct slice *names;
	size_t count, i;

	(void)state;
	assert_int_equal(folder_list(&names, &count, "none", &a, &e), 0);
	assert_int_equal(count, 0);
	for (i = COUNT_OF(wanted); i-- > 0; )
		touch(wanted[i]);
	assert_int_equal(folder_list(&names, &count, ".", &a, &e), 0);
	assert_int_equal(count, COUNT_OF(wanted));
	for (i = 0; i < count; i++) {
		assert_true(slice_is(names[i], wanted[i]));
		unlink(wanted[i]);
	}
	arena_release(&a);
}

static void
one_process_has_the_lock(void **state)
{
	struct err e = ERR_INIT;
	int fd, other, status;
	pid_t pid;

	(void)state;
	assert_int_equal(folder_lock(&fd, "lock", &e), 1);
	/* another opening of the file is as another process */
	assert_int_equal(folder_lock(&other, "lock", &e), 0);
	assert_int_equal(other, -1);
	pid = fork();
	if (pid == 0)
		_exit(folder_lock(&other, "lock", &e));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WEXITSTATUS(status), 0);
	close(fd);
	assert_int_equal(folder_lock(&fd, "lock", &e), 1);
	close(fd);
	unlink("lock");
	assert_int_equal(folder_lock(&fd, "none/lock", &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
}

static void
a_link_leads_to_the_old_or_to_the_new(void **state)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	const char *target;

	(void)state;
	assert_int_equal(folder_link(&target, "link", &a, &e), 0);
	assert_int_equal(folder_switch("link", "one", &e), 0);
	assert_int_equal(folder_link(&target, "link", &a, &e), 1);
	assert_string_equal(target, "one");
	setenv("BOM_FAULT", "folder.before-switch", 1);
	fault_init();
	assert_int_equal(folder_switch("link", "two", &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	err_clear(&e);
	assert_int_equal(folder_link(&target, "link", &a, &e), 1);
	assert_string_equal(target, "one");
	assert_int_equal(folder_switch("link", "two", &e), 0);
	assert_int_equal(folder_link(&target, "link", &a, &e), 1);
	assert_string_equal(target, "two");
	unlink("link");
	arena_release(&a);
}

static void
what_is_no_link_is_left_alone(void **state)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	const char *target;

	(void)state;
	touch("file");
	assert_int_equal(folder_switch("file", "one", &e), -1);
	assert_string_equal(e.text, "file: is there, and no link");
	err_clear(&e);
	assert_int_equal(folder_link(&target, "file", &a, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	unlink("file");
	arena_release(&a);
}

static void
a_folder_is_published_whole_where_nothing_is(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(folder_make("filled", &e), 0);
	touch("filled/file");
	assert_int_equal(folder_publish("filled", "given", &e), 0);
	assert_false(is_folder("filled"));
	assert_int_equal(access("given/file", F_OK), 0);
	assert_int_equal(folder_make("filled", &e), 0);
	assert_int_equal(folder_publish("filled", "given", &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_string_equal(e.text, "given: is there already (expected the "
	    "name of a folder to be made)");
	err_clear(&e);
	assert_int_equal(folder_make("given/inside", &e), 0);
	assert_int_equal(folder_remove("given", &e), -1);
	err_clear(&e);
	assert_int_equal(rmdir("given/inside"), 0);
	assert_int_equal(folder_remove("given", &e), 0);
	assert_int_equal(folder_remove("given", &e), 0);
	assert_int_equal(folder_remove("filled", &e), 0);
	assert_false(is_folder("given"));
	assert_false(is_folder("filled"));
}

static void
a_file_moves_once_and_over_what_is_there(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	touch("from");
	touch("to");
	assert_int_equal(folder_move("from", "to", &e), 1);
	assert_int_equal(access("from", F_OK), -1);
	assert_int_equal(folder_move("from", "to", &e), 0);
	assert_int_equal(access("to", F_OK), 0);
	assert_int_equal(folder_move("to", "nowhere/to", &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	unlink("to");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_folder_is_made_with_the_way_to_it),
	    cmocka_unit_test(names_come_in_byte_order),
	    cmocka_unit_test(one_process_has_the_lock),
	    cmocka_unit_test(a_link_leads_to_the_old_or_to_the_new),
	    cmocka_unit_test(what_is_no_link_is_left_alone),
	    cmocka_unit_test(a_folder_is_published_whole_where_nothing_is),
	    cmocka_unit_test(a_file_moves_once_and_over_what_is_there),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
