/* guess_column_test.c - headers and values weighed against each other. */
#include "extract/guess_column.h"

#include <setjmp.h>

#include <cmocka.h>

#include "extract/guess_trial.h"

#define WANTED 4

static void
columns_are_known_by_header_and_values(void **state)
{
	static const struct {
		const char *text;
		struct {
			enum guess_role role;
			int column; /* -1: none has it */
		} wanted[WANTED];
	} cases[] = {
	    {"Part Number,Qty\nA-1,1\nB-2,2\n",
	     {{GUESS_ITEM, 0}, {GUESS_QUANTITY, 1}}},
	    /* a quantity in words is none */
	    {"Part Number,Qty\nA-1,few\nB-2,many\n",
	     {{GUESS_ITEM, 0}, {GUESS_QUANTITY, -1}}},
	    /* counters are find numbers where something else is the part */
	    {"Item,Qty,MPN\n1,1,X1\n2,2,X2\n3,1,X3\n",
	     {{GUESS_FIND_NUMBER, 0}, {GUESS_MPN, 2}, {GUESS_ITEM, -1}}},
	    {"id,name\n1,x\n2,y\n3,z\n",
	     {{GUESS_ITEM, 0}, {GUESS_NAME, 1}, {GUESS_FIND_NUMBER, -1}}},
	    /* of two that sound alike the one that looks like it */
	    {"Material,Part Number,Qty\nA2 steel,P1,4\nA2 steel,P2,4\n"
	     "A2 steel,P3,2\n", {{GUESS_ITEM, 1}, {GUESS_QUANTITY, 2}}},
	    {"MPN,MPN2,Qty\nX1,Y1,1\nX2,,2\n",
	     {{GUESS_MPN, 0}, {GUESS_QUANTITY, 2}}},
	    {"Mfr Part Number (Input),Mfr Part Number,Qty\nX1,$1.00,1\n"
	     "X2,$2.00,1\n", {{GUESS_MPN, 0}}},
	    /* designators without a word in the header */
	    {"Part,Where,Qty\nA,\"R1,R2\",2\nB,\"C1,C2\",2\nC,\"C3,C4\",2\n",
	     {{GUESS_REFDES, 1}, {GUESS_ITEM, 0}}},
	    {"Part,Footprint\nA,C0805\nB,C0603\nC,C0402\n",
	     {{GUESS_REFDES, -1}, {GUESS_FOOTPRINT, 1}}},
	    /* a quantity between two numbers */
	    {"inventory_id,set_num,quantity\n35,75911-1,1\n35,75912-1,1\n"
	     "39,75048-1,1\n", {{GUESS_PARENT, 0}, {GUESS_COMPONENT, 1}}},
	    /* a list's number is what is unique */
	    {"part_num,element_id,color\n10,1,a\n10,2,b\n11,3,c\n",
	     {{GUESS_ITEM, 1}}},
	    {"Valid From,Part\n2026-01-01,A\nsoon,B\n",
	     {{GUESS_FROM, -1}, {GUESS_ITEM, 1}}},
	    {"Level,Part\n1,A\n2,B\n", {{GUESS_LEVEL, 0}, {GUESS_ITEM, 1}}},
	    {"Level,Part\nlow,A\nhigh,B\n", {{GUESS_LEVEL, -1}}},
	};
	size_t i, n;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct guess_columns c;
		struct guess_table t;
		struct err e = ERR_INIT;

		assert_int_equal(guess_table_read(&t,
		    trial_file(cases[i].text), &e), 0);
		guess_columns_find(&c, &t);
		for (n = 0; n < WANTED; n++) {
			enum guess_role role = cases[i].wanted[n].role;

			if (role != GUESS_NOTHING &&
			    c.best[role] != cases[i].wanted[n].column)
				fail_msg("%s: %s is %d", cases[i].text,
				    guess_role_name(role), c.best[role]);
		}
		guess_columns_release(&c);
		guess_table_release(&t);
	}
}

static void
each_guess_has_its_grounds(void **state)
{
	struct guess_columns c;
	struct guess_table t;
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(guess_table_read(&t, trial_file("Part,Refs,Qty,x\n"
	    "A,\"R1,R2\",2,u\nB,C1,1,\nC,C2,1,\n"), &e), 0);
	guess_columns_find(&c, &t);
	assert_string_equal(c.list[0].why, "part number: the header says "
	    "\"part\"; 3 of 3 rows have it, 3 different ones");
	assert_string_equal(c.list[1].why, "designators: the header says "
	    "\"refs\"; 3 of 3 rows have it, 3 of them are designators");
	assert_string_equal(c.list[2].why, "quantity: the header says "
	    "\"qty\"; 3 of 3 rows have it, 3 of them are numbers");
	assert_string_equal(c.list[3].why, "");
	guess_columns_release(&c);
	guess_table_release(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(columns_are_known_by_header_and_values),
	    cmocka_unit_test(each_guess_has_its_grounds),
	};

	return cmocka_run_group_tests(tests, NULL, trial_remove);
}
