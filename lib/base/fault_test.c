/* fault_test.c - where and when an armed place fires. */
#include "base/fault.h"

#include <setjmp.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void
arm(const char *spec)
{
	if (spec)
		setenv("BOM_FAULT", spec, 1);
	else
		unsetenv("BOM_FAULT");
	fault_init();
}

static void
a_place_fires_once_and_at_its_count(void **state)
{
	static const struct {
		const char *spec;
		unsigned fires; /* at which passing of "db.commit", 0 never */
	} table[] = {
	    {NULL, 0}, {"", 0}, {"db.commit", 1}, {"db.commit:1", 1},
	    {"db.commit:3", 3}, {"db.commit:0", 1}, {"db.commit:x", 1},
	    {"db.commi", 0}, {"db.commit.x", 0}, {"other", 0}, {":2", 0},
	    {"db.commit:99999999999999999999", 0},
	    /* longer than any name */
	    {"0123456789012345678901234567890123456789012345678901234567890123",
	    0},
	};
	size_t i;
	unsigned pass;

	(void)state;
	unsetenv("BOM_FAULT_LOG");
	for (i = 0; i < COUNT_OF(table); i++) {
		arm(table[i].spec);
		for (pass = 1; pass <= 5; pass++) {
			assert_false(fault_fires("somewhere.else"));
			assert_int_equal(fault_fires("db.commit"),
			    pass == table[i].fires);
		}
	}
	arm(NULL);
	assert_false(fault_armed);
}

static void
every_passing_is_listed_on_demand(void **state)
{
	char path[] = "/tmp/fault_test.XXXXXX", text[100];
	int fd = mkstemp(path);
	ssize_t n;

	(void)state;
	assert_true(fd >= 0);
	setenv("BOM_FAULT_LOG", path, 1);
	arm("?");
	assert_false(fault_fires("db.commit"));
	assert_false(fault_fires("file.read"));
	assert_false(fault_fires("db.commit"));
	n = read(fd, text, sizeof(text) - 1);
	assert_true(n > 0);
	text[n] = '\0';
	assert_string_equal(text, "db.commit\nfile.read\ndb.commit\n");
	arm(NULL);
	unsetenv("BOM_FAULT_LOG");
	close(fd);
	unlink(path);
}

static void
a_firing_leaves_its_name_in_the_log(void **state)
{
	char path[] = "/tmp/fault_test.XXXXXX", line[100];
	int fd = mkstemp(path);
	FILE *in;

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	setenv("BOM_FAULT_LOG", path, 1);
	arm("io.write:2");
	assert_false(fault_fires("io.write"));
	assert_true(fault_fires("io.write"));
	assert_false(fault_fires("io.write"));
	in = fopen(path, "r");
	assert_non_null(in);
	assert_non_null(fgets(line, sizeof(line), in));
	assert_string_equal(line, "io.write\n");
	assert_null(fgets(line, sizeof(line), in));
	fclose(in);
	unlink(path);
	unsetenv("BOM_FAULT_LOG");
	arm(NULL);
}

static void
a_killing_place_ends_the_process_without_any_cleaning(void **state)
{
	static const char *const specs[] = {"x:kill", "x:2:kill"};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(specs); i++) {
		int status;
		pid_t child = fork();

		if (child == 0) {
			arm(specs[i]);
			if (i && fault_fires("x"))
				_exit(1);
			if (fault_fires("x"))
				_exit(2);
			_exit(3);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), SIGKILL);
	}
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_place_fires_once_and_at_its_count),
	    TEST(every_passing_is_listed_on_demand),
	    TEST(a_firing_leaves_its_name_in_the_log),
	    TEST(a_killing_place_ends_the_process_without_any_cleaning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
