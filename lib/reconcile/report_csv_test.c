/* report_csv_test.c - rows that a spreadsheet can neither run nor misread. */
#include "base/base.h"

#include <setjmp.h>

#include <cmocka.h>

#include "reconcile/report_csv.h"
#include "reconcile/sketch_story.h"

static void
each_finding_is_a_row_and_no_text_is_run(void **state)
{
	static const char *const rows[] = {
	    "class,impact,severity,team,owner,type,key,plant,member,plm,erp,"
		"match,reach_count,reaches,exception,state,opened_at,due_at,"
		"age_days,overdue",
	    "differ,line_stop,major,engineering,plm,bom_line,"
		"bom_line:A-100/B/1000/mfg//0010/P-200/,1000,quantity,4,6,"
		"refdes,12,\"A-100, A-200\",0123456789abcdef0123456789abcdef,"
		"assigned,2026-11-11T04:00:00Z,2026-11-20T00:00:00Z,12,yes",
	    "missing_in_erp,launch,,engineering,plm,item,item:P-300,,,,,,,,,"
		"new,2026-11-23T04:59:59Z,,0,",
	    "differ,,,,plm,item,item:=1+1\\u202e</code><b>,,"
		"\"attrs.\"\"><img src=x>\\u001b[2J\",'=cmd|' /C calc'!A0,"
		"\"two, \"\"lines\"\"\\u000a</script>\",,,,,,"
		"2026-10-01T00:00:00Z,,53,",
	    "conflict,,,planning,shared,item,item:P-400,,name,a name,other,"
		",,,,overridden,2026-11-01T00:00:00Z,,22,",
	};
	struct buf is = BUF_INIT((size_t)1024 * 1024);
	struct buf want = BUF_INIT((size_t)1024 * 1024);
	struct sketch_summary k;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++)
		buf_printf(&want, "%s\r\n", rows[i]);
	sketch_open(&k);
	sketch_findings(&k);
	sketch_judged(&k);
	sketch_report(&k, &is, report_csv);
	assert_string_equal(buf_text(&is), buf_text(&want));
	/* again from the beginning, and shorter */
	k.s.most = 1;
	sketch_report(&k, &is, report_csv);
	assert_memory_equal(buf_text(&is), buf_text(&want), is.len);
	assert_int_equal(is.len, strlen(rows[0]) + strlen(rows[1]) + 4);
	sketch_close(&k);
	buf_release(&is);
	buf_release(&want);
}

static void
titles_and_cells_are_as_many(void **state)
{
	struct buf is = BUF_INIT((size_t)1024 * 1024);
	struct sketch_summary k;
	size_t commas = 0, columns = 0, i;

	(void)state;
	while (report_csv_columns[columns])
		columns++;
	sketch_open(&k);
	sketch_judged(&k);
	sketch_report(&k, &is, report_csv);
	for (i = 0; i < is.len; i++)
		commas += is.at[i] == ',';
	assert_int_equal(commas + 1, columns);
	sketch_close(&k);
	buf_release(&is);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_finding_is_a_row_and_no_text_is_run),
	    cmocka_unit_test(titles_and_cells_are_as_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
