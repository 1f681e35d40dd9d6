/* anatomy_test.c - which top assemblies a part gets into. */
#include "reconcile/anatomy.h"

#include <setjmp.h>

#include <cmocka.h>

#include "model/sketch.h"

static void
put(struct anatomy *a, const char *words)
{
	struct buf line = BUF_INIT(10000);
	struct arena arena = ARENA_INIT;
	struct err e = ERR_INIT;
	struct record r;

	sketch_record(&line, words);
	sketch_must(recin_parse(&r, buf_slice(&line), JSON_AT("", 0), &arena,
	    &e), &e);
	if (anatomy_wants(a, r.type))
		anatomy_put(a, &r);
	arena_release(&arena);
	buf_release(&line);
}

static void
assert_reach(struct anatomy *a, const char *item, uint64_t count,
    const char *names)
{
	struct buf text = BUF_INIT(10000);

	assert_int_equal(anatomy_reach(a, slice_of(item), &text), count);
	assert_string_equal(buf_text(&text), names);
	buf_release(&text);
}

static void
a_part_reaches_each_top_once(void **state)
{
	struct anatomy a;
	char words[40];
	unsigned i;

	(void)state;
	anatomy_init(&a, true);
	put(&a, "B/1 10 C 1");
	put(&a, "L/1 10 L 1");
	for (i = 9; i > 0; i--) {
		snprintf(words, sizeof(words), "T%u/1 10 B 1", i);
		put(&a, words);
		put(&a, words);
	}
	anatomy_end(&a);
	assert_reach(&a, "C", 9, "T1, T2, T3");
	assert_reach(&a, "T4", 1, "T4");
	assert_reach(&a, "L", 0, "");
	assert_reach(&a, "X", 0, "");
	anatomy_release(&a);
}

static void
without_being_asked_nothing_is_kept(void **state)
{
	struct anatomy a;

	(void)state;
	anatomy_init(&a, false);
	put(&a, "B/1 10 C 1");
	assert_int_equal(structure_node_count(&a.structure), 0);
	assert_reach(&a, "C", 0, "");
	anatomy_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_part_reaches_each_top_once),
	    cmocka_unit_test(without_being_asked_nothing_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
