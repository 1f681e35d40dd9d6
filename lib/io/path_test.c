/* path_test.c - names, links and descriptors. */
#include "io/path.h"

#include <fcntl.h>
#include <setjmp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void
tells_the_standard_streams_from_files(void **state)
{
	(void)state;
	assert_true(path_standard(NULL));
	assert_true(path_standard("-"));
	assert_false(path_standard("--"));
	assert_false(path_standard(""));
}

static void
knows_the_names_of_descriptors(void **state)
{
	static const struct {
		const char *path;
		int expected;
	} cases[] = {
	    {"/dev/stdout", 1},
	    {"/dev/stderr", 2},
	    {"/dev/fd/63", 63},
	    {"/dev/fd/", -1},
	    {"/dev/fd/x", -1},
	    {"/dev/null", -1},
	    {"/dev/fd/99999999999", -1},
	    {"stdout", -1},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(
		    path_descriptor(cases[i].path), cases[i].expected);
}

static void
cuts_off_the_folder(void **state)
{
	static const struct {
		const char *path, *folder;
	} cases[] = {
	    {"a", "./"},
	    {"b/a", "b/"},
	    {"/a", "/"},
	    {"/b/c/a", "/b/c/"},
	};
	size_t i;
	char *folder;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		folder = path_folder(cases[i].path);
		assert_string_equal(folder, cases[i].folder);
		mem_free(folder);
	}
}

static void
makes_hidden_names_that_fit_into_a_folder(void **state)
{
	char expected[64], longest[300];
	char *name;

	(void)state;
	name = path_temporary("b/a.json", 0);
	snprintf(
	    expected, sizeof(expected), "b/.a.json.%ld.tmp", (long)getpid());
	assert_string_equal(name, expected);
	mem_free(name);
	name = path_temporary("a", 2);
	snprintf(expected, sizeof(expected), ".a.%ld.2.tmp", (long)getpid());
	assert_string_equal(name, expected);
	mem_free(name);
	memset(longest, 'x', 255);
	longest[255] = '\0';
	name = path_temporary(longest, 99);
	assert_true(strlen(name) <= 255);
	mem_free(name);
}

static void
follows_links_also_to_what_is_not_there_yet(void **state)
{
	static const struct {
		const char *link, *target, *path, *expected;
	} cases[] = {
	    {"one", "two", "one", "two"},
	    {"f/three", "new", "f/three", "f/new"},
	    {"four", "f/three", "four", "f/new"},
	    {"five", "/nowhere/x", "five", "/nowhere/x"},
	    {"five", NULL, "plain", "plain"},
	};
	char folder[] = "/tmp/path_test.XXXXXX";
	size_t i;
	char *end;

	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_int_equal(chdir(folder), 0);
	assert_int_equal(mkdir("f", 0777), 0);
	for (i = 0; i < COUNT_OF(cases); i++) {
		if (cases[i].target)
			assert_int_equal(
			    symlink(cases[i].target, cases[i].link), 0);
		end = path_behind_links(cases[i].path);
		assert_string_equal(end, cases[i].expected);
		mem_free(end);
	}
	assert_int_equal(symlink("loop", "loop"), 0);
	end = path_behind_links("loop");
	assert_string_equal(end, "loop");
	mem_free(end);
	for (i = 0; i < 4; i++)
		unlink(cases[i].link);
	unlink("loop");
	rmdir("f");
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(rmdir(folder), 0);
}

static void
never_opens_a_file_as_a_standard_stream(void **state)
{
	int kept = dup(STDIN_FILENO), fd;

	(void)state;
	close(STDIN_FILENO);
	fd = path_open("/dev/null", O_RDONLY, 0);
	assert_true(fd > STDERR_FILENO);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	assert_int_equal(fcntl(STDIN_FILENO, F_GETFD), -1);
	close(fd);
	if (kept >= 0) {
		assert_int_equal(dup2(kept, STDIN_FILENO), STDIN_FILENO);
		close(kept);
	}
	assert_int_equal(path_open("/nowhere/x", O_RDONLY, 0), -1);
	assert_int_equal(errno, ENOENT);
}

static void
knows_when_two_names_lead_to_one_file(void **state)
{
	(void)state;
	assert_true(path_same("Makefile", "./lib/../Makefile"));
	assert_false(path_same("Makefile", "README.md"));
	assert_true(path_same("not-there", "./not-there"));
	assert_false(path_same("not-there", "lib/not-there"));
	assert_false(path_same("/dev/null", "/dev/null"));
	assert_false(path_same(NULL, "-"));
	assert_false(path_same("-", "-"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(knows_when_two_names_lead_to_one_file),
	    cmocka_unit_test(tells_the_standard_streams_from_files),
	    cmocka_unit_test(knows_the_names_of_descriptors),
	    cmocka_unit_test(cuts_off_the_folder),
	    cmocka_unit_test(makes_hidden_names_that_fit_into_a_folder),
	    cmocka_unit_test(follows_links_also_to_what_is_not_there_yet),
	    cmocka_unit_test(never_opens_a_file_as_a_standard_stream),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
