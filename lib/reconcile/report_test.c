/*
 * report_test.c - what the state knows, in the text for people.
 *
 * Whole summaries without a state are in testdata/cases/reconcile.
 */
#include "base/base.h"

#include <setjmp.h>

#include <cmocka.h>

#include "reconcile/report.h"
#include "reconcile/sketch_story.h"

static void
what_matters_stands_first(void **state)
{
	static const char *const parts[] = {
	    "3 findings, 1 record unknown, without a policy",
	    "\n1 new today, 1 overdue, 1 opened again, 7 fixed since the last "
		"run\n",
	    "accepted by overrides, and not counted: 1\n",
	    "not concluded: 1 withheld\n",
	    "\nimpact ", "\nline_stop ", "  engineering 1\n",
	    "\nfindings (3 of 4):\n",
	    "differ          bom_line:A-100/B/1000/mfg//0010/P-200/  quantity: "
		"PLM 4, ERP 6 (owner plm, impact line_stop, severity major, "
		"team engineering, found by refdes, reaches 12: A-100, A-200, "
		"12 days old, overdue)\n",
	    "missing_in_erp  item:P-300 (owner plm, impact launch, team "
		"engineering, new today)\n",
	    "differ          item:=1+1\\u202e</code><b>  attrs.\"><img src=x>"
		"\\u001b[2J: PLM ",
	    "\ntype ", "\nkey figures:\n",
	    "First-pass accuracy: 97.5 %\n",
	    "evidence: october, seal 5ea1\n",
	};
	struct buf is = BUF_INIT((size_t)1024 * 1024);
	struct sketch_summary k;
	const char *at;
	size_t i;

	(void)state;
	sketch_open(&k);
	sketch_findings(&k);
	sketch_standing(&k);
	sketch_judged(&k);
	k.s.standing = &k.standing;
	k.s.seal = "5ea1";
	k.s.evidence = "october";
	k.s.most = 3;
	sketch_report(&k, &is, report_text);
	at = buf_text(&is);
	for (i = 0; i < COUNT_OF(parts); i++) {
		at = strstr(at, parts[i]);
		if (!at)
			fail_msg("no %s there in\n%s", parts[i],
			    buf_text(&is));
	}
	sketch_close(&k);
	buf_release(&is);
}

/* A mail is read in one glance: a page is sixty lines. */
static void
a_thousand_findings_fit_on_a_page(void **state)
{
	struct buf is = BUF_INIT((size_t)1024 * 1024);
	struct sketch_summary k;
	size_t lines = 0, i;

	(void)state;
	sketch_open(&k);
	sketch_standing(&k);
	for (i = 0; i < 250; i++)
		sketch_findings(&k);
	sketch_judged(&k);
	k.s.standing = &k.standing;
	k.s.most = 20;
	sketch_report(&k, &is, report_text);
	for (i = 0; i < is.len; i++)
		lines += is.at[i] == '\n';
	assert_in_range(lines, 20, 60);
	sketch_close(&k);
	buf_release(&is);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_matters_stands_first),
	    cmocka_unit_test(a_thousand_findings_fit_on_a_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
