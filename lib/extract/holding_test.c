/* holding_test.c - files that stay the same, or it is said. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#include "extract/holding.h"
#include "io/file.h"

static char folder[] = "/tmp/bomtools-holding-XXXXXX";
static char paths[2][80];

static void
put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static int
make(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(paths[0], sizeof(paths[0]), "%s/a", folder);
	snprintf(paths[1], sizeof(paths[1]), "%s/b", folder);
	return 0;
}

static int
remove_all(void **state)
{
	(void)state;
	unlink(paths[0]);
	unlink(paths[1]);
	return rmdir(folder);
}

/* What is in the file at hand. */
static const char *
text_of(const struct holding *h)
{
	static struct buf b;
	struct err e = ERR_INIT;

	buf_release(&b);
	buf_init(&b, 1000);
	assert_int_equal(file_load(&b, h->path, 1000, &e), 0);
	return buf_text(&b);
}

static void
a_single_file_is_kept_even_if_it_is_replaced(void **state)
{
	const char *const list[] = {paths[0]};
	struct err e = ERR_INIT;
	struct holding h;

	(void)state;
	put(paths[0], "old");
	holding_init(&h, list, 1);
	assert_int_equal(holding_take(&h, 0, &e), 0);
	unlink(paths[0]);
	put(paths[0], "new");
	assert_int_equal(holding_take(&h, 0, &e), 0);
	assert_string_equal(text_of(&h), "old");
	holding_release(&h);
}

static void
of_several_one_that_was_changed_is_refused(void **state)
{
	const char *const list[] = {paths[0], paths[1]};
	struct err e = ERR_INIT;
	struct holding h;

	(void)state;
	put(paths[0], "one");
	put(paths[1], "two");
	holding_init(&h, list, 2);
	assert_int_equal(holding_take(&h, 0, &e), 0);
	assert_string_equal(text_of(&h), "one");
	assert_int_equal(holding_take(&h, 1, &e), 0);
	assert_string_equal(text_of(&h), "two");
	assert_int_equal(holding_take(&h, 0, &e), 0);
	assert_string_equal(text_of(&h), "one");
	put(paths[1], "longer");
	assert_int_equal(holding_take(&h, 1, &e), -1);
	assert_int_equal(e.kind, ERR_AGAIN);
	assert_non_null(strstr(e.text, "/b: has changed while it was read"));
	holding_release(&h);
}

static void
a_pipe_is_copied(void **state)
{
	char path[40];
	const char *list[] = {path, paths[0]};
	struct err e = ERR_INIT;
	struct holding h;
	int ends[2];

	(void)state;
	put(paths[0], "one");
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "piped", 5), 5);
	close(ends[1]);
	snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
	holding_init(&h, list, 2);
	assert_int_equal(holding_take(&h, 0, &e), 0);
	close(ends[0]);
	assert_string_equal(text_of(&h), "piped");
	assert_int_equal(holding_take(&h, 1, &e), 0);
	assert_int_equal(holding_take(&h, 0, &e), 0);
	assert_string_equal(text_of(&h), "piped");
	holding_release(&h);
}

static void
folders_and_missing_files_are_refused(void **state)
{
	const char *const list[] = {folder, "/tmp/no such file"};
	struct err e = ERR_INIT;
	struct holding h;

	(void)state;
	holding_init(&h, list, 2);
	assert_int_equal(holding_take(&h, 0, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, folder));
	err_clear(&e);
	assert_int_equal(holding_take(&h, 1, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	holding_release(&h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_single_file_is_kept_even_if_it_is_replaced),
		cmocka_unit_test(of_several_one_that_was_changed_is_refused),
		cmocka_unit_test(a_pipe_is_copied),
		cmocka_unit_test(folders_and_missing_files_are_refused),
	};

	return cmocka_run_group_tests(tests, make, remove_all);
}
