/* shards_test.c - all parts, each once, in any order. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/shards.h"

/* Adds heads, then asks whether all parts are there. */
static int
add_all(struct shards *s, const unsigned *ks, size_t count, struct err *e)
{
	struct head h;
	size_t i;

	for (i = 0; i < count; i++) {
		head_init(&h, HEAD_SNAPSHOT);
		h.shard_k = ks[i] / 10;
		h.shard_n = ks[i] % 10;
		if (shards_add(s, &h, e) < 0)
			return -1;
	}
	return shards_check(s, e);
}

static const struct {
	unsigned ks[4]; /* 24: the 2nd of 4; 0: no shard */
	size_t count;
	const char *text; /* NULL: good */
} cases[] = {
    {{0}, 0, NULL},
    {{0}, 1, NULL},
    {{0, 0}, 2, NULL},
    {{24}, 1, NULL},
    {{11}, 1, NULL},
    {{33, 13, 23}, 3, NULL},
    {{33, 13}, 2, "shard 2 of 3 is missing"},
    {{13, 23, 13}, 3, "shard 1 of 3 stands twice"},
    {{13, 24}, 2, "shard: heads disagree on the number of shards (3 and 4)"},
    {{13, 0}, 2, "shard: heads disagree on the number of shards (3 and 0)"},
    {{0, 13}, 2, "shard: heads disagree on the number of shards (0 and 3)"},
};

static void
all_parts_are_needed_each_once(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct shards s = SHARDS_INIT;
		struct err e = ERR_INIT;
		int rc = add_all(&s, cases[i].ks, cases[i].count, &e);

		assert_int_equal(rc, cases[i].text ? -1 : 0);
		if (cases[i].text) {
			assert_string_equal(e.text, cases[i].text);
			assert_int_equal(e.kind, ERR_INPUT);
		}
		shards_release(&s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_parts_are_needed_each_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
