/* html_findings_test.c - rows with what filters look at. */
#include "base/base.h"

#include <setjmp.h>

#include <cmocka.h>

#include "reconcile/html_findings.h"
#include "reconcile/sketch_story.h"

static int
write_all(struct zio_out *out, const struct summary *s, struct err *e)
{
	struct buf b = BUF_INIT((size_t)1024 * 1024);
	int rc;

	html_findings_add_tables(&b, s);
	rc = html_findings_put(out, &b, s, e);
	buf_release(&b);
	return rc;
}

static void
write_page(struct buf *is, bool state, uint64_t most)
{
	struct sketch_summary k;

	sketch_open(&k);
	sketch_findings(&k);
	sketch_standing(&k);
	sketch_judged(&k);
	k.s.standing = state ? &k.standing : NULL;
	k.s.most = most;
	sketch_report(&k, is, write_all);
	sketch_close(&k);
}

static void
must_hold(struct buf *is, const char *part)
{
	if (!strstr(buf_text(is), part))
		fail_msg("no %s in\n%s", part, buf_text(is));
}

static void
rows_say_all_that_is_known_and_figures_pick_them(void **state)
{
	static const char *const parts[] = {
	    "<th scope=\"row\">line_stop</th><td class=\"n\"><button "
		"type=\"button\" class=\"go\" data-impact=\"line_stop\">1"
		"</button></td>",
	    "data-impact=\"launch\" data-age=\"today\">1</button>",
	    "data-impact=\"line_stop\" data-late=\"overdue\">1</button>",
	    "data-team=\"planning\" data-late=\"accepted\">1</button>",
	    "<tr class=\"line_stop\" data-class=\"differ\" "
		"data-impact=\"line_stop\" data-team=\"engineering\" "
		"data-type=\"bom_line\" data-age=\"month\" "
		"data-late=\"overdue\"><td>line_stop<small>major</small></td>"
		"<td>differ</td>",
	    "<small>plant 1000</small><small>found again by refdes</small>"
		"<small>reaches 12 top assemblies: A-100, A-200</small>",
	    "<td>missing in ERP</td>",
	    "<small class=\"late\">overdue, due 2026-11-20</small>",
	    "<code>01234567</code>",
	    "<code>item:=1+1\\u202e&lt;/code&gt;&lt;b&gt;</code>",
	    "<td>attrs.&quot;&gt;&lt;img src=x&gt;\\u001b[2J</td>",
	    "<td class=\"v\">&quot;two, \\&quot;lines\\&quot;\\n"
		"&lt;/script&gt;&quot;</td>",
	};
	struct buf is = BUF_INIT((size_t)1024 * 1024);
	size_t i;

	(void)state;
	write_page(&is, true, 1000);
	for (i = 0; i < COUNT_OF(parts); i++)
		must_hold(&is, parts[i]);
	assert_null(strstr(buf_text(&is), "are listed"));
	buf_release(&is);
}

static void
a_short_list_says_so(void **state)
{
	struct buf is = BUF_INIT((size_t)1024 * 1024);

	(void)state;
	write_page(&is, true, 2);
	must_hold(&is, "<strong>2 of 4 are listed</strong>");
	write_page(&is, true, 0);
	must_hold(&is, "<strong>0 of 4 are listed</strong>");
	assert_null(strstr(buf_text(&is), "id=\"filters\""));
	buf_release(&is);
}

static void
without_a_state_there_are_no_ages(void **state)
{
	struct buf is = BUF_INIT((size_t)1024 * 1024);

	(void)state;
	write_page(&is, false, 1000);
	must_hold(&is, "<th scope=\"col\">Team</th></tr>");
	assert_null(strstr(buf_text(&is), "id=\"f-age\""));
	assert_null(strstr(buf_text(&is), "new today"));
	buf_release(&is);
}

static void
no_findings_are_said(void **state)
{
	struct buf is = BUF_INIT((size_t)1024 * 1024);
	struct sketch_summary k;

	(void)state;
	sketch_open(&k);
	sketch_judged(&k);
	sketch_report(&k, &is, write_all);
	must_hold(&is, "<p>None: what both sides hold agrees");
	assert_null(strstr(buf_text(&is), "<table"));
	sketch_close(&k);
	buf_release(&is);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_say_all_that_is_known_and_figures_pick_them),
	    cmocka_unit_test(a_short_list_says_so),
	    cmocka_unit_test(without_a_state_there_are_no_ages),
	    cmocka_unit_test(no_findings_are_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
