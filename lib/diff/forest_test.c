/* forest_test.c - which BOM a line means, and how much of it. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/forest.h"
#include "model/rollup.h"

static void
put(struct forest *f, enum record_type type, const char *text)
{
	struct stream_line line = {.type = type, .text = slice_of(text)};
	struct err e = ERR_INIT;

	if (forest_put(f, &line, &e) < 0)
		fail_msg("%s", e.text);
}

/* A line of `parent` (REVISION/PLANT/USAGE/ALTERNATIVE behind it). */
static void
put_line(struct forest *f, const char *parent, const char *rest)
{
	struct buf b = BUF_INIT(10000);
	struct slice more = slice_of(parent);
	static const char *const names[] = {"parent", "parent_revision",
	    "plant", "usage", "alternative"};
	size_t i;

	buf_add_text(&b, "{\"type\":\"bom_line\"");
	for (i = 0; i < COUNT_OF(names); i++) {
		struct slice part = slice_cut(&more, '/');

		buf_printf(&b, ",\"%s\":\"%.*s\"", names[i],
		    SLICE_ARGS(part));
	}
	buf_printf(&b, ",\"component\":%s}", rest);
	put(f, TYPE_BOM_LINE, buf_text(&b));
	buf_release(&b);
}

/* What stands below the first BOM of X: item/revision/... of its only use. */
static void
check_meant(struct forest *f, const char *wanted)
{
	const struct unit_table none = UNIT_TABLE_INIT;
	const struct structure_edge *edges;
	const struct forest_bom *b;
	struct buf text = BUF_INIT(1000);
	struct key key;
	size_t count;

	forest_end(f, &none);
	edges = structure_components(&f->structure,
	    forest_first(f, SLICE("X"))->node, &count);
	assert_int_equal(count, 1);
	edges = structure_components(&f->structure, edges[0].component,
	    &count);
	if (count) {
		b = forest_bom_of(f, edges[0].component);
		forest_key(&key, b);
		key_add_text_without_type(&text, &key);
	}
	assert_string_equal(count ? buf_text(&text) : "", wanted);
	buf_release(&text);
	forest_release(f);
}

static void
leads_a_use_to_the_bom_that_is_meant(void **state)
{
	static const struct {
		const char *boms[3];
		const char *parent, *use, *wanted;
	} cases[] = {
	    {{"P"}, "X", "\"P\"", "P////"},
	    {{"Q"}, "X", "\"P\"", ""},
	    {{"P//P1", "P"}, "X//P1", "\"P\"", "P//P1//"},
	    {{"P//P1", "P"}, "X//P2", "\"P\"", "P////"},
	    {{"P//P1"}, "X", "\"P\"", ""},
	    {{"P///eng", "P///mfg"}, "X///mfg", "\"P\"", "P///mfg/"},
	    {{"P///eng"}, "X", "\"P\"", ""},
	    {{"P/A", "P/B"}, "X", "\"P\",\"component_revision\":\"A\"",
		"P/A///"},
	    {{"P/A"}, "X", "\"P\",\"component_revision\":\"C\"", ""},
	    {{"P/A", "P/B"}, "X", "\"P\"", "P/B///"},
	    {{"P/10", "P/9"}, "X", "\"P\"", "P/10///"},
	    {{"P////2", "P////1"}, "X", "\"P\"", "P////1"},
	    {{"P////2", "P////1"}, "X////2", "\"P\"", "P////2"},
	};
	struct forest f;
	size_t i, j;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		forest_init(&f);
		for (j = 0; j < 3 && cases[i].boms[j]; j++)
			put_line(&f, cases[i].boms[j], "\"N\"");
		put_line(&f, cases[i].parent, cases[i].use);
		check_meant(&f, cases[i].wanted);
	}
}

