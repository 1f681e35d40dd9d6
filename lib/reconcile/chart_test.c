/* chart_test.c - places of exact figures. */
#include "base/base.h"

#include <setjmp.h>

#include <cmocka.h>

#include "reconcile/chart.h"
#include "reconcile/sketch_story.h"

static struct decimal
number(const char *text)
{
	struct decimal d;

	assert_true(decimal_parse(&d, slice_of(text)));
	return d;
}

static void
an_axis_ends_at_the_next_round_number(void **state)
{
	static const struct {
		const char *low, *high, *from, *to;
	} table[] = {
	    {"0", "0", "0", "1"},
	    {"3", "7", "0", "10"},
	    {"0", "10", "0", "10"},
	    {"0", "10.01", "0", "20"},
	    {"0", "20.01", "0", "50"},
	    {"0", "0.03", "0", "0.05"},
	    {"-3", "7", "-5", "10"},
	    {"-7", "-1", "-10", "0"},
	    {"0", "123456789", "0", "200000000"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		struct decimal from, to;

		chart_axis(&from, &to, number(table[i].low),
		    number(table[i].high));
		assert_int_equal(decimal_compare(from, number(table[i].from)),
		    0);
		assert_int_equal(decimal_compare(to, number(table[i].to)), 0);
	}
}

/* The figures of three runs, drawn. */
static void
draw(struct buf *b, const char *unit, const char *const values[3])
{
	struct standing_series s = {.chart = SLICE("Title <"),
	    .name = SLICE("open"), .unit = slice_of(unit)};
	struct standing st = {.run_count = 3, .series = &s,
	    .series_count = 1};
	size_t i;

	for (i = 0; i < 3; i++) {
		st.runs[i].at = SLICE("2026-11-23T05:00:00Z");
		s.known[i] = values[i] != NULL;
		if (values[i])
			s.values[i] = number(values[i]);
	}
	buf_clear(b);
	chart_add_all(b, &st);
}

static void
lines_go_through_what_is_known_and_leave_gaps(void **state)
{
	static const struct {
		const char *unit;
		const char *values[3];
		const char *line, *legend;
	} table[] = {
	    {"", {"0", "5", "10"}, "d=\"M0 0M52 120L232 65L412 10\"",
		">open: 10</text>"},
	    {"", {"10", NULL, "2.5"}, "d=\"M0 0M52 10M412 92.5\"",
		">open: 2.5</text>"},
	    {"days", {"1", "1", NULL}, "d=\"M0 0M52 10L232 10\"",
		">open: not known</text>"},
	    {"%", {"90", "95", "100"}, "d=\"M0 0M52 120L232 65L412 10\"",
		">open: 100 %</text>"},
	    {"%", {"0", "50", "100"}, "d=\"M0 0M52 120L232 65L412 10\"",
		">open: 100 %</text>"},
	    {"days", {"-10", "0", "10"}, "d=\"M0 0M52 120L232 65L412 10\"",
		">open: 10 days</text>"},
	};
	struct buf b = BUF_INIT(100000);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(table); i++) {
		draw(&b, table[i].unit, table[i].values);
		if (!strstr(buf_text(&b), table[i].line) ||
		    !strstr(buf_text(&b), table[i].legend))
			fail_msg("%zu: no %s, %s in %s", i, table[i].line,
			    table[i].legend, buf_text(&b));
	}
	assert_non_null(strstr(buf_text(&b), "<figcaption>Title &lt;<"));
	buf_release(&b);
}

static void
series_of_one_title_share_a_chart(void **state)
{
	struct buf b = BUF_INIT(1000000);
	struct sketch_summary k;
	const char *at;
	int figures = 0;

	(void)state;
	sketch_open(&k);
	sketch_standing(&k);
	chart_add_all(&b, &k.standing);
	for (at = buf_text(&b); (at = strstr(at, "<figure>")); at++)
		figures++;
	assert_int_equal(figures, 3);
	assert_non_null(strstr(buf_text(&b), ">cost&lt;&amp;: "));
	/* where nothing ran there is nothing to draw */
	buf_clear(&b);
	k.standing.run_count = 0;
	chart_add_all(&b, &k.standing);
	assert_int_equal(b.len, 0);
	sketch_close(&k);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_axis_ends_at_the_next_round_number),
	    cmocka_unit_test(lines_go_through_what_is_known_and_leave_gaps),
	    cmocka_unit_test(series_of_one_title_share_a_chart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
