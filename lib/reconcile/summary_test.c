/* summary_test.c - sums over all types, and pieces of a long report. */
#include "base/base.h"

#include <setjmp.h>

#include <cmocka.h>

#include "reconcile/sketch_summary.h"

static void
each_record_is_in_step_or_concerned_or_not_concluded(void **state)
{
	struct sketch_summary k;
	struct summary_counts c;

	(void)state;
	sketch_open(&k);
	k.r.counts[TYPE_BOM].of[RECONCILE_ONLY_IN_ERP] = 5;
	k.r.counts[TYPE_BOM].of[RECONCILE_CONFLICT] = 7;
	k.r.counts[TYPE_BOM].of[RECONCILE_MISSING_IN_PLM] = 11;
	sketch_judged(&k);
	summary_count(&c, &k.s);
	assert_int_equal(c.compared, 8 + 23);
	assert_int_equal(c.in_step, 4 + 5);
	assert_int_equal(c.unknown, 1);
	assert_int_equal(c.concerned, 3 + 18);
	sketch_close(&k);
}

static int
two_pieces(struct zio_out *out, const struct summary *s, struct err *e)
{
	struct buf b = BUF_INIT(16);

	(void)s;
	buf_add_text(&b, "one\n");
	if (summary_put(out, &b, e) < 0)
		return -1;
	assert_int_equal(b.len, 0);
	buf_add_text(&b, "two\n");
	if (summary_put(out, &b, e) < 0)
		return -1;
	buf_add_text(&b, "more than there is room for");
	assert_int_equal(summary_put(out, &b, e), -1);
	assert_int_equal(e->kind, ERR_INPUT);
	err_clear(e);
	buf_release(&b);
	return 0;
}

static void
a_piece_is_written_and_the_buf_empty_again(void **state)
{
	struct buf is = BUF_INIT(1024);
	struct sketch_summary k;

	(void)state;
	sketch_open(&k);
	sketch_judged(&k);
	sketch_report(&k, &is, two_pieces);
	assert_string_equal(buf_text(&is), "one\ntwo\n");
	sketch_close(&k);
	buf_release(&is);
}

static void
only_a_known_absence_has_no_reason(void **state)
{
	unsigned i;

	(void)state;
	for (i = ABSENCE_INCOMPLETE; i <= ABSENCE_WITHHELD; i++)
		assert_non_null(summary_reason((enum absence)i));
	assert_null(summary_reason(ABSENCE_GONE));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		each_record_is_in_step_or_concerned_or_not_concluded),
	    cmocka_unit_test(a_piece_is_written_and_the_buf_empty_again),
	    cmocka_unit_test(only_a_known_absence_has_no_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