static void
asks_the_sequence_then_the_date_for_the_newest(void **state)
{
	struct forest f;

	(void)state;
	forest_init(&f);
	put(&f, TYPE_BOM, "{\"type\":\"bom\",\"parent\":\"P\","
	    "\"parent_revision\":\"A\",\"effective_from\":\"2026-02-01\"}");
	put(&f, TYPE_BOM, "{\"type\":\"bom\",\"parent\":\"P\","
	    "\"parent_revision\":\"B\",\"effective_from\":\"2026-01-01\"}");
	put_line(&f, "X", "\"P\"");
	check_meant(&f, "P/A///");
	forest_init(&f);
	put_line(&f, "P/A", "\"N\"");
	put_line(&f, "P/B", "\"N\"");
	put_line(&f, "X", "\"P\"");
	put(&f, TYPE_REVISION, "{\"type\":\"revision\",\"item\":\"P\","
	    "\"revision\":\"A\",\"sequence\":10}");
	put(&f, TYPE_REVISION, "{\"type\":\"revision\",\"item\":\"P\","
	    "\"revision\":\"B\",\"sequence\":9}");
	check_meant(&f, "P/A///");
}

/* How much N goes into one X. */
static void
check_quantity(struct forest *f, const char *wanted, unsigned rounded,
    unsigned apart)
{
	const struct unit_table none = UNIT_TABLE_INIT;
	struct rollup r = ROLLUP_INIT;
	char text[DECIMAL_TEXT_SIZE];

	forest_end(f, &none);
	assert_true(rollup_run(&r, &f->structure,
	    forest_first(f, SLICE("X"))->node, ROLLUP_COMPONENTS));
	assert_true(slice_is(forest_item(f, r.totals[r.count - 1].node),
	    "N"));
	decimal_print(text, r.totals[r.count - 1].quantity);
	assert_string_equal(text, wanted);
	assert_int_equal(f->rounded, rounded);
	assert_int_equal(f->apart, apart);
	rollup_release(&r);
	forest_release(f);
}

static void
counts_for_one_of_the_base(void **state)
{
	static const struct {
		const char *header, *use, *below, *wanted;
		unsigned rounded, apart;
	} cases[] = {
	    {"", "\"P\",\"quantity\":3", "\"N\",\"quantity\":2", "6", 0, 0},
	    {",\"base_quantity\":4", "\"P\",\"quantity\":3",
		"\"N\",\"quantity\":2", "1.5", 0, 0},
	    {",\"base_quantity\":3", "\"P\",\"quantity\":1",
		"\"N\",\"quantity\":1", "0.333333333333", 1, 0},
	    {",\"uom\":\"CMT\"", "\"P\",\"quantity\":3,\"uom\":\"MTR\"",
		"\"N\",\"quantity\":2", "600", 0, 0},
	    {",\"uom\":\"KGM\"", "\"P\",\"quantity\":3,\"uom\":\"MTR\"",
		"\"N\",\"quantity\":2", "6", 0, 1},
	    {"", "\"P\",\"quantity\":3", "\"N\",\"quantity\":2,"
		"\"basis\":\"per_order\"", "0", 0, 0},
	    {"", "\"P\",\"quantity\":3", "\"N\",\"as_required\":true", "0",
		0, 0},
	    {"", "\"P\",\"quantity\":3", "\"N\",\"quantity\":2,"
		"\"line_kind\":\"document\"", "0", 0, 0},
	};
	struct buf header = BUF_INIT(1000);
	struct forest f;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		forest_init(&f);
		buf_clear(&header);
		buf_printf(&header, "{\"type\":\"bom\",\"parent\":\"P\"%s}",
		    cases[i].header);
		put(&f, TYPE_BOM, buf_text(&header));
		put_line(&f, "P", cases[i].below);
		put_line(&f, "X", cases[i].use);
		check_quantity(&f, cases[i].wanted, cases[i].rounded,
		    cases[i].apart);
	}
	buf_release(&header);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(leads_a_use_to_the_bom_that_is_meant),
	    cmocka_unit_test(asks_the_sequence_then_the_date_for_the_newest),
	    cmocka_unit_test(counts_for_one_of_the_base),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
