/* figures_test.c - sums that no order changes, and which one differs. */
#include "base/base.h"
#include <setjmp.h>
#include <cmocka.h>

#include "model/figures.h"

static const char *const lines[] = {"a", "b", "c", "d"};

static void
add(struct figures *f, unsigned i)
{
	figures_add(f, i % 2 ? TYPE_ITEM : TYPE_BOM,
	    hash_128(lines[i], strlen(lines[i])));
}

static void
the_order_of_lines_and_streams_makes_no_difference(void **state)
{
	struct figures forward = {0}, backward = {0}, one = {0}, two = {0};
	struct err e = ERR_INIT;
	unsigned i;

	(void)state;
	for (i = 0; i < COUNT_OF(lines); i++) {
		add(&forward, i);
		add(&backward, (unsigned)COUNT_OF(lines) - 1 - i);
		add(i < 2 ? &one : &two, i);
	}
	figures_plus(&two, &one);
	assert_int_equal(figures_compare(&forward, &backward, "x", &e), 0);
	assert_int_equal(figures_compare(&forward, &two, "x", &e), 0);
	assert_int_equal(forward.records, 4);
	assert_int_equal(forward.counts[TYPE_ITEM], 2);
}

static void
check_differs(const struct figures *is, const struct figures *said,
    const char *what)
{
	struct err e = ERR_INIT;

	assert_int_equal(figures_compare(is, said, "in.jsonl", &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	if (!strstr(e.text, what) || !strstr(e.text, "in.jsonl: "))
		fail_msg("lacks \"%s\": %s", what, e.text);
}

static void
the_first_figure_that_differs_is_named(void **state)
{
	struct figures is = {0}, said;

	(void)state;
	add(&is, 0);
	add(&is, 1);
	said = is;
	said.records++;
	said.counts[TYPE_BOM] += 2;
	check_differs(&is, &said, "records: the seal says 3, the stream has 2");
	said.records--;
	check_differs(&is, &said, "counts: the seal says 3 of bom, the stream "
				  "has 1");
	said.counts[TYPE_BOM] -= 2;
	said.digest.high ^= 1;
	check_differs(&is, &said, "digest: the seal says");
	check_differs(&is, &said, "--reseal");
	said.digest.high ^= 1;
	said.digest.low ^= 1;
	check_differs(&is, &said, "digest: the seal says");
}

static void
a_line_doubled_lost_or_changed_is_seen(void **state)
{
	struct figures is = {0}, other = {0};

	(void)state;
	add(&is, 0);
	add(&is, 1);
	other = is;
	add(&other, 1);
	check_differs(&other, &is, "records");
	other = (struct figures){0};
	add(&other, 0);
	check_differs(&other, &is, "records");
	add(&other, 3); /* another line of the same type */
	check_differs(&other, &is, "digest");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		the_order_of_lines_and_streams_makes_no_difference),
	    cmocka_unit_test(the_first_figure_that_differs_is_named),
	    cmocka_unit_test(a_line_doubled_lost_or_changed_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
