/* prints_test.c - what is put in comes back, from memory and from the file. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "base/hash.h"
#include "base/mem.h"
#include "model/prints.h"

static void
a_print_holds_its_parts(void **state)
{
	static const uint64_t bom = ((uint64_t)1 << PRINTS_BOM_BITS) - 2;
	struct print p = print_of(7, 0x123456789abcdef0, bom,
	    PRINTS_OFFSET_MOST - 1);
	struct print q = print_of(7, 0x223456789abcdef0, 0xabc, 0);
	struct print r = print_of(7, 0x1234567790000000, 0, 0);

	(void)state;
	assert_int_equal(print_bom(&p), bom);
	assert_int_equal(print_offset(&p), PRINTS_OFFSET_MOST - 1);
	assert_int_equal(print_bom(&q), 0xabc);
	assert_int_equal(print_offset(&q), 0);
	assert_true(print_same_line(&p, &q));
	assert_false(print_same_line(&p, &r));
}

static struct print
print_number(uint64_t i)
{
	/* the bytes of a number are as good as any */
	return print_of(hash_64((const char *)&i, sizeof(i)), i, 5, i);
}

static void
all_prints_come_back_share_by_share(void **state)
{
	static const struct {
		unsigned bits;
		size_t memory;
		uint64_t count;
	} cases[] = {{4, 1 << 20, 0}, {4, 1 << 20, 1}, {4, 1 << 20, 100000},
	    {6, 100000, 100000}, {12, 0, 300000}, {4, 0, 100}};
	struct prints_share share = {NULL, 0, 0};
	struct err e = ERR_INIT;
	size_t c, j;

	(void)state;
	for (c = 0; c < COUNT_OF(cases); c++) {
		struct prints *p = prints_new(cases[c].bits, cases[c].memory);
		bool *seen = mem_zero((size_t)cases[c].count + 1);
		uint64_t i, count = 0;

		for (i = 0; i < cases[c].count; i++)
			assert_int_equal(prints_put(p, print_number(i), &e),
			    0);
		assert_int_equal(prints_finish(p, &e), 0);
		for (i = 0; i < (uint64_t)1 << cases[c].bits; i++) {
			share.count = 0;
			assert_int_equal(prints_load(p, (unsigned)i, &share,
			    &e), 0);
			for (j = 0; j < share.count; j++) {
				uint64_t at = print_offset(&share.list[j]);

				assert_true(at < cases[c].count && !seen[at]);
				seen[at] = true;
				assert_int_equal(share.list[j].key >>
				    (64 - cases[c].bits), i);
				count++;
			}
		}
		assert_int_equal(count, cases[c].count);
		mem_free(seen);
		prints_free(p);
	}
	mem_free(share.list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_print_holds_its_parts),
	    cmocka_unit_test(all_prints_come_back_share_by_share),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
