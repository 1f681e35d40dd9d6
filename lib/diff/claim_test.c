/* claim_test.c - scopes narrowed, as a head says them. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/claim.h"
#include "model/scopeout.h"
#include "model/scopeword.h"

#include "model/sketch.h"

static const struct value *
set_of(const char *text, struct value *v, struct arena *a)
{
	struct slice rest = slice_of(text);

	if (!*text)
		return NULL;
	*v = (struct value){.kind = VALUE_SET};
	v->set = arena_alloc(a, 10 * sizeof(*v->set));
	while (rest.at)
		v->set[v->count++] = slice_cut(&rest, ',');
	return v;
}

static void
a_part_claims_what_was_compared(void **state)
{
	static const struct {
		const char *from, *plants, *usages, *filter, *to;
	} rows[] = {
	    {"{}", "", "", "", "{}"},
	    {"{}", "P1", "", "", "{\"plants\":[\"P1\"]}"},
	    {"{\"plants\":[\"P1\",\"P2\"]}", "P2,P3", "", "",
		"{\"plants\":[\"P2\"]}"},
	    {"{\"usages\":[\"eng\"]}", "P1", "eng,mfg", "",
		"{\"plants\":[\"P1\"],\"usages\":[\"eng\"]}"},
	    {"{\"filter\":\"released only\"}", "", "", "as of 2026-05-01",
		"{\"filter\":\"released only; as of 2026-05-01\"}"},
	    {"[{\"plants\":[\"P1\"]},{\"plants\":[\"P2\"]}]", "P2", "", "",
		"{\"plants\":[\"P2\"]}"},
	    {"[{\"plants\":[\"P1\"]},{\"usages\":[\"eng\"]}]", "P1", "", "",
		"[{\"plants\":[\"P1\"]},"
		"{\"plants\":[\"P1\"],\"usages\":[\"eng\"]}]"},
	};
	struct arena a = ARENA_INIT;
	struct value plants, usages;
	struct scope from, to;
	struct claim c;
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct buf b = BUF_INIT(SKETCH_TEXT);

		sketch_must(scopeword_parse(&from, slice_of(rows[i].from), &a,
		    &e), &e);
		c = (struct claim){set_of(rows[i].plants, &plants, &a),
		    set_of(rows[i].usages, &usages, &a), NULL,
		    slice_of(rows[i].filter)};
		claim_narrow(&to, &from, &c, &a);
		scopeout_add(&b, &to);
		assert_string_equal(buf_text(&b), rows[i].to);
		buf_release(&b);
	}
	arena_release(&a);
}

static void
what_lies_outside_removes_nothing(void **state)
{
	struct arena a = ARENA_INIT;
	struct key k = {TYPE_PLANT_ITEM, 2, {SLICE("P"), SLICE("P9")}};
	struct value plants;
	struct scope from, to;
	struct err e = ERR_INIT;
	struct claim c = {.plants = set_of("P9", &plants, &a),
	    .filter = SLICE_INIT("")};

	(void)state;
	sketch_must(scopeword_parse(&from, SLICE("{\"plants\":[\"P1\"]}"), &a,
	    &e), &e);
	claim_narrow(&to, &from, &c, &a);
	assert_true(scope_holds(&to, &k));
	assert_false(scope_removes(&to, &k));
	arena_release(&a);
}

static void
only_the_types_that_were_compared(void **state)
{
	static bool types[TYPE_COUNT] = {[TYPE_ITEM] = true};
	struct key item = {TYPE_ITEM, 1, {SLICE("A")}};
	struct key other = {TYPE_SUPPLIER, 1, {SLICE("A")}};
	struct claim c = {.types = types, .filter = SLICE_INIT("")};
	struct arena a = ARENA_INIT;
	struct scope from, to;

	(void)state;
	scope_init(&from);
	claim_narrow(&to, &from, &c, &a);
	assert_true(scope_holds(&to, &item));
	assert_false(scope_holds(&to, &other));
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_part_claims_what_was_compared),
	    cmocka_unit_test(what_lies_outside_removes_nothing),
	    cmocka_unit_test(only_the_types_that_were_compared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
