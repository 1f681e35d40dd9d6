/* origins_test.c - each of many is found again. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "base/fault.h"
#include "extract/origins.h"

static void
each_of_any_number_is_found(void **state)
{
	static const uint64_t counts[] = {1, 2, 4095, 4096, 4097, 20000, 3};
	struct err e = ERR_INIT;
	struct origins all;
	struct origin one;
	uint64_t i;
	size_t k;

	(void)state;
	origins_init(&all);
	for (k = 0; k < COUNT_OF(counts); k++) {
		origins_clear(&all);
		for (i = 0; i < counts[k]; i++) {
			one = (struct origin){.source = 1, .entry = 2,
			    .ordinal = i * 3, .line = (unsigned long)i + k};
			assert_int_equal(origins_put(&all, &one, &e), 0);
		}
		for (i = 0; i < counts[k]; i++) {
			assert_int_equal(origins_get(&all, i, &one, &e), 0);
			assert_int_equal(one.ordinal, i * 3);
			assert_int_equal(one.line, i + k);
			assert_int_equal(one.entry, 2);
		}
	}
	origins_release(&all);
	origins_release(&all);
}

static void
a_full_disk_asks_to_try_again(void **state)
{
	struct err e = ERR_INIT;
	struct origin one = {.ordinal = 1};
	struct origins all;
	int rc = 0;
	unsigned i;

	(void)state;
	origins_init(&all);
	setenv("TMPDIR", "/nowhere/at/all", 1);
	for (i = 0; i < 5000 && rc == 0; i++)
		rc = origins_put(&all, &one, &e);
	unsetenv("TMPDIR");
	assert_int_equal(i, 4097);
	assert_int_equal(rc, -1);
	assert_int_not_equal(e.kind, ERR_NONE);
	origins_release(&all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_of_any_number_is_found),
		cmocka_unit_test(a_full_disk_asks_to_try_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
