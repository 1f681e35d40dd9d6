/* guess_rule_test.c - rules that say what the values need. */
#include "extract/guess_rule.h"

#include <setjmp.h>

#include <cmocka.h>

#include "extract/guess_trial.h"

static struct guess_part part;

static void
look_at(const char *text)
{
	struct err e = ERR_INIT;

	memset(&part, 0, sizeof(part));
	if (guess_table_read(&part.table, trial_file(text), &e) < 0)
		fail_msg("%s", e.text);
	guess_columns_find(&part.columns, &part.table);
	guess_shape_find(&part.shape, &part.columns);
}

static void
forget(void)
{
	guess_shape_release(&part.shape);
	guess_columns_release(&part.columns);
	guess_table_release(&part.table);
}

static void
values_get_the_rule_that_reads_them(void **state)
{
	static const struct {
		const char *text;
		enum guess_role role;
		const char *rule;
	} cases[] = {
	    {"Part,Qty\nA,1\nB,2.5\n", GUESS_QUANTITY, "Qty"},
	    {"Part;Qty\nA;1\nB;2,5\n", GUESS_QUANTITY,
	     "{column: Qty, decimal: \",\"}"},
	    {"Part;Qty\nA;1\nB;2.000,5\n", GUESS_QUANTITY,
	     "{column: Qty, decimal: \",\", thousands: \".\"}"},
	    {"Part,Qty\nA,1\nB,\"2,000\"\n", GUESS_QUANTITY,
	     "{column: Qty, thousands: \",\"}"},
	    {"Part;Qty\nA;1\nB;2,000\n", GUESS_QUANTITY,
	     "{column: Qty, decimal: \",\"}"},
	    {"Part,Price\nA,$1.00\nB,\"$2,000.00\"\n", GUESS_PRICE,
	     "{column: Price, strip: \"$\", thousands: \",\"}"},
	    {"Part,Valid From\nA,2026-01-31\n", GUESS_FROM, "Valid From"},
	    {"Part,Valid From\nA,31.01.2026\n", GUESS_FROM,
	     "{column: Valid From, date: \"%d.%m.%Y\"}"},
	    {"Part,Valid From\nA,01/02/2026\n", GUESS_FROM,
	     "{column: Valid From, date: \"%m/%d/%Y\"}  # or is it %d/%m/%Y?"},
	    {"Part,Refs\nA,\"R1, R2\"\nB,C1 C2\n", GUESS_REFDES,
	     "{column: Refs, split: [\",\", \" \"]}"},
	    {"Part,Refs\nA,R1-R4\n", GUESS_REFDES,
	     "{column: Refs, split: [\",\"], ranges: yes}"},
	    {"Part,UOM\nA,EA\n", GUESS_UOM, "UOM"},
	    {"Part,UOM\nA,pcs\nB,furlong\n", GUESS_UOM,
	     "{column: UOM, map: {pcs: EA}, unmapped: keep}"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf b = BUF_INIT(4096);

		look_at(cases[i].text);
		assert_true(part.columns.best[cases[i].role] >= 0);
		guess_rule(&b, &part, cases[i].role,
		    part.columns.best[cases[i].role]);
		assert_string_equal(buf_text(&b), cases[i].rule);
		buf_release(&b);
		forget();
	}
}

static void
a_part_is_a_column_several_or_an_expression(void **state)
{
	static const struct {
		const char *text, *rule, *parent;
	} cases[] = {
	    {"Part,Qty\nA,1\n", "Part", "\"@parent.Part\""},
	    {"MPN,Name,Qty\nX,a,1\n,b,1\n", "{column: [MPN, Name]}",
	     "\"@parent.MPN\""},
	    {"Refs,Val,Case,Qty,MPN\nR1,1k,0603,1,X\nR2,2k,0603,1,\n",
	     "{expression: 'coalesce(\"MPN\", \"Val\" || '' '' || "
	     "\"Case\")'}", "\"@parent.MPN\""},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct buf b = BUF_INIT(4096);

		look_at(cases[i].text);
		guess_rule_part(&b, &part, "", part.shape.chain_count);
		assert_string_equal(buf_text(&b), cases[i].rule);
		buf_clear(&b);
		guess_rule_part(&b, &part, "@parent.", 1);
		assert_string_equal(buf_text(&b), cases[i].parent);
		buf_release(&b);
		forget();
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_get_the_rule_that_reads_them),
	    cmocka_unit_test(a_part_is_a_column_several_or_an_expression),
	};

	return cmocka_run_group_tests(tests, NULL, trial_remove);
}
