/* around_test.c - records around one. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "transform/gatescratch.h"

static struct gatescratch scratch;

static int
set_up(void **state)
{
	(void)state;
	gatescratch_open(&scratch);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	gatescratch_close(&scratch);
	return 0;
}

static void
a_record_is_here_there_unknown_or_nowhere(void **state)
{
	static const struct {
		const char *item;
		enum around_where where;
	} cases[] = {{"HERE", AROUND_HERE}, {"HELD", AROUND_UNKNOWN},
	    {"GONE", AROUND_NOWHERE}, {"NONE", AROUND_NOWHERE}};
	static const char *const lines[] = {
	    "{\"type\":\"item\",\"item\":\"HERE\",\"name\":\"now\"}",
	    "{\"type\":\"withheld\",\"record_type\":\"item\",\"record_k"
		"ey\":\"HELD\",\"reason\":\"held\"}", NULL};
	static const char *const known[] = {
	    "{\"type\":\"item\",\"item\":\"GONE\"}",
	    "{\"type\":\"item\",\"item\":\"HERE\",\"name\":\"then\"}", NULL};
	const struct known_ledger ledger = {scratch.state.db, "erp"};
	struct arena arena = ARENA_INIT;
	struct around a;
	struct record r;
	struct err e = ERR_INIT;
	enum around_where where;
	size_t i;

	(void)state;
	gatescratch_spool(&scratch, lines);
	gatescratch_acknowledge(&scratch, known);
	assert_int_equal(around_init(&a, &scratch.spool, &ledger, NULL, &e),
	    0);
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct key k = {.type = TYPE_ITEM, .count = 1,
		    .parts = {slice_of(cases[i].item)}};

		assert_int_equal(around_where(&a, &k, &where, &e), 0);
		assert_int_equal(where, cases[i].where);
		assert_int_equal(around_get(&a, &k, &r, &arena, &e), i == 0);
		assert_int_equal(around_acknowledged(&a, &k, &r, &arena, &e),
		    i == 0 || i == 2);
	}
	/* an upsert does not say that anything is gone */
	scratch.spool.in.head.kind = HEAD_UPSERT;
	assert_int_equal(around_where(&a, &(struct key){.type = TYPE_ITEM,
	    .count = 1, .parts = {SLICE("GONE")}}, &where, &e), 0);
	assert_int_equal(where, AROUND_THERE);
	assert_true(around_has_type(&a, TYPE_ITEM));
	assert_false(around_has_type(&a, TYPE_BOM));
	around_release(&a);
	arena_release(&arena);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(a_record_is_here_there_unknown_or_nowhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
