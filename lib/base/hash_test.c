/* hash_test.c - known values of XXH3, and sums modulo 2^128. */
#include "base/hash.h"

#include <setjmp.h>

#include <cmocka.h>

static void
hashes_are_those_of_xxhash(void **state)
{
	/* as xxHash's own library 0.8 and xxh128sum print them */
	static const struct {
		const char *text;
		const char *hash_128;
		uint64_t hash_64;
	} table[] = {
	    {"", "99aa06d3014798d86001c324468d497f", 0x2d06800538d394c2},
	    {"a", "a96faf705af16834e6c632b61e964e1f", 0xe6c632b61e964e1f},
	    {"bomtools", "7b0d8d56f4f5c09a17d9a179314c56bc",
	    0xcb800bd1b87e2814},
	    {"{\"type\":\"item\",\"item\":\"A-100\"}",
	    "cb9f3e632026d0cb95855e52eb56c1a7", 0x0cbc03d892a83f97},
	};
	char text[HASH_TEXT_SIZE], line[300];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		size_t len = strlen(table[i].text);

		hash_print(text, hash_128(table[i].text, len));
		assert_string_equal(text, table[i].hash_128);
		assert_true(hash_64(table[i].text, len) == table[i].hash_64);
	}
	/* long lines go another way inside */
	memset(line, 'x', sizeof(line));
	hash_print(text, hash_128(line, sizeof(line)));
	assert_string_equal(text, "125237ea2ad7bc7aa5d1b4607dc83554");
	assert_true(hash_64(NULL, 0) == table[0].hash_64);
	assert_true(hash_equal(hash_128(NULL, 0), hash_128("", 0)));
	assert_false(hash_equal(hash_128("a\0", 2), hash_128("a", 1)));
}

static void
sums_carry_and_wrap_and_do_not_mind_the_order(void **state)
{
	static const struct {
		struct hash128 a, b, sum;
	} table[] = {
	    {{0, 0}, {0, 0}, {0, 0}},
	    {{0, UINT64_MAX}, {0, 1}, {1, 0}},
	    {{UINT64_MAX, UINT64_MAX}, {0, 1}, {0, 0}},
	    {{UINT64_MAX, UINT64_MAX}, {UINT64_MAX, UINT64_MAX},
	    {UINT64_MAX, UINT64_MAX - 1}},
	    {{1, UINT64_MAX}, {2, UINT64_MAX}, {4, UINT64_MAX - 1}},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct hash128 a = table[i].a, b = table[i].b;
		struct hash128 sum = hash_plus(a, b);

		assert_true(hash_equal(sum, table[i].sum));
		assert_true(hash_equal(hash_plus(b, a), sum));
		assert_true(hash_equal(hash_minus(sum, a), b));
		assert_true(hash_equal(hash_minus(sum, b), a));
	}
}

static void
a_digest_is_the_same_in_any_order_of_lines(void **state)
{
	struct hash128 up = {0, 0}, down = {0, 0}, less;
	char line[32];
	int i, n;

	(void)state;
	for (i = 0; i < 1000; i++) {
		n = snprintf(line, sizeof(line), "line %d", i);
		up = hash_plus(up, hash_128(line, (size_t)n));
		n = snprintf(line, sizeof(line), "line %d", 999 - i);
		down = hash_plus(down, hash_128(line, (size_t)n));
	}
	assert_true(hash_equal(up, down));
	less = hash_minus(up, hash_128("line 500", 8));
	assert_false(hash_equal(less, up));
	assert_true(hash_equal(hash_plus(less, hash_128("line 500", 8)), up));
}

static void
the_text_form_is_32_lower_case_digits(void **state)
{
	static const char *const good[] = {
	    "00000000000000000000000000000000",
	    "0123456789abcdef0fedcba987654321",
	    "ffffffffffffffffffffffffffffffff",
	};
	static const char *const bad[] = {
	    "", "0", "0000000000000000000000000000000",
	    "000000000000000000000000000000000",
	    "0123456789ABCDEF0fedcba987654321",
	    "0123456789abcdef0fedcba98765432g",
	    " 123456789abcdef0fedcba987654321",
	    "0x23456789abcdef0fedcba987654321",
	};
	struct hash128 h = {1, 2};
	char text[HASH_TEXT_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(bad); i++)
		assert_false(hash_parse(&h, slice_of(bad[i])));
	assert_true(h.high == 1 && h.low == 2);
	for (i = 0; i < COUNT_OF(good); i++) {
		assert_true(hash_parse(&h, slice_of(good[i])));
		hash_print(text, h);
		assert_string_equal(text, good[i]);
	}
	assert_true(h.high == UINT64_MAX && h.low == UINT64_MAX);
	assert_true(hash_parse(&h, slice_of(good[1])));
	assert_true(h.high == 0x0123456789abcdef);
	assert_true(h.low == 0x0fedcba987654321);
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(hashes_are_those_of_xxhash),
	    TEST(sums_carry_and_wrap_and_do_not_mind_the_order),
	    TEST(a_digest_is_the_same_in_any_order_of_lines),
	    TEST(the_text_form_is_32_lower_case_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
