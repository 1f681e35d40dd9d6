/* whereused_test.c - tops of two sides, side by side. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "diff/sapling.h"
#include "diff/whereused.h"

static void
add_side(struct buf *out, const struct whereused_row *row, int side)
{
	char text[DECIMAL_TEXT_SIZE];
	struct slice revision;

	if (row->states[side] == WHEREUSED_NONE) {
		buf_add_text(out, " none");
		return;
	}
	revision = forest_part(row->tops[side],
	    BOM_PARENT_REVISION);
	decimal_print(text, row->quantities[side]);
	buf_printf(out, " %.*s:%s", SLICE_ARGS(revision),
	    row->states[side] == WHEREUSED_OVERFLOW ? "over" : text);
}

static void
puts_a_top_of_both_sides_in_one_row(void **state)
{
	static const struct {
		const char *old[5], *new[5], *wanted;
	} cases[] = {
	    {{"T S 1"}, {"T S 2"}, "T :1 :2;"},
	    {{"T S 1", "T S 2"}, {"T S 2"}, "T :3 :2;"},
	    {{"T S 1"}, {"U S 2"}, "T :1 none;U none :2;"},
	    {{"T/A S 1"}, {"T/B S 2"}, "T A:1 B:2;"},
	    {{"T/A S 1"}, {"T/A S 3", "T/B S 2"}, "T A:1 A:3;T none B:2;"},
	    {{"T/A S 1", "T/B S 2"}, {"T/A S 1", "T/C S 4"},
		"T A:1 A:1;T B:2 C:4;"},
	    {{"T/A S 1", "T/B S 2"}, {"T/C S 4"},
		"T A:1 none;T B:2 none;T none C:4;"},
	    {{"T M 10", "M S 1"}, {"T M 10", "M S "
		"99999999999999999999999999999999999999"}, "T :10 :over;"},
	    {{"S P 1"}, {"S P 2"}, ""},
	};
	struct ordering_place p = {.parent = SLICE_INIT("S"),
	    .plant = {"", 0}, .usage = {"", 0}, .alternative = {"", 0},
	    .revision = {"", 0}, .was = {"", 0}};
	struct buf out = BUF_INIT(10000);
	struct forest forests[2];
	struct whereused w;
	size_t i, j;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		sapling_grow(forests, cases[i].old, cases[i].new);
		whereused_init(&w, forests, SIZE_MAX);
		buf_clear(&out);
		whereused_of_item(&w, p.parent);
		for (j = 0; j < w.count; j++) {
			const struct whereused_row *row = &w.rows[j];
			struct slice top = forest_part(row->tops[1]
			    ? row->tops[1] : row->tops[0], BOM_PARENT);

			buf_printf(&out, "%.*s", SLICE_ARGS(top));
			add_side(&out, row, 0);
			add_side(&out, row, 1);
			buf_add_byte(&out, ';');
		}
		assert_string_equal(out.len ? buf_text(&out) : "",
		    cases[i].wanted);
		whereused_release(&w);
		forest_release(&forests[0]);
		forest_release(&forests[1]);
	}
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(puts_a_top_of_both_sides_in_one_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
