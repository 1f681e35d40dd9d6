/* subtotals_test.c - lines cut or parsed add up to the same totals. */
#include "reconcile/subtotals.h"

#include <setjmp.h>

#include <cmocka.h>

#include "model/recin.h"

#define LINE(plant, rest) "{\"type\":\"bom_line\",\"parent\":\"A\"," \
    "\"parent_revision\":\"\",\"plant\":\"" plant "\",\"usage\":\"\"," \
    "\"alternative\":\"\",\"find_number\":\"10\",\"component\":\"P\"," \
    "\"occurrence\":\"\"" rest "}"
#define BOM(plant) "{\"type\":\"bom\",\"parent\":\"A\"," \
    "\"parent_revision\":\"\",\"plant\":\"" plant "\",\"usage\":\"\"," \
    "\"alternative\":\"\"}"
#define COST(rest) "{\"type\":\"plant_item\",\"item\":\"P\",\"plant\":\"1\"" \
    rest "}"

static const char *const lines[] = {
    LINE("", ",\"quantity\":4,\"uom\":\"EA\""),
    LINE("1", ",\"quantity\":0.125,\"uom\":\"EA\""),
    LINE("1", ",\"component_revision\":\"a \\\"b\\\\\",\"quantity\":-2.5,"
	"\"uom\":\"KGM\""),
    LINE("1", ",\"quantity\":\"99999999999999999999\",\"uom\":\"KGM\""),
    LINE("1", ",\"quantity\":\"0.1234567891234567\",\"uom\":\"KGM\""),
    LINE("1", ",\"quantity\":7"),
    LINE("1", ",\"uom\":\"EA\""),
    LINE("1", ",\"refdes\":[\"R1\",\"R]2\"],\"attrs\":{\"a\":1,"
	"\"quantity\":9,\"uom\":\"XX\"}"),
    LINE("\\\"1\\\"", ",\"quantity\":3,\"uom\":\"k\\tg\""),
    COST(",\"procurement\":\"buy\",\"lead_time_days\":5,"
	"\"standard_cost\":12.5,\"currency\":\"EUR\""),
    COST(",\"lot_size\":1,\"standard_cost\":999999999999999,"
	"\"currency\":\"EUR\",\"status\":\"x\""),
    COST(""),
    BOM("7"),
    "{\"type\":\"item\",\"item\":\"P\",\"name\":\"no plant\"}",
};

static void
assert_same(struct totals *a, struct totals *b)
{
	size_t i;

	totals_finish(a);
	totals_finish(b);
	assert_int_equal(a->count, b->count);
	for (i = 0; i < a->count; i++) {
		assert_int_equal(a->list[i].type, b->list[i].type);
		assert_int_equal(a->list[i].member, b->list[i].member);
		assert_true(slice_equal(a->list[i].plant, b->list[i].plant));
		assert_true(slice_equal(a->list[i].unit, b->list[i].unit));
		assert_int_equal(decimal_compare(
		    a->list[i].sides[TOTALS_ERP].sum,
		    b->list[i].sides[TOTALS_ERP].sum), 0);
		assert_int_equal(a->list[i].sides[TOTALS_ERP].overflow,
		    b->list[i].sides[TOTALS_ERP].overflow);
	}
}

static void
put(struct subtotals *s, struct totals *t, const char *text, struct arena *a)
{
	struct slice line = slice_of(text);
	struct err e = ERR_INIT;
	struct record r;
	struct scan scan;

	assert_true(scan_line(&scan, line));
	subtotals_add(s, line, &scan);
	assert_int_equal(recin_parse(&r, line, JSON_AT("", 0), a, &e), 0);
	if (totals_wants(r.type))
		totals_add(t, TOTALS_ERP, &r);
}

static void
lines_cut_add_up_as_lines_parsed_do(void **state)
{
	struct totals cut, parsed;
	struct subtotals s;
	struct arena a = ARENA_INIT;
	unsigned i;

	(void)state;
	totals_init(&cut);
	totals_init(&parsed);
	subtotals_init(&s);
	for (i = 0; i < 3 * COUNT_OF(lines); i++)
		put(&s, &parsed, lines[i % COUNT_OF(lines)], &a);
	subtotals_into(&s, &cut, TOTALS_ERP);
	assert_true(cut.count >= 10);
	assert_same(&cut, &parsed);
	subtotals_release(&s);
	totals_release(&cut);
	totals_release(&parsed);
	arena_release(&a);
}

/* Integers of 64 bits are soon full. */
static void
large_numbers_stay_exact(void **state)
{
	static const char large[] = LINE("1",
	    ",\"quantity\":\"99999999999999999\",\"uom\":\"EA\"");
	struct totals cut, parsed;
	struct subtotals s;
	struct arena a = ARENA_INIT;
	unsigned i;

	(void)state;
	totals_init(&cut);
	totals_init(&parsed);
	subtotals_init(&s);
	for (i = 0; i < 1000; i++)
		put(&s, &parsed, large, &a);
	subtotals_into(&s, &cut, TOTALS_ERP);
	assert_same(&cut, &parsed);
	subtotals_release(&s);
	totals_release(&cut);
	totals_release(&parsed);
	arena_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_cut_add_up_as_lines_parsed_do),
	    cmocka_unit_test(large_numbers_stay_exact),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
