/* job_test.c - a comparison from its words to its counts. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "diff/job.h"

static char old_path[] = "/tmp/job_test.XXXXXX";
static char new_path[] = "/tmp/job_test.XXXXXX";

static const char old_lines[] =
    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"S\","
    "\"quantity\":2}\n"
    "{\"type\":\"bom_line\",\"parent\":\"S\",\"component\":\"P\","
    "\"quantity\":2}\n"
    "{\"type\":\"item\",\"item\":\"P\",\"name\":\"Pin\"}\n";
static const char new_lines[] =
    "{\"type\":\"item\",\"item\":\"P\",\"name\":\"Pin, steel\"}\n"
    "{\"type\":\"item\",\"item\":\"Z\"}\n"
    "{\"type\":\"bom_line\",\"parent\":\"A\",\"component\":\"S\","
    "\"quantity\":2}\n"
    "{\"type\":\"bom_line\",\"parent\":\"S\",\"component\":\"P\","
    "\"quantity\":3}\n";

static void
fill(char *path, const char *lines)
{
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, lines, strlen(lines)), strlen(lines));
	close(fd);
}

static void
compares_what_is_asked_for(void **state)
{
	static const struct {
		const char *root, *level, *as_of;
		uint64_t added, changed;
		bool lossy;
	} cases[] = {
	    {NULL, NULL, NULL, 1, 2, false},
	    {NULL, NULL, "2026-01-01", 1, 2, true},
	    {"A", NULL, NULL, 0, 2, true},
	    {"A", "single", NULL, 0, 0, true},
	    {"A", "flat", NULL, 0, 1, true},
	};
	const char *const paths[2] = {old_path, new_path};
	struct job_words words;
	struct job j;
	struct head h;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;

		memset(&words, 0, sizeof(words));
		words.memory = SORT_MEMORY_LEAST;
		words.structure.root = cases[i].root;
		words.structure.level = cases[i].level;
		words.part.as_of = cases[i].as_of;
		if (job_run(&j, paths, &words, &e) < 0)
			fail_msg("%s", e.text);
		assert_int_equal(j.diff.edits.counts.added, cases[i].added);
		assert_int_equal(j.diff.edits.counts.changed,
		    cases[i].changed);
		diff_head(&j.diff, &h);
		assert_int_equal(h.lossy, cases[i].lossy);
		job_release(&j);
	}
}

static void
refuses_the_structure_where_memory_is_to_be_flat(void **state)
{
	const char *const paths[2] = {old_path, new_path};
	const struct job_words words = {.structure = {.where_used = true,
	    .flat_memory = true}};
	struct err e = ERR_INIT;
	struct job j;

	(void)state;
	assert_int_equal(job_run(&j, paths, &words, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	job_release(&j);
}

static void
stops_above_so_many_changes(void **state)
{
	/* 3 changes against 3 old records */
	static const struct {
		const char *most;
		enum err_kind kind;
	} cases[] = {
	    {"3", ERR_NONE}, {"2", ERR_DECIDE}, {"0", ERR_DECIDE},
	    {"100%", ERR_NONE}, {"99.9%", ERR_DECIDE}, {"1.5", ERR_USAGE},
	    {"-1", ERR_USAGE}, {"%", ERR_USAGE}, {"", ERR_USAGE},
	};
	const char *const paths[2] = {old_path, new_path};
	struct job_words words = {.memory = SORT_MEMORY_LEAST};
	struct job j;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct err e = ERR_INIT;

		words.most = cases[i].most;
		assert_int_equal(job_run(&j, paths, &words, &e),
		    cases[i].kind ? -1 : 0);
		assert_int_equal(e.kind, cases[i].kind);
		job_release(&j);
	}
}

static void
names_the_option_that_compares_nothing(void **state)
{
	const struct job_words none = {.memory = 1};
	const struct job_words root = {.structure = {.root = "A"}};
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(job_check_unused(&none, NULL, "apply", &e), 0);
	assert_int_equal(job_check_unused(&root, NULL, "apply", &e), -1);
	assert_string_equal(e.text, "--root: nothing is compared with "
	    "--apply");
	err_clear(&e);
	assert_int_equal(job_check_unused(&none, "csv", "reverse", &e), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(compares_what_is_asked_for),
	    cmocka_unit_test(refuses_the_structure_where_memory_is_to_be_flat),
	    cmocka_unit_test(stops_above_so_many_changes),
	    cmocka_unit_test(names_the_option_that_compares_nothing),
	};
	int rc;

	fill(old_path, old_lines);
	fill(new_path, new_lines);
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(old_path);
	unlink(new_path);
	return rc;
}
