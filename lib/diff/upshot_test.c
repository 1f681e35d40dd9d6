/* upshot_test.c - what only the whole structure tells. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/sapling.h"
#include "diff/upshot.h"

static int
tell(void *ctx, const struct upshot_one *one, struct err *e)
{
	struct buf *out = ctx;

	(void)e;
	buf_printf(out, "%s %.*s %.*s\n", upshot_names[one->kind],
	    SLICE_ARGS(one->item), SLICE_ARGS(one->words));
	return 0;
}

static void
put(struct forest *f, enum record_type type, const char *text)
{
	struct stream_line line = {.type = type, .text = slice_of(text)};
	struct err e = ERR_INIT;

	assert_int_equal(forest_put(f, &line, &e), 0);
}

static void
run(const char *const *lines, const char *changed, bool items,
    const char *wanted)
{
	const struct unit_table none = UNIT_TABLE_INIT;
	struct buf out = BUF_INIT(10000);
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct slice rest = slice_of(changed);
	struct forest f;
	struct upshot u;
	struct key k;

	forest_init(&f);
	upshot_init(&u, &f);
	for (; *lines; lines++)
		sapling_put(&f, *lines);
	if (items) {
		put(&f, TYPE_BOM_LINE, "{\"type\":\"bom_line\","
		    "\"parent\":\"A\",\"plant\":\"P1\","
		    "\"component\":\"Q\"}");
		put(&f, TYPE_ITEM, "{\"type\":\"item\",\"item\":\"P\"}");
		put(&f, TYPE_PLANT_ITEM, "{\"type\":\"plant_item\","
		    "\"item\":\"P\",\"plant\":\"P1\"}");
	}
	forest_end(&f, &none);
	while (rest.len) {
		assert_int_equal(key_parse_text(&k, slice_cut(&rest, ' '),
		    &a, &e), 0);
		upshot_changed(&u, &k);
	}
	assert_int_equal(upshot_all(&u, tell, &out, &e), 0);
	assert_string_equal(out.len ? buf_text(&out) : "", wanted);
	upshot_release(&u);
	forest_release(&f);
	arena_release(&a);
	buf_release(&out);
}

static void
leads_from_a_bom_to_what_changed_below(void **state)
{
	static const struct {
		const char *lines[9], *changed, *wanted;
	} cases[] = {
	    {{"A S 1", "S P 1"}, "", ""},
	    {{"A S 1", "S P 1"}, "bom_line:S/////10/X/ item:P",
		"indirect A A > S\n"},
	    /* what changed itself is not indirect */
	    {{"A S 1", "S P 1"}, "bom:A//// bom:S////", ""},
	    {{"A S 1", "S P 1"}, "bom:GONE////", ""},
	    /* the shortest path to each cause */
	    {{"A B 1", "B S 1", "A S 1", "S P 1"}, "bom:S////",
		"indirect A A > S\nindirect B B > S\n"},
	    /* three causes, the nearest ones first */
	    {{"A B 1", "B C 1", "C X 1", "A D 1", "A E 1", "A F 1",
		"D X 1", "E X 1"}, "bom:C//// bom:D//// bom:E////",
		"indirect A A > D; A > E; A > B > C\nindirect B B > C\n"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++)
		run(cases[i].lines, cases[i].changed, false,
		    cases[i].wanted);
}

static void
tells_cycles_and_what_records_lack(void **state)
{
	static const char *const lines[] = {"A B 1", "B A 1", "B P 1",
	    "C C 1", NULL};

	(void)state;
	run(lines, "", false, "cycle A A > B > A\ncycle C C > C\n");
	run(lines, "", true, "cycle A A > B > A\ncycle C C > C\n"
	    "orphan Q \nmissing-plant Q P1\n");
}

static void
ends_where_the_changed_part_contains_itself(void **state)
{
	static const char *const lines[] = {"A B 1", "B A 1", NULL};

	(void)state;
	run(lines, "bom:B////", false, "indirect A A > B\n"
	    "cycle A A > B > A\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(leads_from_a_bom_to_what_changed_below),
	    cmocka_unit_test(tells_cycles_and_what_records_lack),
	    cmocka_unit_test(ends_where_the_changed_part_contains_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
