/* guess_weigh_test.c - roles and values that go together or not. */
#include "extract/guess_weigh.h"

#include <setjmp.h>

#include <cmocka.h>

static struct guess_look look;

/* Values with a bar between. */
static void
look_at(const char *values)
{
	struct slice rest = slice_of(values);

	guess_look_release(&look);
	look = (struct guess_look)GUESS_LOOK_INIT;
	while (rest.len)
		guess_look_add(&look, slice_cut(&rest, '|'));
}

static void
values_may_speak_against_a_role(void **state)
{
	static const struct {
		enum guess_role role;
		const char *values;
		bool fits;
	} cases[] = {
	    {GUESS_QUANTITY, "1|2,5|3", true},
	    {GUESS_QUANTITY, "1|2|REF|TBD", true},
	    {GUESS_QUANTITY, "1|AR|as needed|1/2", true},
	    {GUESS_QUANTITY, "EA|EA", false},
	    {GUESS_QUANTITY, "1|EA|EA", false},
	    {GUESS_ITEM, "A-1|B-2", true},
	    {GUESS_ITEM, "true|false|true", false},
	    {GUESS_COMPONENT, "yes|no", false},
	    {GUESS_SAFETY_STOCK, "1,5|2", true},
	    {GUESS_SAFETY_STOCK, "much", false},
	    {GUESS_TO, "31.12.2026|01.01.2027", true},
	    {GUESS_TO, "soon", false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		look_at(cases[i].values);
		if (guess_weigh_fits(cases[i].role, &look) != cases[i].fits)
			fail_msg("%s: %s", guess_role_name(cases[i].role),
			    cases[i].values);
	}
	guess_look_release(&look);
}

static void
numbers_of_parts_go_before_ids_and_names(void **state)
{
	static const char *const pairs[][2] = {
	    {"PART_NO", "PART_ID"}, {"Parent Number", "Parent ID"},
	    {"Parent No", "Parent Name"},
	    {"sub_part_detail_IPN", "sub_part"},
	    {"bom_line_ids/product_qty", "product_qty"},
	    {"Find Number", "Line Number"},
	};
	struct guess_word first, second;
	size_t i;

	(void)state;
	look_at("10|20|30");
	for (i = 0; i < COUNT_OF(pairs); i++) {
		assert_true(guess_word_find(&first, slice_of(pairs[i][0])));
		assert_true(guess_word_find(&second, slice_of(pairs[i][1])));
		if (first.role != second.role ||
		    guess_weigh(&first, &look) <= guess_weigh(&second, &look))
			fail_msg("%s", pairs[i][0]);
	}
	guess_look_release(&look);
}

static void
odd_quantities_are_said(void **state)
{
	struct buf b = BUF_INIT(1024);

	(void)state;
	look_at("1|2|REF|AR");
	guess_weigh_say(&b, GUESS_QUANTITY, &look);
	assert_string_equal(buf_text(&b), "; 4 of 4 rows have it, 2 of them "
	    "are numbers, 1 as required; no numbers, so that their rows are "
	    "rejected: \"REF\"");
	buf_release(&b);
	guess_look_release(&look);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_may_speak_against_a_role),
	    cmocka_unit_test(numbers_of_parts_go_before_ids_and_names),
	    cmocka_unit_test(odd_quantities_are_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
