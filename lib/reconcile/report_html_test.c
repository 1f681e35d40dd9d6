/*
 * report_html_test.c - the page holds all sections, names nobody else's server,
 * and lets no text become markup.  scripts/check-page looks at it in a browser.
 */
#include "base/base.h"

#include <setjmp.h>

#include <cmocka.h>

#include "reconcile/report_html.h"
#include "reconcile/sketch_story.h"

static struct buf is = BUF_INIT((size_t)4 * 1024 * 1024);

static void
write_page(bool whole)
{
	struct sketch_summary k;

	sketch_open(&k);
	if (whole) {
		sketch_findings(&k);
		sketch_standing(&k);
		k.s.standing = &k.standing;
		k.s.seal = "5ea1";
		k.s.evidence = "october<";
	}
	sketch_judged(&k);
	sketch_report(&k, &is, report_html);
	sketch_close(&k);
}

static size_t
times(const char *part)
{
	const char *at = buf_text(&is);
	size_t n = 0;

	while ((at = strstr(at, part)) != NULL) {
		at += strlen(part);
		n++;
	}
	return n;
}

static void
sections_stand_in_the_order_of_what_matters(void **state)
{
	static const char *const parts[] = {
	    "<html lang=\"en\">",
	    "<title>PLM (plm) against ERP (erp): 3 findings</title>",
	    "<h1>", "<dt>Findings</dt><dd>3</dd>",
	    "<dt>Overdue</dt><dd>1</dd>", "<dt>In step</dt><dd>50&nbsp;%",
	    "<h2>Findings by impact, team and age</h2>",
	    "<h2>Trend of the last 30 runs</h2>", "<svg ",
	    "<h2 id=\"findings-title\">Findings</h2>",
	    "<h2>Records by type</h2>", "<h2>Not concluded</h2>",
	    "<th scope=\"row\">withheld</th><td class=\"n\">1</td>",
	    "<h2>Key figures</h2>", "97.5",
	    "<h2>Inputs, corrections and evidence</h2>", "plm&lt;.jsonl",
	    "october&lt;", "seal <code>5ea1</code>", "</html>\n",
	};
	const char *at;
	size_t i;

	(void)state;
	write_page(true);
	at = buf_text(&is);
	for (i = 0; i < COUNT_OF(parts); i++) {
		at = strstr(at, parts[i]);
		if (!at)
			fail_msg("no %s there in\n%s", parts[i],
			    buf_text(&is));
	}
}

static void
elements_are_closed_and_nothing_is_asked_for(void **state)
{
	static const char *const both[][2] = {{"<section", "</section>"},
	    {"<table", "</table>"}, {"<tr", "</tr>"}, {"<td", "</td>"},
	    {"<th ", "</th>"}, {"<div", "</div>"}, {"<svg", "</svg>"},
	    {"<figure>", "</figure>"}, {"<form", "</form>"},
	    {"<button", "</button>"}, {"<script>", "</script>"},
	    {"<small", "</small>"}, {"<code>", "</code>"}};
	static const char *const none[] = {"http:", "https:", "src=\"",
	    "href=", "url(", "<img", "<b>", "\033", "\xe2\x80\xae"};
	size_t i;
	int whole;

	(void)state;
	for (whole = 0; whole < 2; whole++) {
		write_page(whole == 1);
		for (i = 0; i < COUNT_OF(both); i++)
			assert_int_equal(times(both[i][0]), times(both[i][1]));
		for (i = 0; i < COUNT_OF(none); i++)
			assert_int_equal(times(none[i]), 0);
		assert_int_equal(times("<script>"), 1);
	}
}

static void
without_a_state_there_is_no_trend(void **state)
{
	(void)state;
	write_page(false);
	assert_int_equal(times("<svg"), 0);
	assert_int_equal(times("Overdue"), 0);
	assert_int_equal(times("seal"), 0);
	assert_int_equal(times("(erp): no findings</h1>"), 1);
}

static int
leave(void **state)
{
	(void)state;
	buf_release(&is);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sections_stand_in_the_order_of_what_matters),
	    cmocka_unit_test(elements_are_closed_and_nothing_is_asked_for),
	    cmocka_unit_test(without_a_state_there_is_no_trend),
	};

	return cmocka_run_group_tests(tests, NULL, leave);
}
