/* report_counts_test.c - which lines and columns the table has. */
#include "base/base.h"

#include <setjmp.h>

#include <cmocka.h>

#include "reconcile/report_counts.h"
#include "reconcile/sketch_summary.h"

static void
columns_without_records_are_left_out(void **state)
{
	struct buf b = BUF_INIT(10000);
	struct sketch_summary k;

	(void)state;
	sketch_open(&k);
	k.policy.types[TYPE_ITEM].compared = true;
	report_counts_add(&b, &k.r);
	assert_string_equal(buf_text(&b), "\n"
	    "type  differ  unknown  match  PLM  ERP\n"
	    "item       3        1      4    8    8\n");
	sketch_close(&k);
	buf_release(&b);
}

static void
several_types_are_summed_and_what_is_not_compared_has_dashes(void **state)
{
	struct buf b = BUF_INIT(10000);
	struct sketch_summary k;

	(void)state;
	sketch_open(&k);
	k.policy.types[TYPE_ITEM].compared = true;
	k.policy.types[TYPE_BOM].compared = false;
	k.r.counts[TYPE_BOM].plm = 100000;
	report_counts_add(&b, &k.r);
	assert_string_equal(buf_text(&b), "\n"
	    "type  differ  unknown  match     PLM  ERP\n"
	    "bom        -        -      -  100000    0\n"
	    "item       3        1      4       8    8\n"
	    "all        3        1      4  100008    8\n");
	sketch_close(&k);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(columns_without_records_are_left_out),
	    cmocka_unit_test(
		several_types_are_summed_and_what_is_not_compared_has_dashes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
