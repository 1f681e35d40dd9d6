/* pathlist_test.c - names, patterns, and names that look like patterns. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "extract/pathlist.h"

static char folder[] = "/tmp/bomtools-[list]-XXXXXX";
static const char *const names[] = {
	"bom_10.csv", "bom_2.csv", "bom_B.csv", "bom_a.csv", "x [1].csv",
	"x 1.csv",
};

static char *
path_of(const char *name)
{
	static char path[120];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static int
make(void **state)
{
	size_t i;
	FILE *f;

	(void)state;
	assert_non_null(mkdtemp(folder));
	for (i = 0; i < COUNT_OF(names); i++) {
		f = fopen(path_of(names[i]), "w");
		assert_non_null(f);
		assert_int_equal(fclose(f), 0);
	}
	return 0;
}

static int
remove_all(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(names); i++)
		unlink(path_of(names[i]));
	return rmdir(folder);
}

/* The names in the list, joined by "|". */
static const char *
joined(const struct pathlist *l)
{
	static struct buf b;
	size_t i;

	buf_release(&b);
	buf_init(&b, 10000);
	for (i = 0; i < l->count; i++)
		buf_printf(&b, "%s%s", i ? "|" : "",
		    strrchr(l->paths[i], '/') + 1);
	return buf_text(&b);
}

static void
a_pattern_is_its_files_in_byte_order(void **state)
{
	struct pathlist l = PATHLIST_INIT;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(pathlist_add_name(&l, folder, "bom_a.csv", &e), 0);
	assert_int_equal(pathlist_add_name(&l, folder, "bom_*.csv", &e), 0);
	assert_string_equal(joined(&l),
	    "bom_a.csv|bom_10.csv|bom_2.csv|bom_B.csv");
	assert_int_equal(pathlist_add_name(&l, folder, "bom_2.csv", &e), -1);
	assert_non_null(strstr(e.text, "bom_2.csv: is given twice"));
	pathlist_release(&l);
}

static void
a_file_may_have_a_name_like_a_pattern(void **state)
{
	struct pathlist l = PATHLIST_INIT;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(pathlist_add_name(&l, folder, "x [1].csv", &e), 0);
	assert_string_equal(joined(&l), "x [1].csv");
	assert_int_equal(pathlist_add_name(&l, folder, "x [1-9].csv", &e), 0);
	assert_string_equal(joined(&l), "x [1].csv|x 1.csv");
	pathlist_release(&l);
}

static void
names_are_relative_to_the_folder_unless_they_are_absolute(void **state)
{
	struct pathlist l = PATHLIST_INIT;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(pathlist_add_name(&l, NULL, "a", &e), 0);
	assert_int_equal(pathlist_add_name(&l, "dir", "a", &e), 0);
	assert_int_equal(pathlist_add_name(&l, "dir", "/a", &e), 0);
	assert_int_equal(l.count, 3);
	assert_string_equal(l.paths[0], "a");
	assert_string_equal(l.paths[1], "dir/a");
	assert_string_equal(l.paths[2], "/a");
	pathlist_release(&l);
}

static void
a_pattern_without_files_is_refused(void **state)
{
	struct pathlist l = PATHLIST_INIT;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(pathlist_add_name(&l, folder, "no*", &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "/no*: no file has such a name"));
	assert_int_equal(l.count, 0);
	pathlist_release(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pattern_is_its_files_in_byte_order),
		cmocka_unit_test(a_file_may_have_a_name_like_a_pattern),
		cmocka_unit_test(
		    names_are_relative_to_the_folder_unless_they_are_absolute),
		cmocka_unit_test(a_pattern_without_files_is_refused),
	};

	return cmocka_run_group_tests(tests, make, remove_all);
}
