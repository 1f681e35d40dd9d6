/* aside_test.c - the tops that a change reaches, in words. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/aside.h"
#include "diff/sapling.h"

static const char *const old_lines[] = {"T/1 S 2", "U S 1", "S P 3",
    "V P 1 MTR", "L M 1", "M L 1", NULL};
static const char *const new_lines[] = {"T/2 S 5", "S P 4", "V P 1 MTR",
    "V Q 1", NULL};

static void
check(struct aside *a, enum report_format format,
    struct ordering_change *c, const char *wanted)
{
	const struct report how = {.format = format};
	struct buf out = BUF_INIT(10000);

	aside_more(a, &how, c, &out);
	assert_string_equal(out.len ? buf_text(&out) : "", wanted);
	buf_release(&out);
}

static void
says_where_a_bom_is_used(void **state)
{
	static const struct {
		const char *parent, *text, *csv;
	} cases[] = {
	    {"S", "  in T revision 1 -> 2: 2 -> 5\n  in U: 1 -> (none)\n",
		"where-used,bom,bom:S////,bom:T/2///,2,5,,,\r\n"
		"where-used,bom,bom:S////,bom:U////,1,,,,\r\n"},
	    {"V", "", ""},
	    {"L", "  in a part that contains itself, on the old side: no "
		"quantities\n", "where-used,bom,bom:L////,cycle,"
		"no quantities,,,,\r\n"},
	};
	struct ordering_change c = {.of_bom = true, .first = true};
	struct forest forests[2];
	struct aside a;
	size_t i;

	(void)state;
	sapling_grow(forests, old_lines, new_lines);
	aside_init(&a, forests, SIZE_MAX);
	for (i = 0; i < COUNT_OF(cases); i++) {
		c.place.parent = slice_of(cases[i].parent);
		check(&a, REPORT_TEXT, &c, cases[i].text);
		check(&a, REPORT_CSV, &c, cases[i].csv);
	}
	c.first = false;
	c.place.parent = SLICE("S");
	check(&a, REPORT_TEXT, &c, "");
	aside_release(&a);
	forest_release(&forests[0]);
	forest_release(&forests[1]);
}

static void
says_where_an_item_is_used_in_each_unit(void **state)
{
	struct ordering_change c = {.of_bom = false};
	struct forest forests[2];
	struct aside a;

	(void)state;
	sapling_grow(forests, old_lines, new_lines);
	aside_init(&a, forests, SIZE_MAX);
	record_init(&c.record, TYPE_ITEM);
	c.record.values[ITEM_ITEM].text = SLICE("P");
	check(&a, REPORT_TEXT, &c, "  in T revision 1 -> 2: 6 -> 20\n"
	    "  in U: 3 -> (none)\n  in V: 1 MTR\n");
	check(&a, REPORT_CSV, &c,
	    "where-used,item,item:P,bom:T/2///,6,20,,,\r\n"
	    "where-used,item,item:P,bom:U////,3,,,,\r\n"
	    "where-used,item,item:P,bom:V////,1,1,MTR,,\r\n");
	aside_release(&a);
	forest_release(&forests[0]);
	forest_release(&forests[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(says_where_a_bom_is_used),
	    cmocka_unit_test(says_where_an_item_is_used_in_each_unit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
