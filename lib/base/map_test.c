/* map_test.c - the map, up to a million keys. */
#include "base/map.h"

#include <setjmp.h>

#include <cmocka.h>

static void
keys_of_any_bytes_are_told_apart(void **state)
{
	static const struct slice keys[] = {
	    SLICE_INIT(""), SLICE_INIT("\0"), SLICE_INIT("\0\0"),
	    SLICE_INIT("a"), SLICE_INIT("A"), SLICE_INIT("a "),
	    SLICE_INIT("a\0b"), SLICE_INIT("\xff\xfe"), SLICE_INIT("007"),
	    SLICE_INIT("7"),
	};
	struct map m = MAP_INIT;
	bool added;
	size_t i;

	(void)state;
	assert_null(map_find(&m, SLICE("a")));
	for (i = 0; i < COUNT_OF(keys); i++) {
		uint64_t *value;

		assert_null(map_find(&m, keys[i]));
		value = map_put(&m, keys[i], &added);
		assert_true(added);
		assert_true(*value == 0);
		*value = i + 100;
	}
	for (i = 0; i < COUNT_OF(keys); i++) {
		assert_true(*map_find(&m, keys[i]) == i + 100);
		assert_true(*map_put(&m, keys[i], &added) == i + 100);
		assert_false(added);
		assert_true(slice_equal(m.entries[i].key, keys[i]));
	}
	assert_int_equal(m.count, COUNT_OF(keys));
	assert_null(map_find(&m, SLICE("b")));
	*map_put(&m, SLICE("a"), NULL) = 5;
	assert_true(*map_find(&m, SLICE("a")) == 5);
	map_release(&m);
	assert_null(map_find(&m, SLICE("a")));
	assert_int_equal(m.count, 0);
	map_release(&m);
}

static void
keys_are_copied_and_may_go(void **state)
{
	struct map m = MAP_INIT;
	char key[] = "P-100";

	(void)state;
	*map_put(&m, slice_of(key), NULL) = 1;
	memset(key, 'x', sizeof(key) - 1);
	assert_non_null(map_find(&m, SLICE("P-100")));
	assert_null(map_find(&m, slice_of(key)));
	map_release(&m);
}

static struct slice
key_of(char *text, size_t size, uint32_t i)
{
	int n = snprintf(text, size, "%u-%u", i % 1000, i);

	return slice_from(text, (size_t)n);
}

static void
a_million_keys_are_found_and_kept_in_order(void **state)
{
	enum { KEYS = 1000000 };
	struct map m = MAP_INIT;
	char text[32];
	uint32_t i;

	(void)state;
	for (i = 0; i < KEYS; i++)
		*map_put(&m, key_of(text, sizeof(text), i), NULL) = i;
	assert_int_equal(m.count, KEYS);
	for (i = 0; i < KEYS; i++) {
		struct slice key = key_of(text, sizeof(text), i);
		const uint64_t *value = map_find(&m, key);

		if (!value || *value != i ||
		    !slice_equal(m.entries[i].key, key))
			fail_msg("key %u is lost or moved", i);
	}
	for (; i < KEYS + 1000; i++)
		assert_null(map_find(&m, key_of(text, sizeof(text), i)));
	map_release(&m);
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(keys_of_any_bytes_are_told_apart),
	    TEST(keys_are_copied_and_may_go),
	    TEST(a_million_keys_are_found_and_kept_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
