/* gather_test.c - origins, and what a reject takes with it. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "extract/gather.h"
#include "model/recin.h"

static void
origins_sort_and_come_back(void **state)
{
	struct origin a = {.source = 1, .entry = 7, .ordinal = 255,
	    .line = 254};
	struct origin b = {.source = 1, .entry = 7, .ordinal = 256,
	    .line = 254}, c;
	char left[ORIGIN_SIZE], right[ORIGIN_SIZE];

	(void)state;
	origin_print(left, &a);
	origin_print(right, &b);
	assert_true(memcmp(left, right, sizeof(left)) < 0);
	b.ordinal = 255;
	b.entry = 0;
	origin_print(right, &b);
	assert_true(memcmp(left, right, sizeof(left)) > 0);
	c = origin_parse(left);
	assert_int_equal(c.source, 1);
	assert_int_equal(c.ordinal, 255);
	assert_int_equal(c.entry, 7);
	assert_int_equal(c.line, 254);
	c = origin_parse(right);
	assert_int_equal(c.ordinal, 255);
}

/* What withholding a record does, with so many key members known. */
static const char *
withhold(const char *line, unsigned known, struct buf *out,
    struct scope *scope)
{
	struct origin o = {.ordinal = 1, .line = 2};
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct gather g;
	struct record r;
	struct slice got;

	scope_init(scope);
	gather_init(&g, SORT_MEMORY_LEAST, scope);
	assert_int_equal(recin_parse(&r, slice_of(line), JSON_AT("t", 1), &a,
	    &e), 0);
	assert_int_equal(gather_withhold(&g, &r, known, &o, &e), 0);
	buf_clear(out);
	assert_int_equal(sort_finish(g.records, &e), 0);
	while (sort_next(g.records, &got, &e) > 0) {
		assert_int_equal(got.at[got.len - ORIGIN_SIZE - 1], 0);
		packing_print_key(out, slice_from(got.at,
		    got.len - ORIGIN_SIZE - 1));
	}
	assert_int_equal(sort_finish(g.withheld, &e), 0);
	while (sort_next(g.withheld, &got, &e) > 0)
		buf_add_slice(out, got);
	gather_release(&g);
	arena_release(&a);
	return buf_text(out);
}

static void
a_reject_withholds_what_its_key_reaches(void **state)
{
	static const char line[] = "{\"type\":\"bom_line\",\"parent\":\"P\","
	    "\"component\":\"C\"}";
	struct buf out = BUF_INIT(65536);
	struct scope scope;

	(void)state;
	assert_string_equal(withhold(line, 8, &out, &scope),
	    "{\"type\":\"bom_line\",\"parent\":\"P\",\"parent_revision\":"
	    "\"\",\"plant\":\"\",\"usage\":\"\",\"alternative\":\"\","
	    "\"find_number\":\"\",\"component\":\"C\",\"occurrence\":\"\"");
	assert_string_equal(withhold(line, 6, &out, &scope),
	    "{\"type\":\"withheld\",\"record_type\":\"bom\","
	    "\"record_key\":\"P////\",\"reason\":\"rejected\"}");
	assert_false(scope.no_removals[TYPE_BOM_LINE]);
	assert_string_equal(withhold(line, 4, &out, &scope), "");
	assert_true(scope.no_removals[TYPE_BOM_LINE]);
	assert_string_equal(withhold("{\"type\":\"item\",\"item\":\"I\"}", 0,
	    &out, &scope), "");
	assert_true(scope.no_removals[TYPE_ITEM]);
	assert_false(scope.no_removals[TYPE_BOM]);
	buf_release(&out);
}

static void
a_key_over_the_ceiling_is_refused(void **state)
{
	struct buf line = BUF_INIT(1024 * 1024);
	struct origin o = {.ordinal = 1, .line = 2};
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct scope scope;
	struct gather g;
	struct record r;
	const char *why;
	size_t i;

	(void)state;
	scope_init(&scope);
	gather_init(&g, SORT_MEMORY_LEAST, &scope);
	record_init(&r, TYPE_ITEM);
	for (i = 0; i < KEY_MOST; i++)
		buf_add_byte(&line, 'x');
	r.values[ITEM_ITEM] = value_of_text(buf_slice(&line));
	assert_int_equal(gather_record(&g, &r, &o, &why, &e), 0);
	assert_string_equal(why, "key_too_long: the key is over 64 KiB");
	assert_int_equal(gather_withhold(&g, &r, 1, &o, &e), 0);
	assert_true(scope.no_removals[TYPE_ITEM]);
	gather_release(&g);
	buf_release(&line);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(origins_sort_and_come_back),
		cmocka_unit_test(a_reject_withholds_what_its_key_reaches),
		cmocka_unit_test(a_key_over_the_ceiling_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
