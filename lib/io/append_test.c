/* append_test.c - growing, cutting, and what a crash may leave. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "base/fault.h"
#include "io/append.h"
#include "io/file.h"

#include <sys/stat.h>
#include <unistd.h>

static char folder[64], path[96];

static int
set_up(void **state)
{
	const char *base = getenv("TMPDIR");

	(void)state;
	snprintf(folder, sizeof(folder), "%.40s/bom-XXXXXX",
	    base ? base : "/tmp");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/pages", folder);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

static void
holds(const char *text)
{
	struct buf b = BUF_INIT(1024);
	struct err e = ERR_INIT;

	assert_int_equal(file_load(&b, path, 1024, &e), 0);
	assert_string_equal(buf_text(&b), text);
	buf_release(&b);
}

static void
goes_on_behind_the_end_that_is_known(void **state)
{
	struct append a;
	struct err e = ERR_INIT;
	struct stat st;

	(void)state;
	assert_int_equal(append_open(&a, path, &e), 0);
	assert_int_equal(append_add(&a, "one\n", 4, &e), 0);
	assert_int_equal(append_add(&a, "torn", 4, &e), 0);
	append_close(&a);
	holds("one\ntorn");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(append_open(&a, path, &e), 0);
	assert_int_equal(a.size, 8);
	assert_int_equal(append_cut(&a, 4, &e), 0);
	assert_int_equal(append_add(&a, "two\n", 4, &e), 0);
	append_close(&a);
	holds("one\ntwo\n");
}

static void
does_not_cut_at_an_end_that_is_not_there(void **state)
{
	struct append a;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(append_open(&a, path, &e), 0);
	assert_int_equal(append_cut(&a, a.size + 1, &e), -1);
	assert_non_null(strstr(e.text, "is shorter than it was"));
	append_close(&a);
}

static void
hashes_what_stands_in_the_file(void **state)
{
	struct append a;
	struct err e = ERR_INIT;
	struct hash128 h;

	(void)state;
	assert_int_equal(append_open(&a, NULL, &e), 0);
	assert_int_equal(append_add(&a, "abcdef", 6, &e), 0);
	assert_int_equal(append_hash(&a, 2, 5, &h, &e), 0);
	assert_true(hash_equal(h, hash_128("cde", 3)));
	assert_int_equal(append_hash(&a, 3, 3, &h, &e), 0);
	assert_true(hash_equal(h, hash_128("", 0)));
	assert_int_equal(append_hash(&a, 2, 9, &h, &e), -1);
	append_close(&a);
}

static void
a_write_that_fails_moves_no_end(void **state)
{
	static const char *const places[] = {
		"append.before-write", "append.before-sync",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(places); i++) {
		struct append a;
		struct err e = ERR_INIT;
		uint64_t size;

		assert_int_equal(append_open(&a, path, &e), 0);
		size = a.size;
		setenv("BOM_FAULT", places[i], 1);
		fault_init();
		assert_int_equal(append_add(&a, "more", 4, &e), -1);
		assert_int_equal(e.kind, ERR_AGAIN);
		assert_int_equal(a.size, size);
		setenv("BOM_FAULT", "", 1);
		fault_init();
		append_close(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goes_on_behind_the_end_that_is_known),
		cmocka_unit_test(does_not_cut_at_an_end_that_is_not_there),
		cmocka_unit_test(hashes_what_stands_in_the_file),
		cmocka_unit_test(a_write_that_fails_moves_no_end),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
