/* migration_test.c - steps that have been released stay as they are. */
#include "store/migration.h"

#include "base/hash.h"
#include "store/scratch.h"

#include <setjmp.h>

#include <cmocka.h>

/*
 * XXH3-64 of each step's text.  A line is added with each new step and never
 * changed: a state file that has seen the old text would not see the new.
 */
static const uint64_t texts[] = {
    UINT64_C(0x4ae5f7c09aaed513),
    UINT64_C(0xabc94eeacde43dac),
    UINT64_C(0x5a531110452436b0),
    UINT64_C(0x3c0ed1002f9c0f4c),
    UINT64_C(0xa0f8328a30350478),
    UINT64_C(0x26d657d2b4788b71),
    UINT64_C(0xffcd7600cbb92b2d),
};

static void
each_step_reads_as_it_was_released(void **state)
{
	unsigned n;

	(void)state;
	assert_int_equal(migration_count(), COUNT_OF(texts));
	for (n = 1; n <= migration_count(); n++) {
		const char *sql = migration_sql(n);

		if (hash_64(sql, strlen(sql)) != texts[n - 1])
			fail_msg("step %u has changed: 0x%016" PRIx64, n,
			    hash_64(sql, strlen(sql)));
	}
}

static const char sql_loose[] =
    "SELECT count(*) FROM pragma_table_list WHERE schema = 'main'"
    " AND type = 'table' AND name NOT LIKE 'sqlite%' AND strict = 0";
static const char sql_tables[] =
    "SELECT count(*) FROM pragma_table_list WHERE schema = 'main'"
    " AND type = 'table' AND name NOT LIKE 'sqlite%'";

static void
all_tables_are_strict(void **state)
{
	struct scratch s;

	(void)state;
	scratch_open(&s);
	assert_int_equal(scratch_number(&s, sql_loose), 0);
	assert_in_range(scratch_number(&s, sql_tables), 14, 14);
	scratch_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_step_reads_as_it_was_released),
	    cmocka_unit_test(all_tables_are_strict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
